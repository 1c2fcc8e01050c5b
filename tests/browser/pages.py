"""What every browser test does: come in as somebody of the demonstration."""


def enter(page, username):
    """Come in as somebody of the demonstration and land on his home page."""
    page.goto("/demo/")
    page.locator(f'form[action="/demo/enter/{username}/"] button').first.click()
    page.wait_for_url("**/home/")
