"""What every browser test does: come in as somebody of the demonstration, and know a page by its view."""

from django.urls import Resolver404, resolve


def enter(page, username):
    """Come in as somebody of the demonstration and land on his home page."""
    page.goto("/demo/")
    page.evaluate("document.querySelectorAll('details').forEach(many => { many.open = true; })")  # where there are many, most are folded
    page.locator(f'form[action="/demo/enter/{username}/"] button').first.click()
    page.wait_for_url("**/home/")


def view_of(address):
    """The name of the view behind an address; nothing for one that is not a page of ours."""
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""
