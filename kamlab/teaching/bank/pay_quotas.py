"""Questions 10.2 and 10.5: how high a quota, and what a deadline moves."""

from __future__ import annotations

import math

import pandas as pd

from kamlab.compensation import Curve
from kamlab.compensation.behaviour import Timing, timing
from kamlab.compensation.scenarios import curve_cost, quota_for_share
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_incentives import BehaviourQuestion
from kamlab.teaching.parts import Part, yes_no
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

MONTHS = ("first", "second", "third")


class Q102(BehaviourQuestion):
    """The quota that 65 % reach, and what the curve costs (golden: .91 and 1.47)."""

    number = "10.2"
    text = (
        "At how many times the mean result must the quota stand for the wanted share "
        "of KAMs to reach it, and how many times the target pay does the default curve "
        "then cost on average?"
    )
    rule = "S72"
    minutes = 8
    parts = (
        share_part("quota_factor", tolerance=0.02),
        Part("times_target", "num", tolerance=0.02),
    )
    hints = (
        "Few large years pull the mean up, so fewer than half reach a quota at the "
        "mean. For more than half it has to stand lower.",
        "In Python: scenarios.quota_for_share(share, spread) gives the first answer; "
        "the share is wanted_share and the spread noise_cv.",
        "scenarios.curve_cost(Curve(), factor, spread) gives the second, the mean pay "
        "in times the target.",
    )
    meaning = (
        "A quota that most can reach and a curve that runs steeply above it cost far "
        "more than the sum of the targets: budget for the curve, not for the target."
    )
    explanation = (
        "Results are lognormal around the mean. The quota is the result that the "
        "wanted share exceeds; the cost is the mean of the payout over all results. "
        "Those above quota win more than those below lose."
    )

    def _at(self, factor: float) -> Answers:
        cost = curve_cost(Curve(), factor, self.settings().noise_cv)
        return {"quota_factor": factor, "times_target": cost}

    def reference(self) -> Answers:
        """Set the quota, then average the curve."""
        terms = self.settings()
        return self._at(quota_for_share(terms.wanted_share, terms.noise_cv))

    @mistake(
        "You put the quota at the mean result. Asked is the quota that the wanted "
        "share reaches; at the mean fewer than half do."
    )
    def at_the_mean(self) -> Answers:
        """Take the mean as the quota."""
        return self._at(1.0)

    @mistake(
        "This is the quota that the wanted share misses. Asked is the one that it "
        "reaches."
    )
    def the_other_side(self) -> Answers:
        """Take the upper quantile."""
        terms = self.settings()
        return self._at(quota_for_share(1 - terms.wanted_share, terms.noise_cv))

    @mistake(
        "You paid in proportion to attainment. Asked is the default curve, which runs "
        "steeper above the quota and pays nothing below the threshold."
    )
    def in_proportion(self) -> Answers:
        """Leave the curve out."""
        terms = self.settings()
        factor = quota_for_share(terms.wanted_share, terms.noise_cv)
        return {"times_target": curve_cost(None, factor, terms.noise_cv)}


class Q105(BehaviourQuestion):
    """Last-month share under a linear and a threshold plan, and whether it differs."""

    number = "10.5"
    text = (
        "What share of the bookings falls into the last month of the quarter under "
        "each plan, and is the difference larger than chance would make it?"
    )
    rule = "S73"
    minutes = 7
    parts = (
        share_part("linear_share", tolerance=0.005),
        share_part("threshold_share", tolerance=0.005),
        yes_no("is_real"),
    )
    hints = (
        "Divide the third month by the sum of the three, for each plan.",
        "Chance moves the difference by the root of the sum of the squares of the two "
        "margins of chance in the table.",
        "The difference is real when it is larger than that.",
    )
    meaning = (
        "The same deals, moved: the company sold nothing more and gave discounts for "
        "it. Whether that or more effort rules in practice is disputed; look at your "
        "own months."
    )
    explanation = (
        "Under pay in proportion a moved deal wins nothing. A threshold makes the last "
        "deal before it worth much, so deals are pulled ahead at a discount. The "
        "margins of chance tell whether so many KAMs could differ by luck."
    )

    def _timings(self) -> dict[str, Timing]:
        t = self.settings()
        return {
            name: timing(
                curve,
                movable=t.movable,
                discount=t.pull_discount,
                noise_cv=t.noise_cv,
                kams=t.team_size,
                seed=t.draw_seed,
            )
            for name, curve in (("Linear", None), ("Threshold", Curve()))
        }

    def bookings(self) -> Table:
        """Show bookings by month of the quarter under the two plans."""
        rows = []
        for name, one in self._timings().items():
            booked = [round(1000 * part, 1) for part in one.by_month]
            rows.append([name, *booked, (one.high - one.low) / 2])
        names = ["plan", *MONTHS, "margin"]
        columns = {"plan": Column("Plan")}
        columns |= {m: Column(f"{m.capitalize()} month", "number") for m in MONTHS}
        columns["margin"] = Column("Margin of chance of the share, ±", "share")
        quarters = next(iter(self._timings().values())).n
        caption = (
            "Bookings of the same deals by month of the quarter, in thousandths of the "
            f"quarter (n = {quarters:,} KAM-quarters)."
        )
        return Table(pd.DataFrame(rows, columns=names), columns, caption)

    def _answers(self, shares: list[float]) -> Answers:
        return {"linear_share": shares[0], "threshold_share": shares[1]}

    def reference(self) -> Answers:
        """Divide, and hold the difference against chance."""
        one, two = self._timings().values()
        chance = math.hypot((one.high - one.low) / 2, (two.high - two.low) / 2)
        gap = abs(two.last_month_share - one.last_month_share)
        shares = self._answers([one.last_month_share, two.last_month_share])
        return {**shares, "is_real": "yes" if gap > chance else "no"}

    @mistake(
        "You took the first month of the quarter. Asked is the last, the one before "
        "the deadline."
    )
    def first_month(self) -> Answers:
        """Take the wrong end."""
        return self._answers([one.by_month[0] for one in self._timings().values()])

    @mistake(
        "You divided by the two other months. Asked is the share of the whole quarter: "
        "divide by all three."
    )
    def against_the_others(self) -> Answers:
        """Give a ratio."""
        months = [one.by_month for one in self._timings().values()]
        return self._answers([m[2] / (m[0] + m[1]) for m in months])
