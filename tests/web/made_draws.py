"""Draws and sealed checks at every step, made through the services, for the tests of the public pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from web.seeded import BY, FOUNDING, NOW

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.dates import Window
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.draws.sealed import SealedCheck, SealedChoice, called_off, revealed, sealed
from app.services.draws import (
    WantedDraw,
    annul_draw,
    draw_pool,
    enter_seed,
    open_draw,
    propose_draw,
    replace_unit,
    run_draw,
)

if TYPE_CHECKING:
    from app.db.store import Store

AT = datetime(2023, 7, 9, 1, 30, tzinfo=UTC)
MADE = {
    "annulled": f"{FOUNDING}.ubnd-huyen-phu-rieng.1",
    "drawn": f"{FOUNDING}.ubnd-huyen-phu-rieng.2",
    "committed": f"{FOUNDING}.ubnd-huyen-bu-dang.1",
    "seeded": f"{FOUNDING}.ubnd-thi-xa-binh-long.1",
    "proposed": f"{FOUNDING}.ubnd-thanh-pho-dong-xoai.1",
}
"""The draws by their step; after the annulled one came that drawn, in which a unit was put in and one replaced."""
RANDOMNESS = "Gieo xúc xắc; dấu ' và \" và \\n và %s và $HOME giữ nguyên."
"""Words over which a careless shell line would stumble."""
SEED_TYPED = " 4071 2936\tSô\u0301\u00a08850"
SEED = "40712936Số8850"
SEALED, OPENED, CALLED_OFF = (f"{FOUNDING}.dot-xuat.{number}" for number in (1, 2, 3))
HIDDEN = SealedChoice(unit="so-tai-chinh", unit_name="Sở Tài chính", nonce="5ea1ed00" * 8)
"""What nobody is told: the unit of the check that is sealed and of the one called off."""
SHOWN = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="0123456789abcdef" * 4)


def make_draws(url: str) -> None:
    """Make the draws and sealed checks over a seeded database."""
    engine = create_engine(url)
    stated = Randomness(text=RANDOMNESS)
    parts = Randomness(
        text="Mỗi bên ghi kín 04 chữ số, mở cùng lúc, ghép theo thứ tự.",
        kind=RandomnessKind.PARTS,
        parties=("Trưởng đoàn", "Đại diện UBND huyện"),
    )
    by = BY["by"]
    with open_store(engine) as store:
        first, second, third, fourth = (code.split(".")[1] for step, code in MADE.items() if step != "drawn")
        codes = [unit.code for unit in draw_pool(store, FOUNDING, first).members]
        wanted = WantedDraw(count=2, randomness=stated, without=((codes[0], "Đã kiểm tra năm 2022"),))
        annulled = open_draw(store, FOUNDING, first, wanted, by=by, at=AT)
        annul_draw(store, annulled.code, reason="Ghi nhầm danh sách", signatory="Trưởng đoàn", by=by, at=AT + _MINUTE)
        wanted = WantedDraw(
            count=2,
            randomness=stated,
            without=((codes[0], "Đã kiểm tra năm 2022"),),
            included=((codes[1], "Có phản ánh của công dân"),),
        )
        drawn = open_draw(store, FOUNDING, first, wanted, by=by, at=AT + 2 * _MINUTE)
        witnesses = ["Trưởng đoàn", "Đại diện UBND huyện"]
        enter_seed(
            store,
            drawn.code,
            SEED_TYPED,
            source="Phiên chọn công khai",
            witnesses=witnesses,
            by=by,
            at=AT + 3 * _MINUTE,
        )
        drawn = run_draw(store, drawn.code, by=by, at=AT + 4 * _MINUTE)
        replace_unit(store, drawn.code, drawn.drawn[0], "Bị lũ chia cắt", by=by, at=NOW - _MINUTE)
        open_draw(store, FOUNDING, second, WantedDraw(count=2, randomness=parts), by=by, at=AT)
        seeded = open_draw(store, FOUNDING, third, WantedDraw(count=1, randomness=stated), by=by, at=AT)
        enter_seed(store, seeded.code, "123456", source="Xổ số", witnesses=[], by=by, at=AT + _MINUTE)
        objections = date(2023, 7, 20)
        propose_draw(
            store,
            FOUNDING,
            fourth,
            WantedDraw(count=3, randomness=stated, challenge_until=objections),
            by=by,
            at=AT,
        )
        _add_checks(store)
    engine.dispose()


_MINUTE = timedelta(minutes=1)


def _check(number: int, opens_at: datetime) -> SealedCheck:
    return SealedCheck(
        code=f"{FOUNDING}.dot-xuat.{number}",
        plan=FOUNDING,
        plan_title="Kế hoạch kiểm tra năm 2023",
        number=number,
        batch="dot-1",
        window=Window(first=date(2023, 8, 21), last=date(2023, 8, 22)),
        opens_at=opens_at,
        commitment="",
    )


def _add_checks(store: Store) -> None:
    """Keep one check sealed, one opened, one called off."""
    later = datetime(2023, 8, 21, 0, 30, tzinfo=UTC)
    kept = sealed(_check(1, later), HIDDEN, AT)
    store.sealed_checks.add(kept, HIDDEN, by=BY["by"], at=AT)
    opened = sealed(_check(2, AT + _MINUTE), SHOWN, AT)
    store.sealed_checks.add(opened, SHOWN, by=BY["by"], at=AT)
    store.sealed_checks.grow(revealed(opened, SHOWN, AT + 2 * _MINUTE), by=BY["by"], at=AT)
    ended = sealed(_check(3, later), HIDDEN, AT)
    store.sealed_checks.add(ended, HIDDEN, by=BY["by"], at=AT)
    off = called_off(ended, reason="Bị lộ thông tin", signatory="Trưởng đoàn", at=AT + _MINUTE)
    store.sealed_checks.grow(off, by=BY["by"], at=AT)
