"""Steps of editing rows that the tests of the editor share."""

from __future__ import annotations

from web.filling import form_on, page_of, sent
from web.seeded import FOUNDING, words

from app.db.store import open_reader

BASE = f"/ke-hoach/{FOUNDING}"
TABLE = f"{BASE}/lich"
FLAWED = "so-ke-hoach-va-dau-tu"
NAME = "Sở Kế hoạch và Đầu tư"
ROW = f"{TABLE}/{FLAWED}"
OTHER = "so-cong-thuong"
HTMX = {"hx-request": "true"}


def visits(site):
    with open_reader(site.engine) as store:
        return store.plans.dossier(FOUNDING).plan.visits


def visit(site, unit=FLAWED):
    return next(each for each in visits(site) if each.unit == unit)


def days(site, unit=FLAWED):
    window = visit(site, unit).window
    return f"{window.first:%d/%m/%Y} {window.opens} - {window.last:%d/%m/%Y} {window.closes}"


def opened(site, key=FLAWED):
    return site.client.get(TABLE, params={"sua": key})


def saved(site, typed, key=FLAWED):
    """Open a row under its line, type something into it, and save."""
    return sent(site.client, opened(site, key), f"{TABLE}/{key}", typed)


def button_path(answer, label):
    """Return where the button with those words sends its form."""
    found = [b for b in page_of(answer).iter("button") if label in (words(b), b.get("aria-label", ""))]
    assert found, label
    return found[0].get("formaction")


def pressed(site, answer, label, typed=None):
    """Press a button that sends the row's form elsewhere than to be saved."""
    form = form_on(answer, ROW)
    fields = {name: value for name, value in {**form.fields, **(typed or {})}.items() if value is not None}
    return site.client.post(button_path(answer, label), data=fields)


def followed(site, answer):
    assert answer.status_code == 303, answer.text[:2000]
    return site.client.get(answer.headers["location"])
