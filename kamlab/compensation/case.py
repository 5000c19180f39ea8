"""One pay slip case: which KAM, which year, which plan, and all that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kamlab.company import Company
from kamlab.compensation.achieved import Achieved, achieved_by
from kamlab.compensation.credit import holders
from kamlab.compensation.library import find_plan
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.other_measures import other_measures, team_of
from kamlab.compensation.periods import pay_periods, pay_year, quota_rows
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.settings import PaySlipSettings
from kamlab.compensation.slip import Slip, pay_slip
from kamlab.compensation.target_pay import TargetPay, paid_in_books, target_pay
from kamlab.errors import NotEnoughDataError, RefusedError, did_you_mean
from kamlab.measures import period_of, revenue


@dataclass(frozen=True)
class PayCase:
    """A KAM's year under a plan; each step is worked out when it is asked for.

    A step that needs what the company lacks raises MissingPartError, so that a report
    can show the others.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : PaySlipSettings
        What was asked for.
    """

    firm: Company
    settings: PaySlipSettings

    @cached_property
    def plan(self) -> PayPlan:
        """The pay plan."""
        return find_plan(self.settings.plan)

    @cached_property
    def year(self) -> int:
        """The calendar year of the slip."""
        return pay_year(self.firm, self.settings.year)

    @cached_property
    def kam_id(self) -> str:
        """The KAM asked for, or the one with the largest book at the year's end."""
        held = holders(self.firm)
        known = set(held["kam_id"].dropna())
        if self.firm.has("kams"):
            known |= set(self.firm.frame("kams")["kam_id"])
        asked = self.settings.kam_id
        if asked and asked not in known:
            raise RefusedError(
                f"{self.firm.name} has no KAM '{asked}'{did_you_mean(asked, known)}"
            )
        return asked or largest_book(
            self.firm, held, self.year, self.settings.period_months
        )

    @cached_property
    def name(self) -> str:
        """The KAM as sentences name it, with channel and region where known."""
        about: list[str] = []
        if self.firm.has("kams"):
            kams = self.firm.frame("kams").set_index("kam_id")
            if self.kam_id in kams.index:
                row = kams.loc[self.kam_id]
                facts = [row.get("channel"), row.get("region")]
                about = [str(fact) for fact in facts if fact and not pd.isna(fact)]
        return f"KAM {self.kam_id}" + (f" ({', '.join(about)})" if about else "")

    @cached_property
    def quotas(self) -> pd.DataFrame:
        """The quotas of all KAMs, each with its last day."""
        return quota_rows(self.firm)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """The periods of the year that are over at the cut-off."""
        every = pay_periods(self.quotas, self.kam_id, self.year)
        over = every["period_end"] <= pd.Timestamp(self.firm.cut_off)
        if not over.any():
            raise NotEnoughDataError(
                f"No pay period of {self.year} is over on {self.firm.cut_off}; choose "
                "an earlier year or a later cut-off."
            )
        return every[over].reset_index(drop=True)

    @cached_property
    def found(self) -> Measured:
        """The results of all KAMs in these periods."""
        return measured(self.firm, self.periods)

    @cached_property
    def achieved(self) -> Achieved:
        """The KAM's results, quotas and deals."""
        plan, found = self.plan, self.found
        others = other_measures(self.firm, plan, self.kam_id, found, self.periods)
        in_team = plan.pools or any(part.team for part in plan.components)
        mates = team_of(self.firm, self.kam_id, found) if in_team else []
        return achieved_by(self.kam_id, found, self.quotas, self.periods, others, mates)

    @cached_property
    def pay(self) -> TargetPay:
        """The KAM's base and target variable pay."""
        return target_pay(self.firm, self.plan, self.kam_id, self.periods)

    @cached_property
    def paid_in_books(self) -> float | None:
        """The variable pay the company's books show for these periods, if they do."""
        return paid_in_books(self.firm, self.kam_id, self.periods)

    @cached_property
    def slip(self) -> Slip:
        """The pay slip."""
        return pay_slip(self.plan, self.pay, self.achieved, self.firm.currency)

    @cached_property
    def accounts(self) -> pd.Series:
        """The revenue each account brought the KAM in the year, largest first."""
        lines = self.found.lines
        mine = lines[(lines["kam_id"] == self.kam_id) & (lines["number"] >= 0)]
        sums = mine.groupby("account_id")["net_amount"].sum().round(2)
        return sums.sort_values(ascending=False, kind="stable")


def largest_book(
    firm: Company, held: pd.DataFrame, year: int, period_months: int
) -> str:
    """Give the KAM whose accounts bought most in the months up to the year's end.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    held : DataFrame
        From :func:`kamlab.compensation.credit.holders`.
    year : int
        The calendar year.
    period_months : int
        Months whose revenue counts; 0 for the whole history.

    Raises
    ------
    NotEnoughDataError
        If no KAM held an account then.
    """
    evening = min(date(year, 12, 31), firm.cut_off)
    day = pd.Timestamp(evening)
    book = held[(held["since"] <= day) & (held["until"] >= day)].dropna(subset="kam_id")
    if book.empty:
        raise NotEnoughDataError(
            f"No KAM of {firm.name} held an account on {evening}; choose another year."
        )
    then = firm.as_of(evening)
    bought = revenue(then, period_of(then, period_months))
    sums = book.merge(bought, on="account_id", how="left").groupby("kam_id")["revenue"]
    return str(sums.sum().sort_values(ascending=False, kind="stable").index[0])
