"""Pay: plans as files, the engine, statements with a trace, a KAM's year."""

from kamlab.compensation.bases import same_year
from kamlab.compensation.case import PayCase
from kamlab.compensation.curve import Curve, payout
from kamlab.compensation.engine import Periods, Returned, base_pay, payouts
from kamlab.compensation.fees import Fees, Tier, cliffs, fee, fees_by_tier, same_pay
from kamlab.compensation.figures import slip_figures
from kamlab.compensation.flags import flags, pays_less_for_more
from kamlab.compensation.library import find_plan, shipped_plans
from kamlab.compensation.money import cents, in_cents
from kamlab.compensation.next_step import next_steps, past_the_cliff
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.reading import read_plan
from kamlab.compensation.settings import PaySlipSettings
from kamlab.compensation.shown import (
    bases_part,
    plan_table,
    slip_part,
    stand_part,
    trace_part,
)
from kamlab.compensation.slip import Slip, pay_slip
from kamlab.compensation.statement import (
    Statement,
    credited_deals,
    credited_results,
    pay,
    payout_curve,
)

__all__ = [
    "Component",
    "Curve",
    "Fees",
    "PayCase",
    "PayPlan",
    "PaySlipSettings",
    "Periods",
    "Returned",
    "Slip",
    "Statement",
    "Tier",
    "base_pay",
    "bases_part",
    "cents",
    "cliffs",
    "credited_deals",
    "credited_results",
    "fee",
    "fees_by_tier",
    "find_plan",
    "flags",
    "in_cents",
    "next_steps",
    "past_the_cliff",
    "pay",
    "pay_slip",
    "payout",
    "payout_curve",
    "payouts",
    "pays_less_for_more",
    "plan_table",
    "read_plan",
    "same_pay",
    "same_year",
    "shipped_plans",
    "slip_figures",
    "slip_part",
    "stand_part",
    "trace_part",
]
