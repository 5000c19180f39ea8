"""Whether pay follows work or territory, skill or luck, and groups apart."""

from kamlab.compensation.fairness.association import (
    NOT_LEGAL,
    Association,
    association,
)
from kamlab.compensation.fairness.audit import Audit, audit, potential_adjusted
from kamlab.compensation.fairness.charts import fairness_chart
from kamlab.compensation.fairness.gap import LINE, Gap, group_gap
from kamlab.compensation.fairness.luck import (
    Lasting,
    Sources,
    lasting_share,
    sources,
)

__all__ = [
    "LINE",
    "NOT_LEGAL",
    "Association",
    "Audit",
    "Gap",
    "Lasting",
    "Sources",
    "association",
    "audit",
    "fairness_chart",
    "group_gap",
    "lasting_share",
    "potential_adjusted",
    "sources",
]
