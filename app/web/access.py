"""Ai được dùng: every route names its audience; the app refuses to start when one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.routing import BaseRoute

Endpoint = TypeVar("Endpoint", bound="Callable[..., object]")
_MARK = "__audience__"
READ = ["GET", "HEAD"]
"""Phương thức của mọi trang: whoever may fetch a page may also ask for its headers alone (RFC 9110, 9.1)."""


def audience(who: str) -> Callable[[Endpoint], Endpoint]:
    """Mark a route with who may use it: "everyone", or "this machine" while there are no accounts."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _MARK, who)
        return endpoint

    return mark


def audience_of(route: BaseRoute) -> str | None:
    """Return who may use a route, None when it does not say."""
    return getattr(getattr(route, "endpoint", None) or getattr(route, "app", None), _MARK, None)


def every_route(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield the routes themselves: those of an included router in its stead."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from every_route(included.routes)
        else:
            yield route


def refuse_unmarked(routes: Iterable[BaseRoute]) -> None:
    """Raise Refused, naming them, when routes do not say who may use them."""
    unmarked = [str(getattr(route, "path", route)) for route in every_route(routes) if audience_of(route) is None]
    if unmarked:
        raise Refused("routes.unmarked", paths=", ".join(unmarked))
