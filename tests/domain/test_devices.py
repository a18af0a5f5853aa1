"""What a session is recognised by in a list."""

from __future__ import annotations

import pytest

from app.domain.devices import LONGEST, device_of

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Windows"),
        (f"{WINDOWS} {WEBKIT} Safari/537.36", "Chrome, Windows"),
        (f"{WINDOWS} {WEBKIT} Safari/537.36 Edg/131.0.0.0", "Edge, Windows"),
        (f"{WINDOWS} {WEBKIT} Safari/537.36 OPR/116.0", "Opera, Windows"),
        (f"{WINDOWS} AppleWebKit/537.36 coc_coc_browser/131.0 Chrome/125.0 Safari/537.36", "Cốc Cốc, Windows"),
        (f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari, macOS"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        (f"{IPHONE} CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        (f"{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15", "Firefox, iPhone"),
        (f"{IPHONE} Mobile/15E148 Zalo iOS/24.11", "Zalo, iPhone"),
        (f"{ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"{ANDROID} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Safari/537.36", "Chrome, ChromeOS"),
    ],
)
def test_a_browser_that_is_known_is_named_with_its_system(agent: str, device: str):
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
        ("  Trình duyệt\x00 lạ\n hai ", "Trình duyệt lạ hai"),
        ("a" * 500, "a" * LONGEST),
    ],
)
def test_what_is_not_known_is_shown_as_it_names_itself_and_cut(agent: str, device: str):
    assert device_of(agent) == device
