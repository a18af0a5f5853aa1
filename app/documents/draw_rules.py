"""Quy tắc chọn ngẫu nhiên trong văn bản: what decision, plan and submission say of it, the same in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.wording import Marked
from app.domain.vietnamese import listed, lower_first

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import DrawCluster


def draw_values(dossier: PlanDossier) -> dict[str, Any] | None:
    """Return the rule of the draw as the standing wording asks for it; None where the plan draws nothing.

    `at_level` and `clusters` are "" where the rule has none; a cluster reads "Cụm 1 gồm phường A, xã B và xã C".
    """
    rule, province = dossier.plan.draw, dossier.province
    if rule is None:
        return None
    return {
        "text": Marked(rule.text),
        "at_level": province.level(rule.at_level).name if rule.at_level is not None else "",
        "from_level": province.level(rule.from_level).name,
        "least": rule.least,
        "most": rule.most,
        "clusters": "; ".join(_cluster_words(dossier, cluster) for cluster in rule.clusters),
    }


def _cluster_words(dossier: PlanDossier, cluster: DrawCluster) -> str:
    units = (dossier.directory.unit(key) for key in cluster.units)
    return f"{cluster.name} gồm {listed(lower_first(unit.area) if unit.area else unit.name for unit in units)}"
