"""Many possible years under a plan: cost, income, winners and losers."""

from kamlab.compensation.scenarios.books import territories
from kamlab.compensation.scenarios.charts import change_chart, cost_chart
from kamlab.compensation.scenarios.cost import Cost, Reached, plan_cost, reached
from kamlab.compensation.scenarios.draws import Block, Draws
from kamlab.compensation.scenarios.income import (
    incomes,
    safe_income,
    winners_and_losers,
)
from kamlab.compensation.scenarios.marks_chart import attainment_chart
from kamlab.compensation.scenarios.paid import Years, pay_years
from kamlab.compensation.scenarios.quota_level import (
    curve_cost,
    quota_for_share,
    share_reaching,
)
from kamlab.compensation.scenarios.quotas import METHODS, chances, set_quotas
from kamlab.compensation.scenarios.settings import DrawSettings, draw_settings
from kamlab.compensation.scenarios.territories import Accounts, Territories, alike

__all__ = [
    "METHODS",
    "Accounts",
    "Block",
    "Cost",
    "DrawSettings",
    "Draws",
    "Reached",
    "Territories",
    "Years",
    "alike",
    "attainment_chart",
    "chances",
    "change_chart",
    "cost_chart",
    "curve_cost",
    "draw_settings",
    "incomes",
    "pay_years",
    "plan_cost",
    "quota_for_share",
    "reached",
    "safe_income",
    "set_quotas",
    "share_reaching",
    "territories",
    "winners_and_losers",
]
