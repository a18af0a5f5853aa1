"""Mẫu trang: one Jinja environment with its filters; an undefined name is an error."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from app import ROOT, TEMPLATES
from app.domain.dates import TIME_ZONE
from app.domain.marks import spans
from app.domain.vietnamese import (
    day_and_month,
    grouped,
    long_date,
    lower_first,
    short_date,
    two_digits,
    weekday,
    weekday_date,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STATIC = ROOT / "app" / "web" / "static"


@cache
def environment() -> Environment:
    """Return the environment of all pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        short_date=short_date,
        local_date=local_date,
        day_and_month=day_and_month,
        long_date=long_date,
        weekday=weekday,
        weekday_date=weekday_date,
        two_digits=two_digits,
        grouped=grouped,
        lower_first=lower_first,
        upper_first=upper_first,
        marked=marked,
    )
    made.globals["static"] = static_url
    return made


def render(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; every name that the template uses must be among the values."""
    return HTMLResponse(environment().get_template(template).render(values), status_code=status)


@cache
def static_url(name: str) -> str:
    """Return the address of a static file, with a mark of its content so that browsers may keep it for long."""
    digest = hashlib.sha256(_static_path(name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def _static_path(name: str) -> Path:
    return STATIC / name


def local_date(at: datetime) -> str:
    """Return the day of a moment in Vietnam: "26/7/2023"."""
    return short_date(at.astimezone(TIME_ZONE).date())


def upper_first(text: str) -> str:
    """Return the text with a capital first letter, for a cell or line of its own."""
    return text[:1].upper() + text[1:]


def marked(text: str) -> Markup:
    """Return a printed text with its marks as strong and em and its line breaks as such, everything else escaped."""
    html = ""
    for span in spans(text):
        piece = str(escape(span.text)).replace("\n", "<br>")
        piece = f"<em>{piece}</em>" if span.italic else piece
        html += f"<strong>{piece}</strong>" if span.bold else piece
    return Markup(html)  # noqa: S704 — every piece was escaped above
