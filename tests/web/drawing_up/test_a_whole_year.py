"""A year from the directory alone: drawn up, proposed, issued, adjusted after an illness, everybody told."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from web.drawing_up.test_two_tier_plan import BASE, COMMUNES, DEPARTMENTS, KEY, begun, province
from web.drawn_plans import plan_of

from app.db.store import open_reader
from app.services.emission import file_set_of_plan

if TYPE_CHECKING:
    from web.seeded import Site

API = f"/api/plans/{KEY}"
AGENCIES = ("so-noi-vu", "so-khoa-hoc-va-cong-nghe")
LEADERS = {"so-noi-vu": "Nguyễn Văn A", "so-khoa-hoc-va-cong-nghe": "Trần Thị B"}
__all__ = ["province"]


def program(site: Site) -> Any:
    """Return what sends a request as a program does, and gives back what is answered."""
    client = site.client
    token = {"x-csrf-token": site.token(client)}

    def ask(method: str, path: str, **content: Any) -> Any:
        answer = client.request(method, f"{API}{path}", json=content or None, headers=token)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    return ask


def proposed(site: Site, ask: Any, asked: Any) -> dict[str, Any]:
    """Wait for a search and return its first option, having seen that it has one."""
    site.app.state.searches.wait(90)
    found: dict[str, Any] = ask("GET", f"/proposals/{asked['id']}")
    assert found["state"] == "found", found
    return found


def accepted(ask: Any) -> None:
    """Write a reason for every problem that needs one."""
    for problem in ask("GET", "/reasons")["problems"]:
        if problem["reason"] is None:
            ask("PUT", "/reasons", code=problem["code"], about=problem["about"], reason="Đã thống nhất với đơn vị.")


def test_a_plan_is_drawn_up_proposed_issued_and_adjusted_after_an_illness(province: Site):
    begun(province)
    ask = program(province)
    _name_the_team(province, ask)
    request = (
        'aim = "fresh"\nspan = { first = 2026-03-02, last = 2026-06-30 }\n'
        'lengths = [{ level = "tinh", least = 3, wanted = 5 }, { level = "xa", least = 2, wanted = 3 }]\n'
        'lead = { basis = "batch" }\ndeadline = { basis = "working_days_before", number = 7 }\nreading_days = 3\n'
    )
    asked = ask("POST", "/proposals", request=request)
    proposed(province, ask, asked)
    ask("POST", f"/proposals/{asked['id']}/application", option=1)
    plan = plan_of(province, KEY)
    assert [visit.unit for visit in plan.firm_visits()] != []
    assert {visit.unit for visit in plan.firm_visits()} == {*DEPARTMENTS, *COMMUNES}
    assert [each["code"] for each in ask("GET", "/problems")["problems"] if each["level"] == "error"] == []

    accepted(ask)
    ask("POST", "/submission", number="12/TTr-SNV", day="2026-01-12")
    ask("POST", "/releases", number="345", day="2026-01-14", by_person="nguyen-van-a")
    released = ask("GET", "/releases/1")
    assert {"van-ban/quyet-dinh.docx", "van-ban/to-trinh.docx"} <= {file["path"] for file in released["files"]}

    ill = plan_of(province, KEY).visits[0].window
    assert ill is not None
    happened = ask(
        "POST", "/replanning", kind="person_away", person="nguyen-van-a", reason="Nghỉ ốm",
        first=f"{ill.first}", last=f"{ill.last}",
    )  # fmt: skip
    option = proposed(province, ask, happened)["options"][0]
    assert option["moved"] >= 1
    ask("POST", f"/proposals/{happened['id']}/application", option=1)
    accepted(ask)
    ask("POST", "/submission", number="13/TTr-SNV", day="2026-01-15")
    ask("POST", "/releases", number="360", day="2026-01-15", by_person="nguyen-van-a")
    notices = ask("GET", "/notices")["notices"]
    told = {notice["recipient"] for notice in notices}
    moved = {visit["unit"] for visit in option["visits"]} & {*DEPARTMENTS, *COMMUNES}
    assert told & moved != set()
    assert all(change["before"] != change["after"] for notice in notices for change in notice["changes"])

    with open_reader(province.engine) as store:
        made = {file.path: file.make() for file in file_set_of_plan(store, KEY, release=2).files}
    assert {"van-ban/quyet-dinh-sua-doi.docx", "van-ban/quyet-dinh.docx"} <= {*made}
    act = " ".join(
        paragraph.text for paragraph in Document(BytesIO(made["van-ban/quyet-dinh-sua-doi.docx"])).paragraphs
    )
    assert "sửa thành từ ngày" in act
    assert "Nghỉ ốm" not in act
    for page in ("", "/lich", "/phien-ban", "/phien-ban/so-sanh?tu=1&den=2", "/thong-bao", "/van-ban"):
        assert province.client.get(f"{BASE}{page}").status_code == 200, page


def _name_the_team(site: Site, ask: Any) -> None:
    """Name who leads, in two batches that alternate, and who goes along."""
    for agency, name in LEADERS.items():
        ask(
            "POST",
            "/people",
            name=name,
            honorific="Ông" if "Văn" in name else "Bà",
            position="Phó Giám đốc",
            agency=agency,
        )
    plan = plan_of(site, KEY)
    team, first = plan.teams[0].key, plan.batches[0]
    keys = ("nguyen-van-a", "tran-thi-b")
    lead = {"name": "Đợt 1", "team": team, "head": keys[0], "deputies": [keys[1]], "lead_agency": AGENCIES[0]}
    ask("PUT", f"/batches/{first.key}", **lead)
    ask(
        "POST",
        "/batches",
        **{**lead, "name": "Đợt 2", "head": keys[1], "deputies": [keys[0]], "lead_agency": AGENCIES[1]},
    )
    ask("POST", f"/teams/{team}/seats", office="Đại diện Sở Tư pháp", agency="so-tu-phap")
