"""What a plan makes people do: closed forms, and the company played under it."""

from kamlab.compensation.behaviour.at_stake import Stakes, stakes
from kamlab.compensation.behaviour.blss import SalesJob, SalesPlan, best_plan
from kamlab.compensation.behaviour.charts import spike_chart
from kamlab.compensation.behaviour.common_plan import CommonPlan, common_plan
from kamlab.compensation.behaviour.company import Played, pay_of_year, play_plan
from kamlab.compensation.behaviour.discount import Discount, chosen_discount
from kamlab.compensation.behaviour.linear import (
    Job,
    LinearContract,
    best_rate,
    linear_contract,
)
from kamlab.compensation.behaviour.multitask import TwoRates, TwoTasks, best_two_rates
from kamlab.compensation.behaviour.ratchet import ratchet, slope_left
from kamlab.compensation.behaviour.respond import Nature, Response, respond
from kamlab.compensation.behaviour.timing import Timing, timing
from kamlab.compensation.behaviour.two_outcomes import TwoWages, two_outcome_pay

__all__ = [
    "CommonPlan",
    "Discount",
    "Job",
    "LinearContract",
    "Nature",
    "Played",
    "Response",
    "SalesJob",
    "SalesPlan",
    "Stakes",
    "Timing",
    "TwoRates",
    "TwoTasks",
    "TwoWages",
    "best_plan",
    "best_rate",
    "best_two_rates",
    "chosen_discount",
    "common_plan",
    "linear_contract",
    "pay_of_year",
    "play_plan",
    "ratchet",
    "respond",
    "slope_left",
    "spike_chart",
    "stakes",
    "timing",
    "two_outcome_pay",
]
