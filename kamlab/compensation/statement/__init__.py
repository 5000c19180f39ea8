"""Statements: what everybody is paid, step by step, from any table of results."""

from kamlab.compensation.statement.credits import credited_deals, credited_results
from kamlab.compensation.statement.slope import payout_curve
from kamlab.compensation.statement.statement import Statement, pay

__all__ = ["Statement", "credited_deals", "credited_results", "pay", "payout_curve"]
