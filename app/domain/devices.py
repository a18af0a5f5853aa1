"""Thiết bị: what a browser says of itself, shortened so that its owner recognises it in a list of sessions."""

from __future__ import annotations

from app.domain.vietnamese import clean

LONGEST = 80
# The order matters: most browsers also name those that they want to be taken for.
_BROWSERS = (
    ("coc_coc_browser/", "Cốc Cốc"), ("Zalo", "Zalo"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Return "Firefox, Windows" for the header User-Agent (RFC 9110, 10.1.5); what is not known is cut to be shown."""
    told = " ".join(clean(user_agent).split())
    known = [next((name for sign, name in signs if sign in told), "") for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(known) if all(known) else told[:LONGEST]
