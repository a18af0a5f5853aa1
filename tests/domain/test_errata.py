from dataclasses import replace

from builders import a_dossier, a_plan, a_visit

from app.domain.acts import Article, Clause, ClauseKind, Decision, Erratum, ErratumKind, PlanText
from app.domain.errata import corrected, texts
from app.domain.outlines import Outline, OutlineItem, OutlineKind

OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("Báo cáo",),
    items=(
        OutlineItem(
            code="I.1", kind=OutlineKind.ITEM, number="1.", text="Số lượng độ đội ngũ", paragraphs=("Nêu độ đội ngũ",)
        ),
    ),
)
DOSSIER = a_dossier(
    a_plan(
        decision=Decision(
            symbol="QĐ-UBND",
            body="ubnd-tinh-a",
            title="cải cách chính",
            articles=(Article(number="Điều 1.", text="cải cách chính"),),
        ),
        text=PlanText(
            clauses=(Clause(code="VII.3", kind=ClauseKind.SECTION, number="2.", text="Sở Tài chính"),),
            annex_note="để kiểm tra.",
        ),
        visits=(a_visit(printed_name="Sở Y Tế"),),
        outline="de-cuong",
        errata=(
            Erratum(
                key="A1",
                kind=ErratumKind.MISPRINT,
                where="Tên",
                printed="cải cách chính",
                reading="cải cách hành chính",
                places=("decision.title", "decision.article.1"),
            ),
            Erratum(
                key="B1",
                kind=ErratumKind.NUMBERING,
                where="VII",
                printed="2.",
                reading="3.",
                places=("plan.clause.VII.3.number",),
            ),
            Erratum(
                key="A2",
                kind=ErratumKind.MISPRINT,
                where="Đề cương",
                printed="độ đội",
                reading="đội",
                places=("outline.I.1",),
            ),
            Erratum(
                key="A3",
                kind=ErratumKind.MISPRINT,
                where="Bảng",
                printed="Y Tế",
                reading="Y tế",
                places=("visit.so-y-te",),
            ),
            Erratum(key="B2", kind=ErratumKind.NUMBERING, where="III", printed="3.4", places=("outline.I.1",)),
        ),
    ),
    outlines=(OUTLINE,),
)


def test_every_printed_text_has_an_address():
    found = texts(DOSSIER)
    assert found["decision.article.1"] == "cải cách chính"
    assert found["plan.clause.VII.3"] == "Sở Tài chính"
    assert found["plan.clause.VII.3.number"] == "2."
    assert found["plan.annex_note"] == "để kiểm tra."
    assert found["visit.so-y-te"] == "Sở Y Tế"
    assert found["outline.I.1"] == "Số lượng độ đội ngũ\nNêu độ đội ngũ"


def test_corrections_are_applied_at_every_place_of_an_erratum():
    found = texts(corrected(DOSSIER))
    assert found["decision.title"] == "cải cách hành chính"
    assert found["decision.article.1"] == "cải cách hành chính"
    assert found["plan.clause.VII.3.number"] == "3."
    assert found["outline.I.1"] == "Số lượng đội ngũ\nNêu đội ngũ"
    assert found["visit.so-y-te"] == "Sở Y tế"


def test_only_chosen_errata_are_applied():
    found = texts(corrected(DOSSIER, {"B1"}))
    assert found["decision.title"] == "cải cách chính"
    assert found["plan.clause.VII.3.number"] == "3."


def test_an_applied_erratum_is_no_longer_listed_and_one_without_a_reading_stays():
    assert [erratum.key for erratum in corrected(DOSSIER).plan.errata] == ["B2"]
    assert [erratum.key for erratum in corrected(DOSSIER, {"A1"}).plan.errata] == ["B1", "A2", "A3", "B2"]


def test_nothing_else_changes():
    plain = replace(DOSSIER, plan=replace(DOSSIER.plan, errata=()))
    assert corrected(plain) == plain
