"""What Alembic runs: the program hands over an open connection, a developer's `alembic` command takes the settings'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from alembic import context
from sqlmodel import AutoString

from app.db.engine import create_engine
from app.db.tables import METADATA
from app.db.types import JsonText, Strings, UTCDateTime
from app.settings import load_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

PLAIN: dict[type, str] = {
    AutoString: "sa.String()",
    UTCDateTime: "sa.DateTime(timezone=True)",
    Strings: "sa.Text()",
    JsonText: "sa.Text()",
}


def plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write the program's own column types by what the database has: a migration must not change with the program."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def run(connection: Connection) -> None:
    """Run the migrations asked for on this connection, in its transaction when it has one."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=plainly,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(load_settings().database_url).begin() as opened:
        run(opened)
