"""A row in every table: what the seed leaves empty, written straight into a database that holds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from app.db.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

AT = datetime(2023, 7, 1, 2, 30, 15, 123456, tzinfo=UTC)
LATER = AT + timedelta(days=1)
PASSWORD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$bXVvaS1raG9uZy1kb2k$YmFtLW1hdC1raGF1LWtob25nLWRvaQ"  # noqa: S105 — of nobody
SESSION_HASH = "5e551011" * 8
LINK_HASH = "11d40b57" * 8
LINK_NONCE = "nonce-cua-lien-ket-dau-tien"
SSO_SUBJECT = "dinh-danh-mot-cua-9c1f"
FEED_HASH = "fe2d5eca" * 8
SEALED_NONCE = "5ea1ed00" * 8
SECRETS = (PASSWORD_HASH, SESSION_HASH, LINK_HASH, LINK_NONCE, FEED_HASH)
"""What stands in the tables and nowhere else."""


def add_secrets(engine: Engine) -> None:
    """Put in accounts, sessions, links and addresses; the database holds one plan."""
    with engine.begin() as connection:
        _add_accounts(connection)
        _add_feeds(connection)


def add_everything(engine: Engine) -> None:
    """Fill the tables that the seed leaves empty; the database holds one plan."""
    add_secrets(engine)
    with engine.begin() as connection:
        _add_of_plan(connection)
        _add_draws(connection)
        _add(connection, "carried", kind="feed", key='["abc"]', content={"revoked_at": AT.isoformat()})


def _add_accounts(connection: Connection) -> None:
    province = _first(connection, "province", "key")
    open_one = _add(
        connection, "account", login="an", name="Nguyễn Thị Ân", email="an@tinh.example", password_hash=PASSWORD_HASH,
        sso_subject=SSO_SUBJECT, made_at=AT, disabled_at=None,
    )  # fmt: skip
    closed = _add(
        connection, "account", login="binh", name="Trần Văn Bính", email=None, password_hash=None, sso_subject=None,
        made_at=AT, disabled_at=LATER,
    )  # fmt: skip
    tied: dict[str, dict[str, Any]] = {
        "administrator": {"province": None},
        "planner": {"agency": "so-noi-vu"},
        "leader": {"agency": "so-noi-vu", "person": "ong-a"},
        "member": {"agency": "so-tu-phap", "person": "ba-b"},
        "unit": {"unit": "so-cong-thuong", "unit_since": date(2004, 1, 1)},
        "viewer": {},
    }
    for role, fields in tied.items():
        _add(
            connection, "role_grant", account_id=open_one, role=role, given_at=AT, given_by="Ân",
            ended_at=LATER if role == "viewer" else None,
            **{"province": province, "agency": None, "person": None, "unit": None, "unit_since": None, **fields},
        )  # fmt: skip
    for secret_hash, ended_at in ((SESSION_HASH, None), (SESSION_HASH[::-1], LATER)):
        _add(
            connection, "session", secret_hash=secret_hash, account_id=open_one, started_at=AT, ends_at=LATER,
            ended_at=ended_at, device="Điện thoại của Ân",
        )  # fmt: skip
    for secret_hash, account, used_at in ((LINK_HASH, closed, None), (LINK_HASH[::-1], None, LATER)):
        _add(
            connection, "invitation", secret_hash=secret_hash, nonce=LINK_NONCE, account_id=account, made_at=AT,
            made_by="dòng lệnh", expires_at=LATER, used_at=used_at, withdrawn_at=None,
        )  # fmt: skip


def _add_feeds(connection: Connection) -> None:
    plan, account = _first(connection, "plan", "id"), _first(connection, "account", "id")
    for kind, subject in (("plan", None), ("unit", "so-y-te"), ("person", "ong-a"), ("public", None)):
        owner = account if subject is not None else None
        _add(
            connection, "feed", secret_hash=FEED_HASH if kind == "plan" else f"{kind}-{FEED_HASH[8:]}", plan_id=plan,
            kind=kind, subject=subject, account_id=owner, name="điện thoại", shows_draft=kind == "plan",
            reminds=owner is not None, alarms=owner is not None, issued_at=AT, issued_by="Ân",
            revoked_at=LATER if kind == "person" else None, last_fetched_at=AT,
        )  # fmt: skip


def _add_of_plan(connection: Connection) -> None:
    plan, batch = _first(connection, "plan", "id"), _first(connection, "batch", "key")
    person = _first(connection, "person", "key")
    release = _add(
        connection, "release", plan_id=plan, number=1, decision_number="1234/QĐ-UBND", decision_day=date(2023, 7, 1),
        issued_by=person, issued_at=AT, actor="Ân", content='{"schema": 1}', sha256="ab" * 32,
    )  # fmt: skip
    _add(
        connection, "waiver", release_id=release, position=0, code="window.starts_on_day_off", severity="error",
        statement="Mở đầu vào ngày nghỉ", reason="Đã thống nhất với đơn vị", person=person,
    )  # fmt: skip
    if connection.execute(select(METADATA.tables["feed_ledger"])).first() is None:
        _add(connection, "feed_ledger", plan_id=plan, kind="issued", content='{"items": []}')
    _add(
        connection, "absence", plan_id=plan, position=0, window_first=date(2023, 8, 1), window_last=date(2023, 8, 2),
        window_opens="morning", window_closes="afternoon", reason="Đi học", person=person, unit=None,
    )  # fmt: skip
    _add(
        connection, "plan_step", plan_id=plan, number=1, version=2, words="Dời Sở Y tế", at=AT, actor="Ân",
        content=b"\x00cu\xff",
    )  # fmt: skip
    _add(
        connection, "written_reason", plan_id=plan, code="window.starts_on_day_off", about="so-y-te",
        reason="Đã thống nhất", at=AT, actor="Ân",
    )  # fmt: skip
    _add(
        connection, "proposal", plan_id=plan, version=1, kind="schedule", state="found", asked="{}", answer="{}",
        asked_at=AT, actor="Ân", finished_at=LATER,
    )  # fmt: skip
    _add(
        connection, "amended_act", plan_id=plan, position=0, number="12/QĐ-UBND", day=date(2023, 7, 1),
        issuer="Ủy ban nhân dân tỉnh", subject="Kế hoạch kiểm tra",
    )  # fmt: skip
    _add(
        connection, "release_file", release_id=release, path="van-ban/quyet-dinh.docx", position=0, kind="decision",
        unit=None, person=None, is_announced=True, sha256="cd" * 32, content=b"PK\x03\x04\x00\xff",
    )  # fmt: skip
    _add(
        connection, "change_notice", plan_id=plan, release=1, recipient_kind="unit", recipient="so-y-te", told=None,
        changes="[]", addition="Đã trao đổi", drafted_at=AT, sent_at=LATER, sent_by="Ân", acknowledged_at=None,
        acknowledged_by=None,
    )  # fmt: skip
    _add(
        connection, "draw_cluster", plan_id=plan, key="cum-mot", position=0, name="Cụm số 1",
        units=("so-y-te", "so-cong-thuong"),
    )  # fmt: skip
    _add(
        connection, "quota", plan_id=plan, key="xa", position=0, wording="ít nhất 20%", batch=batch, count=None,
        share_percent=20, level="xa", kinds=("xã", "phường"), loose_wording="Quý IV", loose_earliest=date(2023, 10, 1),
        loose_latest=date(2023, 12, 31), loose_working_days=None,
    )  # fmt: skip


def _add_draws(connection: Connection) -> None:
    plan, batch = _first(connection, "plan", "key"), _first(connection, "batch", "key")
    draw, check = f"{plan}.khong-co-trong-ke-hoach.1", f"{plan}.dot-xuat.1"
    _add(
        connection, "commune_draw", code=draw, plan=plan, plan_title="Kế hoạch", unit="khong-co-trong-ke-hoach",
        unit_name="Huyện B", kind="unit", attempt=1, previous=None, day=date(2023, 7, 1), least=1, most=3, count=1,
        frame=[["00001", "Xã C"], ["00002", "Xã Đ"]], without=[["00003", "Xã E", "Đã kiểm tra năm 2022"]],
        included=[["00004", "Xã G", "Có phản ánh"]], randomness="Gieo xúc xắc", randomness_kind="lottery",
        randomness_day=date(2023, 8, 1), parties=("Sở Nội vụ", "UBND huyện B"), challenge_until=date(2023, 7, 20),
    )  # fmt: skip
    _add(
        connection, "sealed_check", code=check, plan=plan, plan_title="Kế hoạch", number=1, batch=batch,
        first=date(2023, 9, 5), last=date(2023, 9, 6), opens="morning", closes="afternoon", opens_at=LATER,
        commitment="ef" * 32, unit="so-y-te", unit_name="Sở Y tế", nonce=SEALED_NONCE,
    )  # fmt: skip
    for ledger in (draw, check):
        _add(
            connection, "public_entry", ledger=ledger, number=1, at=AT.isoformat(timespec="seconds"), event="commit",
            data={"commitment": "ef" * 32, "with": [], "attempt": 1, "previous": None}, prev="0" * 64, hash="01" * 32,
        )  # fmt: skip


def _add(connection: Connection, name: str, /, **values: Any) -> Any:
    """Insert a row, and return its number where its table numbers its rows."""
    table = METADATA.tables[name]
    statement = insert(table).values(values)
    if "id" not in table.c:
        connection.execute(statement)
        return None
    return connection.execute(statement.returning(table.c.id)).scalar_one()


def _first(connection: Connection, table: str, column: str) -> Any:
    found = METADATA.tables[table]
    return connection.execute(select(found.c[column]).order_by(found.c[column]).limit(1)).scalar_one()
