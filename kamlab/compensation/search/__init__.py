"""The frontier of plans: what each wins for the company and what it risks."""

from kamlab.compensation.search.charts import frontier_chart
from kamlab.compensation.search.frontier import search_plans, unbeaten
from kamlab.compensation.search.rate import found_rate
from kamlab.compensation.search.space import MEANING, RANGES, candidates, plan_with
from kamlab.compensation.search.worth import Worth, worth

__all__ = [
    "MEANING",
    "RANGES",
    "Worth",
    "candidates",
    "found_rate",
    "frontier_chart",
    "plan_with",
    "search_plans",
    "unbeaten",
    "worth",
]
