"""Khuôn chung của các bảng: names of constraints, and the groups of columns that several tables share."""

import re
from datetime import date
from enum import StrEnum

from pydantic import ConfigDict
from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

from app.domain.dates import Half
from app.domain.deadlines import CountedIn, Event, Relation

_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Row(SQLModel):
    """Dòng dữ liệu: the parent of every table; `VisitRow` is kept in the table `visit`."""

    # Rows are not validated: what would check them is a fifth of what their classes cost at the start.
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]  # SQLModel does not export its own kind
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 — SQLAlchemy hands over the class
        """Name the table after the class."""
        return _WORD_START.sub("_", cls.__name__.removesuffix("Row")).lower()


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Return the check that a column holds one of the values of an enumeration, or nothing where it may be empty."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class WindowColumns(SQLModel):
    """Cột của khoảng thời gian: all four are empty where there is no window."""

    window_first: date | None
    window_last: date | None
    window_opens: str | None
    window_closes: str | None


def window_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks that belong to the columns of a window which may be absent."""
    return (
        CheckConstraint("(window_first IS NULL) = (window_last IS NULL)", name="window_ends"),
        CheckConstraint(
            "(window_first IS NULL) = (window_opens IS NULL) AND (window_first IS NULL) = (window_closes IS NULL)",
            name="window_halves",
        ),
        *whole_window_checks(),
    )


def whole_window_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks that belong to the columns of a window which is always there."""
    return (
        CheckConstraint("window_first <= window_last", name="window_order"),
        one_of("window_opens", Half),
        one_of("window_closes", Half),
    )


class LooseTimeColumns(SQLModel):
    """Cột của thời gian chưa chốt ngày: the wording is empty where there is none."""

    loose_wording: str | None
    loose_earliest: date | None
    loose_latest: date | None
    loose_working_days: int | None


class DeadlineColumns(SQLModel):
    """Cột của thời hạn: the relation is empty where there is none."""

    deadline_relation: str | None
    deadline_day: date | None
    deadline_event: str | None
    deadline_count: int | None
    deadline_counted_in: str | None


def deadline_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks that belong to the columns of a deadline."""
    return (
        CheckConstraint("(deadline_relation IS NULL) = (deadline_counted_in IS NULL)", name="deadline_whole"),
        one_of("deadline_relation", Relation),
        one_of("deadline_event", Event),
        one_of("deadline_counted_in", CountedIn),
    )
