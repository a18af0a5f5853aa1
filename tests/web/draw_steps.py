"""A site on which units are drawn, and the steps of a draw as an officer takes them on its pages."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from web.choosing import sent
from web.seeded import FOUNDING, Site

from app.db.store import open_store
from app.services.draws import last_draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

    from app.domain.draws.draws import CommuneDraw

BASE = f"/ke-hoach/{FOUNDING}/chon-xa"
UNIT = "ubnd-huyen-phu-rieng"
HERE = f"{BASE}/{UNIT}"
FIVE = (
    "ubnd-huyen-phu-rieng", "ubnd-huyen-bu-dang", "ubnd-thi-xa-binh-long", "ubnd-thanh-pho-dong-xoai",
    "ubnd-huyen-loc-ninh",
)  # fmt: skip
PARTIES = "Trưởng đoàn\nSở Thông tin và Truyền thông\nĐại diện UBND huyện"


@contextmanager
def own_site(seeded_url: str, folder: Path) -> Iterator[Site]:
    """Give a site of its own over a copy of the seeded database."""
    shutil.copy(seeded_url.removeprefix("sqlite:///"), folder / "kiemtra.db")
    made = Site(f"sqlite:///{folder / 'kiemtra.db'}")
    yield made
    made.close()


def the_draw(site: Site, unit: str = UNIT) -> CommuneDraw | None:
    with open_store(site.engine) as store:
        return last_draw(store, FOUNDING, unit)


def proposed(site: Site, **typed: str) -> Response:
    """Put up the list of Phú Riềng as the form stands, but for what is typed."""
    form = site.client.get(f"{HERE}/danh-sach")
    return sent(site.client, form, f"{HERE}/danh-sach", {name.replace("_", "-"): text for name, text in typed.items()})


def committed(site: Site, **typed: str) -> Response:
    assert proposed(site, **typed).status_code == 303
    return sent(site.client, site.client.get(f"{HERE}/chot"), f"{HERE}/chot")


def seeded(site: Site, seed: str = "4071 2936 8850") -> Response:
    typed = {"day-so": seed, "nguon": "Phiên chọn ngày 10/7/2023", "co-mat": "Trưởng đoàn\n\nSở Tư pháp"}
    return sent(site.client, site.client.get(f"{HERE}/day-so"), f"{HERE}/day-so", typed)


def ran(site: Site) -> Response:
    return sent(site.client, site.client.get(HERE), f"{HERE}/chon")


def drawn(site: Site, **typed: str) -> None:
    """Go all the way to a result."""
    assert committed(site, **typed).status_code == 303
    assert seeded(site).status_code == 303
    assert ran(site).headers["location"] == f"{HERE}?xong=chon"


def crafted(site: Site, path: str, **fields: str) -> Response:
    """Send what no form of a page offers now."""
    return site.client.post(path, data={"ma-bieu-mau": site.token(site.client), **fields})
