"""Rules for templates: nothing inline, nothing from elsewhere, leftward, forms that say who acts, one heading, one list of mistakes."""

import re
from collections.abc import Iterator

from jinzhong_award.docs.addresses import addresses
from tests.rules.house import APPS, Files

# Folders that are no app's own: the frame of every page belongs to core, pages that span apps to the composition root.
FOLDERS = {app: app for app in APPS} | {
    "": "core", "_components": "core", "errors": "core", "django": "core", "pages": "jinzhong_award",
    "account": "accounts", "allauth": "accounts", "mfa": "accounts",
}  # fmt: skip
DATA = r"""[^>]*\stype=["']?application/json"""  # facts for a script file, never run
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script without src": re.compile(rf"<script\b(?!{DATA})(?![^>]*\ssrc=)", re.I),
    "a script with a body": re.compile(rf"<script\b(?!{DATA})[^>]*>(?!\s*</script>)", re.I),
    "an on… handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
}
ELSEWHERE = re.compile(r"""(?:src|href|action|srcset|poster|data)\s*=\s*["']?\s*(?:[a-z]+:)?//|url\(\s*["']?(?:https?:)?//|@import""", re.I)
FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post\b.*?(?:</form>|\Z)", re.I | re.S)
URL = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")
NEEDS = re.compile(r"""{%\s*(include|extends)\s+["']([^"']+)["']""")
BRANCH = re.compile(r"""(<h1)\b|{%\s*(if|elif|else|endif)\b|{%\s*include\s+["']([^"']+)["']""")
SUMMARY = re.compile(r"""form_errors\.html["'] with form=(\w+)""")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
# Forms that say nothing in anybody's name: they may be sent under whichever grant is chosen.
NO_ACT = re.compile(r"""action\s*=\s*["'](/accounts/logout/|/display/|/demo/|{%\s*url\s+["'](account_logout|display|demo\w*)["'])""")
# A person's own account is not held under a grant, and choosing one is how to leave another.
NO_GRANT = ("account/", "allauth/", "mfa/", "accounts/identity.html")
ACTING = "accounts/templatetags/acting.py"


def templates(files: Files) -> Files:
    """Return the templates by their name, without comments."""
    found = {
        path.removeprefix("templates/"): text for path, text in files.items() if path.startswith("templates/") and path.endswith(".html")
    }
    return {name: COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text) for name, text in found.items()}


def app_of(name: str) -> str:
    """Return the app that a template belongs to, or nothing for a folder that is nobody's."""
    return FOLDERS.get(name.rpartition("/")[0].partition("/")[0], "")


def nothing_is_inline(files: Files) -> list[str]:
    """No style, script or handler in a page: the policy (CSP) allows none."""
    return [
        f"templates/{name}:{_line(text, match)} has {what}"
        for name, text in templates(files).items()
        for what, pattern in INLINE.items()
        for match in pattern.finditer(text)
    ]


def nothing_comes_from_elsewhere(files: Files) -> list[str]:
    """A page asks its own origin only."""
    found = templates(files) | {path: text for path, text in files.items() if path.startswith("static/") and path.endswith(".css")}
    return [f"{name}:{_line(text, match)} names another origin" for name, text in found.items() for match in ELSEWHERE.finditer(text)]


def templates_look_leftward(files: Files) -> list[str]:
    """A template names addresses and fragments of its own app and of those before it; the frame names no address."""
    owners = {address.name: address.app for address in addresses()}
    faults = []
    for name, text in templates(files).items():
        if not app_of(name):
            faults.append(f"templates/{name} stands in a folder of no app")
            continue
        mine = APPS.index(app_of(name))
        for match in URL.finditer(text):
            owner = owners.get(match[1])
            if owner is None:
                faults.append(f"templates/{name}:{_line(text, match)} reverses {match[1]}, which does not exist")
            elif APPS.index(owner) > mine:
                faults.append(f"templates/{name}:{_line(text, match)} reverses {match[1]} of {owner}, which is further right")
        for match in NEEDS.finditer(text):
            owner = app_of(match[2])
            if not owner or APPS.index(owner) > mine:
                faults.append(f"templates/{name}:{_line(text, match)} needs {match[2]}, which is further right")
    return faults


