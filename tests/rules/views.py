"""Rules for addresses: each says who may open it."""

from collections.abc import Iterable

from accounts.access import LIBRARY, PUBLIC, SIGNED_IN
from accounts.grants.models import Role
from jinzhong_award.docs.addresses import Address
from procedure import articles


def views_say_who(found: Iterable[Address]) -> list[str]:
    """Every view of ours carries `@page`: PUBLIC or SIGNED_IN alone, or roles."""
    faults = []
    for address in found:
        who = address.access
        if not who:
            faults.append(f"{address.route} has no @page")
        elif address.own and not (set(who) <= set(Role) or who in ((PUBLIC,), (SIGNED_IN,))):
            faults.append(f"{address.route} mixes {', '.join(who)}")
    return faults


def views_quote_the_rules(found: Iterable[Address]) -> list[str]:
    """The article of a view is a place in the rules."""
    return [
        f"{one.route} quotes {one.article}, which the rules do not have"
        for one in found
        if one.article and not articles.exists(one.article)
    ]


def addresses_have_names(found: Iterable[Address]) -> list[str]:
    """Every address has a name, and no two share one."""
    names = [one.name for one in found]
    return [f"{one.route} has no name" for one in found if not one.name] + [
        f"{name} names {names.count(name)} addresses" for name in sorted(set(names)) if name and names.count(name) > 1
    ]


def library_names_exist(found: Iterable[Address]) -> list[str]:
    """What is said of libraries' views is said of addresses that are there."""
    return [f"accounts.access.LIBRARY names {name}, which is no address" for name in sorted(set(LIBRARY) - {one.name for one in found})]


RULES = (views_say_who, views_quote_the_rules, addresses_have_names, library_names_exist)
