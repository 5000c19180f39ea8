"""The payout engine: a plan on arrays of results, cent for cent what ``pay`` says."""

from kamlab.compensation.engine.payouts import base_pay, payouts
from kamlab.compensation.engine.periods import Periods
from kamlab.compensation.engine.returns import Returned

__all__ = ["Periods", "Returned", "base_pay", "payouts"]
