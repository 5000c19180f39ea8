"""How many accounts leave in a year: counted on the company's own past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures import Period, months_before, revenue

FEWEST = 20
YEAR = 12


@dataclass(frozen=True)
class BaseRate:
    """The part of the accounts that left within a year.

    Parameters
    ----------
    value : float
        0–1.
    low, high : float
        Interval (90 %, Wilson).
    lost : int
        Accounts without a line in the last 12 months.
    n : int
        Accounts with a line in the 12 months before.
    """

    value: float
    low: float
    high: float
    lost: int
    n: int


def yearly_loss(firm: Company, given: float = 0.0) -> BaseRate:
    """Count who bought in the year before last and nothing in the last one.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    given : float
        A chance to take instead, 0–1; 0 to count. A given one has n = 0.

    Raises
    ------
    NotEnoughDataError
        If there are not 24 months of orders, or fewer than 20 accounts to count.

    Notes
    -----
    An account that stopped halfway through the last year still counts as staying, and
    one that comes back later as lost: a first figure for a stress test, not a
    forecast. The interval is Wilson's.
    """
    if given:
        return BaseRate(given, given, given, 0, 0)
    day = firm.cut_off
    turn, start = months_before(day, YEAR), months_before(day, 2 * YEAR)
    # a history may begin a few days into its first month
    if firm.first_date.replace(day=1) > start + timedelta(days=1):
        raise NotEnoughDataError(
            f"The yearly loss rate needs 24 months of orders; {firm.name} has orders "
            f"from {firm.first_date} to {day}. Give yearly_loss instead."
        )
    before = set(revenue(firm, Period(start, turn))["account_id"])
    now = set(revenue(firm, Period(turn, day))["account_id"])
    n, lost = len(before), len(before - now)
    if n < FEWEST:
        raise NotEnoughDataError(
            f"The yearly loss rate needs at least {FEWEST} accounts with orders in the "
            f"year before last; {firm.name} has {n}. Give yearly_loss instead."
        )
    # here, not above: scipy.stats takes long to import
    from scipy.stats import binomtest

    sure = binomtest(lost, n).proportion_ci(0.90, method="wilson")
    return BaseRate(lost / n, float(sure.low), float(sure.high), lost, n)
