"""Cụm chọn ngẫu nhiên: what may be wrong with the clusters of a plan, wherever they are typed or read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.vietnamese import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from app.domain.plans import DrawCluster

MOST_CLUSTERS = 40
_KEY_WHERE_NAMELESS = "cum"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFault:
    """Lỗi của một cụm: at the cluster of that position, from 0, and at its unit of that position where one is wrong."""

    cluster: int
    unit: int | None = None
    code: str
    found: str = ""
    wanted: str = ""


def cluster_faults(
    clusters: Sequence[DrawCluster], *, level: str, levels: Mapping[str, Collection[str]], taken: Collection[str]
) -> Iterator[ClusterFault]:
    """Yield what is wrong with the clusters of a rule that draws units of `level`.

    `levels` are those that each known unit has or had, by its key; `taken` are the keys of units and classes of
    targets: a plan may draw at these too, and one key means one place to draw from.
    """
    if len(clusters) > MOST_CLUSTERS:
        found, wanted = f"{len(clusters)}", f"{MOST_CLUSTERS}"
        yield ClusterFault(cluster=MOST_CLUSTERS, code="cluster.too_many", found=found, wanted=wanted)
    for position, cluster in enumerate(clusters):
        earlier = clusters[:position]
        if cluster.key in taken:
            yield ClusterFault(cluster=position, code="cluster.key_taken", found=cluster.key)
        elif any(each.key == cluster.key for each in earlier):
            yield ClusterFault(cluster=position, code="cluster.twice", found=cluster.key)
        elif any(each.name == cluster.name for each in earlier):
            yield ClusterFault(cluster=position, code="cluster.name_twice", found=cluster.name)
        if not cluster.units:
            yield ClusterFault(cluster=position, code="cluster.empty", found=cluster.name)
    yield from _unit_faults(clusters, level, levels)


def _unit_faults(
    clusters: Sequence[DrawCluster], level: str, levels: Mapping[str, Collection[str]]
) -> Iterator[ClusterFault]:
    homes: dict[str, int] = {}
    for position, cluster in enumerate(clusters):
        for place, unit in enumerate(cluster.units):
            home = homes.setdefault(unit, position)
            if unit in cluster.units[:place]:
                yield ClusterFault(cluster=position, unit=place, code="cluster.unit_twice", found=unit)
            elif home != position:
                wanted = clusters[home].name
                yield ClusterFault(cluster=position, unit=place, code="cluster.unit_shared", found=unit, wanted=wanted)
            elif unit in levels and level not in levels[unit]:
                yield ClusterFault(cluster=position, unit=place, code="cluster.level_wrong", found=unit, wanted=level)


def free_cluster_key(name: str, taken: Collection[str]) -> str:
    """Return a key for a cluster of that name which nothing else of the plan has ("cum-1", "cum-1-2")."""
    stem = slug(name) or _KEY_WHERE_NAMELESS
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
