"""Việc tiếp theo: what a planner can do next with a plan, by where it stands; only what there is a page for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_change_plan
from app.domain.draws.draws import DrawPhase
from app.domain.draws.frames import pools_of
from app.domain.draws.sealed_parties import standing_checks
from app.domain.feed_entries import local_day
from app.domain.plans import PlanState
from app.domain.vietnamese import two_digits
from app.services.plan_standing import reason_book
from app.services.releases import latest_release
from app.web.route_table import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.db.store import Store
    from app.services.seeing import SeenPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Một việc làm tiếp: where it is done, what it is called, what follows from it; the first one is the main one."""

    href: str
    label: str
    words: str


def next_steps(store: Store, seen: SeenPlan, today: date) -> list[NextStep]:
    """Return what the visitor can do next with the plan; nothing for whoever does not draw it up."""
    if not can_change_plan(seen.standing):
        return []
    base = f"/ke-hoach/{seen.dossier.plan.key}"
    return [
        NextStep(href=f"{base}/{place}", label=label, words=words)
        for place, label, words in _steps(store, seen, today)
        if ("GET", "/ke-hoach/{plan_key}/" + place) in ROUTES
    ]


def _steps(store: Store, seen: SeenPlan, today: date) -> Iterator[tuple[str, str, str]]:
    match seen.dossier.plan.state:
        case PlanState.DRAFT:
            yield from _draft_steps(store, seen, today)
        case PlanState.SUBMITTED:
            yield "ban-hanh", "Ban hành kế hoạch", "Khi văn bản đã ký: ghi số, ngày ký và người phê duyệt."
            yield "ly-do", "Ghi lý do chấp nhận vấn đề", _reasons_words(store, seen, today)
            yield "rut-ve", "Rút về dự thảo", "Khi phải sửa trước khi ký."
            yield "trinh", "Xem hồ sơ trình", "Số, ngày tờ trình và văn bản gửi kèm."
        case PlanState.ISSUED:
            yield from _draw_step(store, seen)
            yield "thong-bao", "Gửi thông báo", "Báo cho từng đơn vị, thành viên bị ảnh hưởng và theo dõi ai đã nhận."
            yield "dieu-chinh", "Mở điều chỉnh", "Khi phải đổi lịch, đổi người sau khi ban hành."
            yield "xu-ly", "Xử lý việc phát sinh", "Nêu việc vừa xảy ra để nhận phương án dời ít đơn vị nhất."
            yield "dot-xuat", "Kiểm tra đột xuất", _sealed_words(seen, today)
            yield "ket-thuc", "Kết thúc kế hoạch", "Khi đoàn đã nộp báo cáo; đoàn kiểm tra giải thể."
            yield "thay-the", "Ghi văn bản thay thế", "Khi một văn bản khác thay thế kế hoạch này."
        case _:
            yield "phien-ban", "Xem các bản đã ban hành", "Văn bản, lý do và tệp của từng bản giữ nguyên."


def _draft_steps(store: Store, seen: SeenPlan, today: date) -> Iterator[tuple[str, str, str]]:
    plan = seen.dossier.plan
    if not plan.visits:
        yield "doi-tuong", "Chọn đối tượng kiểm tra", "Kèm lần kiểm tra gần nhất và tỷ lệ đã kiểm tra."
    yield "lich", "Sửa lịch kiểm tra", "Ghi ngày, xem vấn đề ngay ở từng cuộc."
    yield "de-xuat", "Đề xuất lịch", "Nhận tối đa ba phương án không còn lỗi, so sánh rồi chọn."
    yield "noi-dung", "Sửa nội dung, căn cứ", "Lời văn kế hoạch, căn cứ, đề cương, biểu mẫu."
    yield from _draw_step(store, seen)
    yield "ly-do", "Ghi lý do chấp nhận vấn đề", _reasons_words(store, seen, today)
    yield "trinh", "Trình kế hoạch", "Ghi số, ngày tờ trình; dự thảo khóa lại cho đến khi ban hành hoặc rút về."
    yield "ban-hanh", "Ban hành kế hoạch", "Khi văn bản đã ký: ghi số, ngày ký và người phê duyệt."
    if latest_release(store, plan.key) is not None:
        yield "phien-ban/so-sanh", "So với bản đã ban hành", "Xem mọi chỗ khác nhau giữa dự thảo và bản đã ban hành."
        yield "dieu-chinh", "Xem hoặc bỏ điều chỉnh", "Hình thức văn bản sửa đổi; bỏ thì trở về bản đã ban hành."


def _draw_step(store: Store, seen: SeenPlan) -> Iterator[tuple[str, str, str]]:
    """Yield the way to the draws while one is to be made."""
    drawn = {draw.unit for draw in store.draws.of_plan(seen.dossier.plan.key) if draw.phase == DrawPhase.DRAWN}
    named = {visit.unit for visit in seen.dossier.plan.visits if visit.communes}
    waiting = [pool for pool in pools_of(seen.dossier) if pool.key not in drawn | named]
    if waiting:
        words = f"Còn {two_digits(len(waiting))} nơi chưa chọn; chốt danh sách trước, lấy dãy số công khai sau."
        yield "chon-xa", "Chọn ngẫu nhiên", words


def _sealed_words(seen: SeenPlan, today: date) -> str:
    """Return how many sealed checks wait to be opened, or what they are for."""
    due = [check for check in standing_checks(seen.dossier) if not check.is_open and local_day(check.opens_at) <= today]
    if due:
        return f"{two_digits(len(due))} cuộc đến ngày mở niêm phong."
    return "Niêm phong trước một đơn vị, công bố khi đến giờ mở."


def _reasons_words(store: Store, seen: SeenPlan, today: date) -> str:
    book = reason_book(store, seen.dossier, today)
    if not book.problems:
        return "Không có vấn đề nào cần lý do."
    if not book.open:
        return f"{two_digits(len(book.problems))} vấn đề đều đã ghi lý do."
    return f"Còn {two_digits(len(book.open))} trên {two_digits(len(book.problems))} vấn đề chưa ghi lý do."
