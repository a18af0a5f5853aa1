import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from pydantic import ValidationError

from app.domain.errors import Refused
from app.settings import Settings, _kept_secret, load_settings

PRODUCTION = {
    "KIEMTRA_ENVIRONMENT": "production",
    "KIEMTRA_DATABASE_URL": "postgresql://may/kiemtra",
    "KIEMTRA_SECRET_KEY": "k" * 32,
    "KIEMTRA_BASE_URL": "https://kiemtra.example",
}


@pytest.fixture
def environment(monkeypatch):
    def put(values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def test_production_with_all_it_needs_starts(environment):
    environment(PRODUCTION)
    assert load_settings().base_url == "https://kiemtra.example"


@pytest.mark.parametrize("missing", ["KIEMTRA_DATABASE_URL", "KIEMTRA_SECRET_KEY", "KIEMTRA_BASE_URL"])
def test_production_names_the_setting_that_it_lacks(environment, monkeypatch, missing):
    environment(PRODUCTION)
    monkeypatch.delenv(missing)
    with pytest.raises(Refused) as refused:
        load_settings()
    assert (refused.value.code, refused.value.facts()) == ("settings.missing", {"names": missing})


def test_an_empty_setting_is_a_missing_one_in_production(environment):
    environment(PRODUCTION | {"KIEMTRA_BASE_URL": ""})
    with pytest.raises(Refused, match=r"settings\.missing"):
        load_settings()


def test_a_short_secret_is_refused_in_production(environment):
    environment(PRODUCTION | {"KIEMTRA_SECRET_KEY": "k" * 31})
    with pytest.raises(Refused, match=r"settings\.secret_short"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIEMTRA_TODAY", "2023-02-31"),
        ("KIEMTRA_TODAY", "1690848000"),
        ("KIEMTRA_TODAY", "hôm nay"),
        ("KIEMTRA_ENVIRONMENT", "staging"),
        ("KIEMTRA_FEED_REQUESTS_PER_MINUTE", "0"),
        ("KIEMTRA_FEED_REQUESTS_PER_MINUTE", "nhiều"),
        ("KIEMTRA_SESSION_HOURS", "0"),
        ("KIEMTRA_SESSION_HOURS", "25"),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(environment, name, value):
    environment({name: value})
    with pytest.raises(ValidationError):
        Settings()


def test_today_is_the_clocks_unless_a_day_is_named(environment):
    environment({"KIEMTRA_TODAY": ""})
    assert Settings().today is None
    environment({"KIEMTRA_TODAY": "2023-07-10"})
    assert Settings().today == date(2023, 7, 10)


def test_a_secret_does_not_show_when_settings_are_printed():
    assert "bi-mat" not in repr(Settings(secret_key="bi-mat" * 6))


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError):
        Settings().base_url = "https://khac.example"


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret"
    first = _kept_secret(path)
    assert len(first) == 64
    assert _kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


def test_two_starts_at_once_keep_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: _kept_secret(tmp_path / "secret"), range(8)))
    assert len(found) == 1
    assert len(found.pop()) == 64


def test_a_folder_that_cannot_be_written_is_refused_with_its_name(tmp_path):
    (tmp_path / "var").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        _kept_secret(tmp_path / "var" / "secret")
    assert refused.value.facts() == {"path": str(tmp_path / "var")}
