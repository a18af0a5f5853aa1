"""Ai được dùng đường dẫn nào: the one table of routes and audiences; the app refuses to start when a route is missing.

Whoever may GET may also ask for the headers alone. What an account is in a plan is asked of `app.domain.access` when
the request comes, by `app.web.admission`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.routing import BaseRoute

READ = ["GET", "HEAD"]
"""Phương thức của mọi trang: whoever may fetch a page may also ask for its headers alone (RFC 9110, 9.1)."""


class Audience(StrEnum):
    """Người được dùng một đường dẫn."""

    MACHINES = "machines"
    """Máy giám sát và mọi người: nothing of the visitor is looked up."""
    EVERYONE = "everyone"
    """Mọi người, signed in or not."""
    SECRET_HOLDERS = "secret_holders"  # noqa: S105 — an audience, no password
    """Người có mã bí mật trong đường dẫn: the secret itself is the right."""
    SIGNED_IN = "signed_in"
    """Người đã đăng nhập; the route shows each what is theirs."""
    ADMINISTRATORS = "administrators"
    """Quản trị."""
    INVITERS = "inviters"
    """Quản trị và cán bộ lập kế hoạch."""
    PLANNERS = "planners"
    """Cán bộ lập kế hoạch của kế hoạch trong đường dẫn."""
    PLAN_READERS = "plan_readers"
    """Cán bộ lập kế hoạch, Trưởng đoàn, Phó Trưởng đoàn, người xem của kế hoạch trong đường dẫn."""
    UNIT_READERS = "unit_readers"
    """Người đọc kế hoạch, chính đơn vị trong đường dẫn, thành viên đoàn đến đơn vị đó."""
    PARTIES = "parties"
    """Mọi người có phần trong kế hoạch; the route shows each what is theirs."""


ROUTES: dict[tuple[str, str], Audience] = {
    # Máy
    ("GET", "/healthz"): Audience.MACHINES,
    ("GET", "/robots.txt"): Audience.MACHINES,
    ("GET", "/static"): Audience.MACHINES,
    ("GET", "/lich/{secret}.ics"): Audience.SECRET_HOLDERS,
    # Cửa vào
    ("GET", "/"): Audience.EVERYONE,
    ("GET", "/tro-giup"): Audience.EVERYONE,
    ("GET", "/tro-giup/{topic}"): Audience.EVERYONE,
    ("GET", "/kha-nang-tiep-can"): Audience.EVERYONE,
    ("GET", "/dang-nhap"): Audience.EVERYONE,
    ("POST", "/dang-nhap"): Audience.EVERYONE,
    ("GET", "/dang-nhap/sso"): Audience.EVERYONE,
    ("GET", "/dang-nhap/sso/ve"): Audience.EVERYONE,
    ("POST", "/dang-xuat"): Audience.EVERYONE,
    # Kế hoạch
    ("GET", "/ke-hoach"): Audience.SIGNED_IN,
    ("GET", "/ke-hoach/{plan_key}"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/lich"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/lich/ban-in"): Audience.PARTIES,
    ("GET", "/ke-hoach/{plan_key}/doan"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban/bo-van-ban.zip"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban/tep/{path:path}"): Audience.PARTIES,
    ("GET", "/ke-hoach/{plan_key}/don-vi/{unit_key}"): Audience.UNIT_READERS,
    ("GET", "/ke-hoach/{plan_key}/don-vi/{unit_key}/tai-lieu.zip"): Audience.UNIT_READERS,
    # Việc của tôi
    ("GET", "/viec-cua-toi"): Audience.SIGNED_IN,
    ("GET", "/viec-cua-toi/lich"): Audience.SIGNED_IN,
    ("GET", "/viec-cua-toi/tai-lieu"): Audience.SIGNED_IN,
    # Đăng ký lịch
    ("GET", "/lich-dang-ky"): Audience.SIGNED_IN,
    ("POST", "/lich-dang-ky"): Audience.SIGNED_IN,
    ("GET", "/lich-dang-ky/{feed_id}/doi"): Audience.SIGNED_IN,
    ("POST", "/lich-dang-ky/{feed_id}/doi"): Audience.SIGNED_IN,
    ("GET", "/lich-dang-ky/{feed_id}/thu-hoi"): Audience.SIGNED_IN,
    ("POST", "/lich-dang-ky/{feed_id}/thu-hoi"): Audience.SIGNED_IN,
    # Tài khoản
    ("GET", "/loi-moi/{secret}"): Audience.SECRET_HOLDERS,
    ("POST", "/loi-moi/{secret}"): Audience.SECRET_HOLDERS,
    ("GET", "/tai-khoan"): Audience.SIGNED_IN,
    ("POST", "/tai-khoan/mat-khau"): Audience.SIGNED_IN,
    ("POST", "/tai-khoan/phien/ket-thuc-khac"): Audience.SIGNED_IN,
    ("POST", "/tai-khoan/phien/{session_id}/ket-thuc"): Audience.SIGNED_IN,
    # Quản trị
    ("GET", "/quan-tri/tai-khoan"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/moi"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/moi"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/{account_id}"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/{account_id}/lien-ket"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/{account_id}/lien-ket"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/{account_id}/khoa"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/{account_id}/khoa"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/{account_id}/mo-khoa"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/{account_id}/vai-tro/moi"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/{account_id}/vai-tro/moi"): Audience.INVITERS,
    ("GET", "/quan-tri/tai-khoan/{account_id}/vai-tro/{grant_id}/thu-hoi"): Audience.INVITERS,
    ("POST", "/quan-tri/tai-khoan/{account_id}/vai-tro/{grant_id}/thu-hoi"): Audience.INVITERS,
    ("GET", "/quan-tri/nhat-ky"): Audience.ADMINISTRATORS,
    # API
    ("GET", "/api/openapi.json"): Audience.EVERYONE,
    ("GET", "/api/session"): Audience.SIGNED_IN,
    ("POST", "/api/session"): Audience.EVERYONE,
    ("DELETE", "/api/session"): Audience.SIGNED_IN,
    ("GET", "/api/plans"): Audience.SIGNED_IN,
    ("GET", "/api/plans/{plan_key}"): Audience.PARTIES,
    ("GET", "/api/plans/{plan_key}/problems"): Audience.PLANNERS,
    ("GET", "/api/plans/{plan_key}/visits"): Audience.PLAN_READERS,
    ("GET", "/api/plans/{plan_key}/units/{unit_key}"): Audience.UNIT_READERS,
    ("GET", "/api/plans/{plan_key}/files"): Audience.PARTIES,
    ("GET", "/api/plans/{plan_key}/files/{path:path}"): Audience.PARTIES,
    ("GET", "/api/plans/{plan_key}/releases"): Audience.PLAN_READERS,
    ("POST", "/api/plans/{plan_key}/releases"): Audience.PLANNERS,
    ("POST", "/api/plans/{plan_key}/adjustments"): Audience.PLANNERS,
    ("GET", "/api/feeds"): Audience.SIGNED_IN,
    ("POST", "/api/feeds"): Audience.SIGNED_IN,
    ("POST", "/api/feeds/{feed_id}/renewal"): Audience.SIGNED_IN,
    ("DELETE", "/api/feeds/{feed_id}"): Audience.SIGNED_IN,
    ("GET", "/api/accounts"): Audience.INVITERS,
    ("POST", "/api/accounts"): Audience.INVITERS,
    ("POST", "/api/accounts/{account_id}/link"): Audience.INVITERS,
    ("POST", "/api/accounts/{account_id}/grants"): Audience.INVITERS,
    ("DELETE", "/api/accounts/grants/{grant_id}"): Audience.INVITERS,
    ("POST", "/api/accounts/{account_id}/disable"): Audience.INVITERS,
    ("POST", "/api/accounts/{account_id}/enable"): Audience.INVITERS,
    ("GET", "/api/audit"): Audience.ADMINISTRATORS,
}


def audience_of(method: str, path: str) -> Audience | None:
    """Return who may use a path (as its route is written) by that method; None when the table does not say."""
    return ROUTES.get(("GET" if method == "HEAD" else method, path))


def every_route(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield the routes themselves: those of an included router in its stead."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from every_route(included.routes)
        else:
            yield route


def methods_and_paths(routes: Iterable[BaseRoute]) -> set[tuple[str, str]]:
    """Return what is to be in the table: each method but HEAD with each path; a folder or ASGI piece counts as GET."""
    found: set[tuple[str, str]] = set()
    for route in every_route(routes):
        methods = getattr(route, "methods", None) or {"GET"}
        found |= {(method, getattr(route, "path", str(route))) for method in methods if method != "HEAD"}
    return found


def refuse_missing(routes: Iterable[BaseRoute]) -> None:
    """Raise Refused, naming them, when routes are not in the table, or the table names what is not there."""
    there = methods_and_paths(routes)
    wrong = sorted({*(there - ROUTES.keys()), *(ROUTES.keys() - there)})
    if wrong:
        raise Refused("routes.unmarked", paths=", ".join(f"{method} {path}" for method, path in wrong))
