"""Người được dùng: the kinds of visitors for whom a path may be."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Người được dùng một đường dẫn."""

    MACHINES = "machines"
    """Máy giám sát và mọi người: nothing of the visitor is looked up."""
    EVERYONE = "everyone"
    """Mọi người, signed in or not."""
    SECRET_HOLDERS = "secret_holders"  # noqa: S105 — an audience, no password
    """Người có mã bí mật trong đường dẫn: the secret itself is the right."""
    SIGNED_IN = "signed_in"
    """Người đã đăng nhập; the route shows each what is theirs."""
    ADMINISTRATORS = "administrators"
    """Quản trị."""
    INVITERS = "inviters"
    """Quản trị và cán bộ lập kế hoạch."""
    ANY_PLANNER = "any_planner"
    """Cán bộ lập kế hoạch của một cơ quan bất kỳ: whoever may begin a plan of their own agency."""
    PLANNERS = "planners"
    """Cán bộ lập kế hoạch của kế hoạch trong đường dẫn."""
    PLAN_LEADERS = "plan_leaders"
    """Cán bộ lập kế hoạch, Trưởng đoàn, Phó Trưởng đoàn của kế hoạch trong đường dẫn."""
    PLAN_READERS = "plan_readers"
    """Cán bộ lập kế hoạch, Trưởng đoàn, Phó Trưởng đoàn, người xem của kế hoạch trong đường dẫn."""
    UNIT_READERS = "unit_readers"
    """Người đọc kế hoạch, chính đơn vị trong đường dẫn, thành viên đoàn đến đơn vị đó."""
    PARTIES = "parties"
    """Mọi người có phần trong kế hoạch; the route shows each what is theirs."""
