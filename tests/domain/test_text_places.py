"""Places of the act's text read as an official text cites them."""

import pytest
from builders import a_dossier, a_plan

from app.domain.acts import Article, Clause, ClauseKind, Decision, LegalBasis, PlanText, Submission
from app.domain.errata import texts
from app.domain.text_places import text_place_words

DOSSIER = a_dossier(
    a_plan(
        decision=Decision(
            symbol="QĐ-UBND",
            body="ubnd-tinh-a",
            title="Phê duyệt",
            legal_bases=(LegalBasis(text="Căn cứ Luật A;"),),
            submission=Submission(agency="so-noi-vu", text="Theo đề nghị."),
            articles=(Article(number="Điều 1.", text="Phê duyệt."),),
            recipients=("Như Điều 1;",),
        ),
        text=PlanText(
            title=("Kiểm tra",),
            reference=("(Kèm theo)",),
            preamble=("Thực hiện:",),
            clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, number="1.", text="Báo cáo."),),
            closing="Trên đây.",
            annex_title="ĐỐI TƯỢNG",
            annex_note="Lưu ý.",
        ),
    )
)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("plan.clause.VII.3.a", "điểm a khoản 3 Phần VII của Kế hoạch"),
        ("plan.clause.VII.4.a.1", "đoạn 1 điểm a khoản 4 Phần VII của Kế hoạch"),
        ("plan.clause.I.1.a.1.2", "đoạn 2 đoạn 1 điểm a khoản 1 Phần I của Kế hoạch"),
        ("plan.clause.I", "Phần I của Kế hoạch"),
        ("plan.clause.II.1.number", "số thứ tự của khoản 1 Phần II của Kế hoạch"),
        ("decision.article.2", "Điều 2 của Quyết định"),
        ("decision.legal_basis.1", "căn cứ thứ 1"),
        ("plan.closing", "đoạn cuối Kế hoạch"),
        ("outline.I.1", "outline.I.1"),
    ],
)
def test_a_place_reads_as_an_official_text_cites_it(place: str, words: str):
    assert text_place_words(place) == words


def test_every_place_of_the_act_has_words():
    places = [place for place in texts(DOSSIER) if place.startswith(("decision.", "plan."))]
    assert len(places) > 9
    assert [place for place in places if text_place_words(place) == place] == []
