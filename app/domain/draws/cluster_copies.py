"""Cụm chọn ngẫu nhiên chép từ năm khác: the clusters of an old plan with the units that are there on a later day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.plans import DrawCluster
from app.domain.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.plans import DrawRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterLoss:
    """Đơn vị không còn trong cụm: the units into which it went; one alone has taken its place."""

    cluster: DrawCluster
    unit: str
    heirs: tuple[Unit, ...]


def later_rule(
    rule: DrawRule, successors: Callable[[str], tuple[Unit, ...] | None]
) -> tuple[DrawRule | None, tuple[ClusterLoss, ...]]:
    """Return the rule with the units that its clusters have later, and what was lost of them.

    `successors` returns the units into which one went, None where it is still there. The rule is None where no place to
    draw from is left.
    """
    taken: set[str] = set()
    losses: list[ClusterLoss] = []
    clusters = []
    for cluster in rule.clusters:
        units: list[str] = []
        for unit in cluster.units:
            heirs = successors(unit)
            if heirs is not None:
                losses.append(ClusterLoss(cluster=cluster, unit=unit, heirs=heirs))
            now = (unit,) if heirs is None else tuple(heir.key for heir in heirs)
            if len(now) == 1 and now[0] not in taken:
                taken.update(now)
                units.extend(now)
        if units:
            clusters.append(replace(cluster, units=tuple(units)))
    left = replace(rule, clusters=tuple(clusters)) if clusters or rule.at_level is not None else None
    return left, tuple(losses)
