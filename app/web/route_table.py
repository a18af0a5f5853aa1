"""Ai được dùng đường dẫn nào: the one table of routes and audiences; the app refuses to start when a route is missing.

Whoever may GET may also ask for the headers alone. What an account is in a plan is asked of `app.domain.access` when
the request comes, by `app.web.admission`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.web.api_audiences import API_ROUTES
from app.web.audiences import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.routing import BaseRoute

READ = ["GET", "HEAD"]
"""Phương thức của mọi trang: whoever may fetch a page may also ask for its headers alone (RFC 9110, 9.1)."""

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
    # Công khai: chọn ngẫu nhiên, kiểm tra đột xuất
    ("GET", "/cong-khai/chon-xa/{code}"): Audience.EVERYONE,
    ("GET", "/cong-khai/chon-xa/{code}.json"): Audience.EVERYONE,
    ("GET", "/cong-khai/chon-xa/{code}/danh-sach.txt"): Audience.EVERYONE,
    ("GET", "/cong-khai/chon-xa/{code}/bang-tinh.xlsx"): Audience.EVERYONE,
    ("GET", "/cong-khai/dot-xuat/{code}"): Audience.EVERYONE,
    ("GET", "/cong-khai/dot-xuat/{code}.json"): Audience.EVERYONE,
    # Kế hoạch
    ("GET", "/ke-hoach"): Audience.SIGNED_IN,
    # Lập kế hoạch mới
    ("GET", "/ke-hoach/moi"): Audience.ANY_PLANNER,
    ("GET", "/ke-hoach/moi/tu-dau"): Audience.ANY_PLANNER,
    ("POST", "/ke-hoach/moi/tu-dau"): Audience.ANY_PLANNER,
    ("GET", "/ke-hoach/moi/tu-ke-hoach"): Audience.ANY_PLANNER,
    ("POST", "/ke-hoach/moi/tu-ke-hoach"): Audience.ANY_PLANNER,
    ("GET", "/ke-hoach/moi/tu-tep"): Audience.ANY_PLANNER,
    ("POST", "/ke-hoach/moi/tu-tep"): Audience.ANY_PLANNER,
    # Đối tượng, thiết lập
    ("GET", "/ke-hoach/{plan_key}/doi-tuong"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doi-tuong"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doi-tuong/bo"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/thiet-lap"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thiet-lap/da-xem"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thiet-lap/{section}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/lich"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/lich/ban-in"): Audience.PARTIES,
    ("GET", "/ke-hoach/{plan_key}/doan"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban/bo-van-ban.zip"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/van-ban/tep/{path:path}"): Audience.PARTIES,
    ("GET", "/ke-hoach/{plan_key}/don-vi/{unit_key}"): Audience.UNIT_READERS,
    ("GET", "/ke-hoach/{plan_key}/don-vi/{unit_key}/tai-lieu.zip"): Audience.UNIT_READERS,
    # Giấy tờ của lần chọn ngẫu nhiên
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/{attempt}/bien-ban.docx"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/{attempt}/thong-bao-ket-qua.docx"): Audience.PLAN_READERS,
    # Điều chỉnh
    ("GET", "/ke-hoach/{plan_key}/dieu-chinh"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/dieu-chinh"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/dieu-chinh/bo"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/dieu-chinh/bo"): Audience.PLANNERS,
    # Kết quả chọn ở cụm, nhóm đối tượng vào kế hoạch
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/dua-vao-ke-hoach"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/dua-vao-ke-hoach"): Audience.PLANNERS,
    # Soạn lịch
    ("POST", "/ke-hoach/{plan_key}/lich/thu-tu"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/hoan-tac"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich/{visit}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/{visit}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/{visit}/kiem-tra"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/{visit}/cach-sua/{mend}/xem"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/{visit}/cach-sua/{mend}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich/{visit}/bo"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich/{visit}/bo"): Audience.PLANNERS,
    # Nội dung của kế hoạch
    ("GET", "/ke-hoach/{plan_key}/noi-dung"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/chung"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/chung"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/danh-so"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/loi-van-rieng"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/loi-van-chuan"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/loi-van-chuan"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/de-cuong"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/de-cuong"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/de-cuong/moi/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/de-cuong/moi/{code}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/de-cuong/muc/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/de-cuong/muc/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/de-cuong/muc/{code}/xoa"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/bieu-mau"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/bieu-mau"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}/dong/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}/dong/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}/dong/{code}/xoa"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}/moi/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/bieu-mau/{form_key}/moi/{code}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/{slug}/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/{slug}/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/{slug}/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/{slug}/{code}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/{slug}/{code}/thu-tu"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/noi-dung/{slug}/{code}/xoa"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/noi-dung/{slug}/{code}/xoa"): Audience.PLANNERS,
    # Soạn đoàn, lịch bận
    ("POST", "/ke-hoach/{plan_key}/doan/hoan-tac"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/dot/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/dot/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/dot/{batch_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/dot/{batch_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/dot/{batch_key}/xoa"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/dot/{batch_key}/thu-tu"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/luan-phien"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/to/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/to/{team_key}/ten"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/ten"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/xoa"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/thu-tu"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/{seat_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/{seat_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/{seat_key}/xoa"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien/{seat_key}/thu-tu"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/nguoi/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/nguoi/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/doan/nguoi/{person_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/nguoi/{person_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/doan/nguoi/{person_key}/xoa"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich-ban"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich-ban/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich-ban/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich-ban/khoang/{absence_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich-ban/khoang/{absence_key}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich-ban/khoang/{absence_key}/xoa"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/lich-ban/ke-hoach-khac"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich-ban/ke-hoach-khac"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/lich-ban/ke-hoach-khac/ghi"): Audience.PLANNERS,
    # Đề xuất lịch, xử lý tình huống
    ("GET", "/ke-hoach/{plan_key}/de-xuat"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/de-xuat"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/de-xuat/{proposal_id}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/de-xuat/{proposal_id}/tim-lai"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/de-xuat/{proposal_id}/phuong-an/{number}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/de-xuat/{proposal_id}/phuong-an/{number}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/xu-ly"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/xu-ly"): Audience.PLANNERS,
    # Thông báo thay đổi
    ("GET", "/ke-hoach/{plan_key}/thong-bao"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/thong-bao/gui"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thong-bao/gui"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/thong-bao/{notice_id}"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thong-bao/{notice_id}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/thong-bao/{notice_id}/thong-bao-dieu-chinh.docx"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thong-bao/{notice_id}/nhac"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thong-bao/{notice_id}/da-nhan"): Audience.PLANNERS,
    ("GET", "/thong-bao-den"): Audience.SIGNED_IN,
    ("GET", "/thong-bao-den/{notice_id}"): Audience.SIGNED_IN,
    ("GET", "/thong-bao-den/{notice_id}/thong-bao-dieu-chinh.docx"): Audience.SIGNED_IN,
    ("POST", "/thong-bao-den/{notice_id}/da-nhan"): Audience.SIGNED_IN,
    # Đường đi và các bản của kế hoạch
    ("GET", "/ke-hoach/{plan_key}/trinh"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/trinh"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/rut-ve"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/rut-ve"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/ly-do"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/ly-do"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/ly-do/ra-soat.docx"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/ban-hanh"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/ban-hanh"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/ket-thuc"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/ket-thuc"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/thay-the"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/thay-the"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban/so-sanh"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban/so-sanh.docx"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban/{number}"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban/{number}/ra-soat.docx"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/phien-ban/{number}/tep/{path:path}"): Audience.PLANNERS,
    # Kiểm tra đột xuất
    ("GET", "/ke-hoach/{plan_key}/dot-xuat"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/dot-xuat/moi"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/dot-xuat/moi"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/dot-xuat/{number}"): Audience.PLAN_READERS,
    ("POST", "/ke-hoach/{plan_key}/dot-xuat/{number}/mo"): Audience.PLAN_LEADERS,
    ("GET", "/ke-hoach/{plan_key}/dot-xuat/{number}/huy"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/dot-xuat/{number}/huy"): Audience.PLANNERS,
    # Chọn ngẫu nhiên
    ("GET", "/ke-hoach/{plan_key}/chon-xa"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/danh-sach"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/danh-sach"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/chot"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/day-so"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/day-so"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/nhieu-noi/chon"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}"): Audience.PLAN_READERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/danh-sach"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/danh-sach"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/bo"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/bo"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/chot"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/chot"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/day-so"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/day-so"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/thay"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/thay"): Audience.PLANNERS,
    ("GET", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/huy"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/huy"): Audience.PLANNERS,
    ("POST", "/ke-hoach/{plan_key}/chon-xa/{unit_key}/chon"): Audience.PLANNERS,
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
    **API_ROUTES,
}


OWN_WRITERS = frozenset({("POST", "/ke-hoach/{plan_key}/ban-hanh"), ("POST", "/api/plans/{plan_key}/releases")})
"""Đường dẫn tự mở giao dịch ghi: what takes long is done over one that only reads, before they open theirs."""


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
