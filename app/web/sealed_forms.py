"""Biểu mẫu niêm phong một cuộc kiểm tra đột xuất, as it is typed and as the service takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dates import Half, Window
from app.domain.errors import Fault, InvalidInput
from app.domain.typed_dates import typed_day
from app.domain.typed_hours import local_moment, typed_hour
from app.services.sealed_checks import WantedCheck
from app.web.edit_forms import fields_by_place

if TYPE_CHECKING:
    from datetime import date, time

    from app.web.edit_forms import TypedForm

FIELDS = fields_by_place(
    batch=("dot", "Đợt"),
    unit=("don-vi", "Đơn vị kiểm tra"),
    window=("tu-ngay", "Từ ngày"),
    last=("den-ngay", "Đến hết ngày"),
    half=("buoi", "Buổi"),
    opens_at=("ngay-mo", "Ngày mở niêm phong"),
    hour=("gio-mo", "Giờ mở niêm phong"),
)
CALL_OFF_FIELDS = fields_by_place(reason=("ly-do", "Lý do hủy"), signatory=("nguoi-ky", "Người ký quyết định hủy"))
NAMES = tuple(field.name for field in FIELDS.values())
HALVES = (("", "Cả ngày"), (Half.MORNING.value, "Buổi sáng"), (Half.AFTERNOON.value, "Buổi chiều"))


def wanted_check(form: TypedForm) -> WantedCheck:
    """Return what a form asks to seal; raise InvalidInput with all that cannot be read."""
    faults: list[Fault] = []

    def day(name: str, place: str) -> date | None:
        try:
            return typed_day(form.one(name), place)
        except InvalidInput as error:
            faults.extend(error.faults)
            return None

    first = day("tu-ngay", "window")
    last = day("den-ngay", "last") if form.one("den-ngay").strip() else first
    opening = day("ngay-mo", "opens_at")
    hour = _hour(form, faults)
    window = _window(form, first, last, faults) if first is not None and last is not None else None
    if faults or window is None or opening is None or hour is None:
        raise InvalidInput(faults)
    return WantedCheck(
        batch=form.one("dot"), unit=form.one("don-vi"), window=window, opens_at=local_moment(opening, hour)
    )


def _hour(form: TypedForm, faults: list[Fault]) -> time | None:
    try:
        return typed_hour(form.one("gio-mo"), "hour")
    except InvalidInput as error:
        faults.extend(error.faults)
        return None


def _window(form: TypedForm, first: date, last: date, faults: list[Fault]) -> Window | None:
    if last < first:
        faults.append(
            Fault(
                place="last", code="day.order", found=form.one("den-ngay").strip(), wanted=form.one("tu-ngay").strip()
            )
        )
        return None
    half = form.one("buoi")
    if half not in {value for value, _ in HALVES}:
        faults.append(Fault(place="half", code="sealed.half_unknown", found=half))
        return None
    if not half:
        return Window(first=first, last=last)
    if first != last:
        faults.append(Fault(place="half", code="sealed.half_of_several"))
        return None
    return Window(first=first, last=last, opens=Half(half), closes=Half(half))
