"""One definition a figure: each function turns the company into a table of accounts."""

from kamlab.measures.contribution import Contribution, contribution
from kamlab.measures.coverage import coverage
from kamlab.measures.erosion import erosion
from kamlab.measures.gross_margin import gross_margin
from kamlab.measures.parents import group_of
from kamlab.measures.period import Period, months_before, period_of
from kamlab.measures.receivables import receivables
from kamlab.measures.revenue import revenue
from kamlab.measures.rhythm import loss_confirmed_on, order_days, rhythm
from kamlab.measures.share import share
from kamlab.measures.state import current_state

__all__ = [
    "Contribution",
    "Period",
    "contribution",
    "coverage",
    "current_state",
    "erosion",
    "gross_margin",
    "group_of",
    "loss_confirmed_on",
    "months_before",
    "order_days",
    "period_of",
    "receivables",
    "revenue",
    "rhythm",
    "share",
]
