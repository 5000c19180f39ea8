"""What a plan makes people do: closed forms, and the company played under it."""

from kamlab.compensation.behaviour.blss import SalesJob, SalesPlan, best_plan
from kamlab.compensation.behaviour.common_plan import CommonPlan, common_plan
from kamlab.compensation.behaviour.discount import Discount, chosen_discount
from kamlab.compensation.behaviour.linear import (
    Job,
    LinearContract,
    best_rate,
    linear_contract,
)
from kamlab.compensation.behaviour.multitask import TwoRates, TwoTasks, best_two_rates
from kamlab.compensation.behaviour.ratchet import ratchet, slope_left
from kamlab.compensation.behaviour.two_outcomes import TwoWages, two_outcome_pay

__all__ = [
    "CommonPlan",
    "Discount",
    "Job",
    "LinearContract",
    "SalesJob",
    "SalesPlan",
    "TwoRates",
    "TwoTasks",
    "TwoWages",
    "best_plan",
    "best_rate",
    "best_two_rates",
    "chosen_discount",
    "common_plan",
    "linear_contract",
    "ratchet",
    "slope_left",
    "two_outcome_pay",
]
