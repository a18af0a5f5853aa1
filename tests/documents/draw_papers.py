"""A draw carried through in memory: what the tests of its papers look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.documents.draw_words import DrawPaper
from app.domain.draws.applied import DrawResults, with_results
from app.domain.draws.draws import CommuneDraw, Randomness, draw_code
from app.domain.draws.frames import frame_of, pool_of
from app.domain.draws.steps import annulled, committed, drawn, replaced, seeded
from app.domain.plans import DrawCluster
from app.domain.public_ledgers import last_hash
from app.domain.visits import Quota

HOST = "ubnd-huyen-phu-rieng"
AT = datetime(2023, 8, 16, 1, 30, tzinfo=UTC)
WAY = (
    "Trưởng đoàn, Sở Thông tin và Truyền thông, đại diện UBND huyện Phú Riềng mỗi bên ghi kín 04 chữ số, mở cùng lúc, "
    "ghép theo thứ tự"
)
WITNESSES = ("Trưởng đoàn", "Đại diện Sở Thông tin và Truyền thông", "Đại diện UBND huyện Phú Riềng")


def committed_draw(
    dossier, unit=HOST, *, count=2, without=(), included=(), challenge_until=None, attempt=1, former=None, way=WAY
):
    """The draw at a unit of the plan, its list frozen at 08:30."""
    pool = pool_of(dossier, unit)
    frame = frame_of(pool, count, without=without, included=included)
    draw = CommuneDraw(
        code=draw_code(dossier.plan.key, unit, attempt),
        plan=dossier.plan.key,
        plan_title=dossier.plan.title,
        unit=unit,
        unit_name=pool.name,
        kind=pool.kind,
        attempt=attempt,
        previous=last_hash(former.ledger) if former else None,
        day=pool.day,
        least=pool.least,
        most=pool.most,
        count=count,
        frame=frame.units,
        without=frame.without,
        included=frame.included,
        randomness=Randomness(text=way),
        challenge_until=challenge_until,
    )
    return committed(draw, AT)


def drawn_draw(dossier, unit=HOST, *, typed="4071 2936 8850", witnesses=WITNESSES, **fields):
    """The same, its seed entered at 09:05 and drawn at 09:15."""
    draw = seeded(
        committed_draw(dossier, unit, **fields),
        typed,
        source="Ghép ba phần theo thứ tự",
        witnesses=witnesses,
        at=AT + timedelta(minutes=35),
    )
    return drawn(draw, AT + timedelta(minutes=45))


def with_replacement(draw, reason="Ngập lụt, không đến được"):
    return replaced(draw, draw.drawn[0], reason, AT + timedelta(days=2))


def with_annulment(draw):
    return annulled(draw, reason="Danh sách sót một xã", signatory="Trưởng đoàn", at=AT + timedelta(days=1))


def with_cluster(dossier):
    """The same plan, which draws from two of its districts as a cluster."""
    cluster = DrawCluster(key="cum-1", name="Cụm 1", units=(HOST, "ubnd-thi-xa-binh-long"))
    return replace(dossier, plan=replace(dossier.plan, draw=replace(dossier.plan.draw, clusters=(cluster,))))


def with_quota(dossier):
    """The same plan, which inspects two bodies more of a class and does not say which."""
    quota = Quota(key="nhom-1", batch="dot-1", level="tinh", count=2, wording="02 cơ quan cấp tỉnh")
    return replace(dossier, plan=replace(dossier.plan, quotas=(quota,)))


def paper_of(dossier, draw, address="https://kiemtra.example.vn/cong-khai/chon-xa/"):
    """What a paper is made of: the plan with the result of the draw lying over it."""
    results = DrawResults(chosen={draw.unit: draw.chosen})
    return DrawPaper(draw=draw, dossier=with_results(dossier, results), address=f"{address}{draw.code}")