def forms_are_protected(files: Files) -> list[str]:
    """Every form that posts carries the token; in a workspace also the grant under which it was opened."""
    found, faults = templates(files), []
    workspace = _workspace(found) if ACTING in files else set()
    for name, text in found.items():
        for match in FORM.finditer(text):
            where = f"templates/{name}:{_line(text, match)}"
            tag = "{% acting" in match[0]  # it brings the token too
            acting = tag or 'name="acting_grant"' in match[0]
            if not tag and "{% csrf_token %}" not in match[0] and "/display/" not in match[0]:
                faults.append(f"{where} posts without csrf_token")
            if name in workspace and not acting and not name.startswith(NO_GRANT) and not NO_ACT.search(match[0]):
                faults.append(f"{where} posts without the acting grant")
    return faults


def mistakes_are_listed_once(files: Files) -> list[str]:
    """A form that is printed whole begins with the list of its mistakes: whoever prints it puts no second one on the page."""
    return [
        f"templates/{name}:{_line(text, match)} lists the mistakes of {match[1]}, which lists them itself"
        for name, text in templates(files).items()
        for match in SUMMARY.finditer(text)
        if f"{{{{ {match[1]} }}}}" in text
    ]


def pages_have_one_heading(files: Files) -> list[str]:
    """One `<h1>` a page whichever branch is taken, its own or that of the frame it extends. Frames are not pages."""
    found = templates(files)
    frames = {frame for text in found.values() for frame in _needed(text, "extends")}
    pages = {name: _headings(name, found) for name, text in found.items() if "{% extends" in text and not _is_fragment(name)}
    return [
        f"templates/{name} has {least if least == most else f'{least} to {most}'} h1"
        for name, (least, most) in pages.items()
        if name not in frames and (least, most) != (1, 1)
    ]


def _headings(name: str, found: Files) -> tuple[int, int]:
    """Count the headings of a template with its fragments, at least and at most; where there is none, those of its frame."""
    text = found.get(name, "")
    least, most, _ = _count((match.groups() for match in BRANCH.finditer(text)), found)
    frame = next(_needed(text, "extends"), "")
    return (least, most) if most or not frame else _headings(frame, found)


def _count(tokens: Iterator[tuple[str, str, str]], found: Files) -> tuple[int, int, str]:
    """Count until the branch ends; the third value says with which word."""
    least = most = 0
    for heading, word, fragment in tokens:
        low = high = 1 if heading else 0
        if fragment:
            low, high = _headings(fragment, found)
        elif word == "if":
            low, high, end = _count(tokens, found)
            complete = False
            while end in ("elif", "else"):
                complete = end == "else"
                other_low, other_high, end = _count(tokens, found)
                low, high = min(low, other_low), max(high, other_high)
            low = low if complete else 0
        elif word:
            return least, most, word
        least, most = least + low, most + high
    return least, most, ""


def _is_fragment(name: str) -> bool:
    return name.rpartition("/")[2].startswith("_")


def _workspace(found: Files) -> set[str]:
    """The templates that extend the workspace, and the fragments of apps that they include."""
    members = {"workspace.html"}
    while True:
        more = {name for name in found if name not in members and members & set(_needed(found[name], "extends"))}
        more |= {part for name in members for part in _needed(found.get(name, ""), "include") if app_of(part) not in ("", "core")} - members
        if not more:
            return members - {"workspace.html"}
        members |= more


def _needed(text: str, how: str) -> Iterator[str]:
    return (match[2] for match in NEEDS.finditer(text) if match[1] == how)


def _line(text: str, match: re.Match) -> int:
    return text.count("\n", 0, match.start()) + 1


RULES = (
    nothing_is_inline,
    nothing_comes_from_elsewhere,
    templates_look_leftward,
    forms_are_protected,
    mistakes_are_listed_once,
    pages_have_one_heading,
)
