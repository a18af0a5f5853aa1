"""Every statement that the planner makes has its sentence, and the sentence uses all its facts that it names."""

from __future__ import annotations

import pytest
from builders import QUOC_KHANH_2023, a_dossier, a_plan, a_window

from app.domain.people import Absence
from app.domain.schedule_options import OptionKind, Statement
from app.domain.schedule_requests import (
    Aim,
    DeadlineBasis,
    DeadlineRule,
    LeadBasis,
    LeadWish,
    Length,
    ScheduleRequest,
    TravelGroup,
)
from app.planner import wishes
from app.planner.wishes import Wish, statement_of
from app.services.sentences import schedule_sentence

WINDOW = a_window(QUOC_KHANH_2023.table[0].day)
KEPT = "Sở Y tế giữ nguyên thời gian từ ngày 01/8/2023 đến hết ngày 04/8/2023"
DOSSIER = a_dossier(a_plan(absences=(Absence(person="ong-m", window=WINDOW, reason="ốm"),)))


@pytest.mark.parametrize("kind", OptionKind)
def test_each_kind_of_option_has_a_name_and_a_proof(kind):
    facts = {"moved": "01", "days": "02"}
    assert schedule_sentence(Statement(code=f"kind.{kind}"))
    assert schedule_sentence(Statement(code=f"proof.{kind}", facts=facts)).startswith("Đã chứng minh: ")


def a_request(basis=LeadBasis.COUNT, deadline=DeadlineBasis.DAY_OF_MONTH_BEFORE, aim=Aim.FRESH):
    return ScheduleRequest(
        aim=aim,
        span=WINDOW,
        not_before=WINDOW.first,
        lengths=(Length(level="tinh", least=2), Length(unit="so-y-te", least=3)),
        lead=LeadWish(basis=basis, visits_per_batch=3),
        deadline=DeadlineRule(basis=deadline, number=5),
        absences=(Absence(unit="so-y-te", window=WINDOW, reason=""),),
        travel_groups=(TravelGroup(units=("so-y-te", "so-noi-vu")),),
        spare_days=1,
        reading_days=2,
    )


@pytest.mark.parametrize(
    ("wish", "request_", "sentence"),
    [
        (wishes.SPAN, a_request(), "Mọi cuộc kiểm tra nằm trong khoảng ngày 01/9/2023."),
        (wishes.SPAN, ScheduleRequest(), "Mọi cuộc kiểm tra nằm trong năm 2023."),
        (wishes.NOT_BEFORE, a_request(), "Không xếp lịch mới trước ngày 01/9/2023."),
        (wishes.LEAD, a_request(), "Luân phiên Trưởng đoàn sau mỗi 03 cuộc kiểm tra."),
        (
            wishes.LEAD,
            a_request(LeadBasis.MONTH),
            "Luân phiên Trưởng đoàn theo từng tháng, không bỏ trống tháng nào ở giữa.",
        ),
        (wishes.ORDER, a_request(), "Giữ thứ tự các đợt: đợt trước kiểm tra xong đợt sau mới bắt đầu."),
        (
            wishes.DEADLINES,
            a_request(),
            "Hạn gửi báo cáo trước ngày 05 của tháng trước tháng đợt kiểm tra bắt đầu.",
        ),
        (
            wishes.DEADLINES,
            a_request(deadline=DeadlineBasis.WORKING_DAYS_BEFORE),
            "Hạn gửi báo cáo chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra.",
        ),
        (
            Wish(wishes.BATCH_DEADLINE, "dot-1"),
            a_request(),
            "Đợt 1: hạn gửi báo cáo trước ngày 21/7/2023 phải trước ngày kiểm tra.",
        ),
        (
            wishes.READING,
            a_request(),
            "Đoàn có ít nhất 02 ngày làm việc để nghiên cứu báo cáo trước mỗi cuộc kiểm tra.",
        ),
        (
            wishes.SPARE,
            a_request(),
            "Giữa hai cuộc kiểm tra liền nhau của một đoàn có 01 ngày làm việc dự phòng.",
        ),
        (
            Wish(wishes.LENGTH, "level:tinh"),
            a_request(),
            "Mỗi đơn vị cấp tỉnh được kiểm tra ít nhất 02 ngày làm việc.",
        ),
        (Wish(wishes.LENGTH, "unit:so-y-te"), a_request(), "Sở Y tế được kiểm tra ít nhất 03 ngày làm việc."),
        (
            Wish(wishes.LENGTH, "unit:so-noi-vu"),
            ScheduleRequest(),
            "Sở Nội vụ giữ nguyên số ngày làm việc đang có.",
        ),
        (
            Wish(wishes.FIXED, "so-y-te"),
            a_request(),
            f"{KEPT}.",
        ),
        (
            Wish(wishes.FIXED, "so-y-te"),
            a_request(aim=Aim.REPLAN),
            f"{KEPT} vì đã kiểm tra, đang kiểm tra hoặc sắp đến ngày kiểm tra.",
        ),
        (Wish(wishes.ABSENCE, "person:ong-m"), a_request(), "Ông M vắng mặt ngày 01/9/2023 (ốm)."),
        (
            Wish(wishes.ABSENCE, "unit:so-y-te"),
            a_request(),
            "Sở Y tế không bố trí kiểm tra được ngày 01/9/2023.",
        ),
        (Wish(wishes.TRAVEL, "0"), a_request(), "Kiểm tra liền nhau: Sở Y tế và Sở Nội vụ."),
        (
            Wish(wishes.SHARED, "ong-p"),
            a_request(),
            "Ông P tham gia nhiều đoàn, tổ nên không kiểm tra hai nơi cùng lúc.",
        ),
    ],
)
def test_each_wish_has_its_sentence(wish, request_, sentence):
    assert schedule_sentence(statement_of(wish, DOSSIER, request_)) == sentence


def test_every_kind_of_wish_has_its_place_in_the_order_of_telling():
    kinds = {each.kind for each in (wishes.SPAN, wishes.NOT_BEFORE, wishes.LEAD, wishes.ORDER, wishes.DEADLINES)}
    kinds |= {wishes.READING.kind, wishes.SPARE.kind, wishes.LENGTH, wishes.FIXED, wishes.ABSENCE, wishes.TRAVEL}
    kinds |= {wishes.SHARED, wishes.BATCH_DEADLINE}
    assert set(wishes.READING_ORDER) == kinds


def test_a_problem_of_a_rule_is_told_as_the_rules_tell_it():
    facts = {"unit": "Sở Y tế", "day": "01/9/2023", "weekday": "Thứ Sáu", "name": "Quốc khánh", "next": "05/9/2023"}
    statement = Statement(code="problem.window.starts_on_day_off", facts={**facts, "previous": "31/8/2023"})
    assert schedule_sentence(statement) == (
        "Sở Y tế: thời gian kiểm tra bắt đầu ngày 01/9/2023 (Thứ Sáu) là ngày nghỉ: Quốc khánh. "
        "Dời ngày bắt đầu sang ngày làm việc kế tiếp (05/9/2023) hoặc chọn thời gian khác."
    )
