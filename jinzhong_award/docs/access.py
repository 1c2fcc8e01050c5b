"""docs/access.md: who may open which address, read off the marks on the views."""

from accounts.access import PUBLIC, SIGNED_IN
from accounts.grants.models import Role
from jinzhong_award.docs.addresses import NOBODY, Address, addresses
from jinzhong_award.docs.tables import markdown
from procedure import articles

HEAD = """\
# Who may open what

Written by `manage.py docs` from `@page` at every view and `accounts.access.LIBRARY`. Do not edit; a review reads its diff.
`tests/access.py` says the same once more, a line for each address and method, and `tests/test_access.py` asks every address
as every person.

A role without the address gets 403 before any row is read; who is not signed in is sent to sign in (登录); a row of somebody
else's is 404. The addresses under `/demo/` exist in the demonstration (演示) alone and are not listed.

"""
WORDS = {PUBLIC: "everybody", SIGNED_IN: "whoever is signed in", NOBODY: "nobody (refused)"}
ROLES = "\n## Roles\n\n"


def render() -> str:
    """Return the whole document."""
    found = list(addresses())
    unmarked = sorted(address.route for address in found if not address.access)
    if unmarked:
        raise LookupError(f"no @page at the view of {', '.join(unmarked)}")
    own, library = [a for a in found if a.own], [a for a in found if not a.own]
    header = ("Address", "Name", "Methods", "Who", "Article")
    parts = [
        HEAD,
        markdown(header, map(_line, own)),
        "\n## Addresses of libraries\n\n",
        markdown(header[:4], (_line(a)[:4] for a in library)),
    ]
    return "".join([*parts, ROLES, markdown(("Name", "Role"), ((role.value, role.label) for role in Role))])


def _line(address: Address) -> tuple[str, ...]:
    who = "、".join(WORDS.get(one) or Role(one).label for one in address.access)
    article = articles.chinese(address.article) if address.article else ""
    return f"`{address.route}`", f"`{address.name}`", " ".join(address.methods), who, article
