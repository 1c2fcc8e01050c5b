"""Every address of the site, found by walking the URLconf, with what its view says of itself."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from accounts.access import LIBRARY

NOBODY = "nobody"  # a view of a library that is not opened: the middleware refuses it to everybody


@dataclass(frozen=True)
class Address:
    """One address: its name with the namespace, its route, its view."""

    name: str
    route: str
    view: Callable
    own: bool

    @property
    def access(self) -> tuple[str, ...]:
        """Who may open it: the view's mark, or what we say of a library's view."""
        mark = tuple(getattr(self.view, "access", ()))
        return mark if mark or self.own else (LIBRARY.get(self.name, NOBODY),)

    @property
    def article(self) -> str:
        return getattr(self.view, "article", "")

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the view names by a decorator; empty where it names none."""
        view, found = self.view, None
        while view is not None and found is None:
            closure = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
            found = closure.get("request_method_list")
            view = getattr(view, "__wrapped__", None)
        return tuple(found or ())

    @property
    def app(self) -> str:
        """The app of ours that the view belongs to; a library's views are those of accounts."""
        return self.view.__module__.partition(".")[0] if self.own else "accounts"


APPS = ("core", "accounts", "procedure", "applications", "review", "publicity", "awards", "jinzhong_award")


def addresses() -> Iterator[Address]:
    """Yield every address in the order of the URLconf, without those of the demonstration: they exist in it alone.

    Of two views at one address only the first is ever reached.
    """
    seen = set()
    for address in _walk(get_resolver().url_patterns, "/", ""):
        if address.route not in seen and not address.route.startswith("/demo/"):
            seen.add(address.route)
            yield address


def _walk(patterns: Sequence[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + _route(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            view = pattern.callback
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Address(name, here, view, own=view.__module__.partition(".")[0] in APPS)


def _route(pattern: URLPattern | URLResolver) -> str:
    if isinstance(pattern.pattern, RoutePattern):
        return str(pattern.pattern)
    return str(pattern.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
