"""Questions 9.1 and 9.2: from mix and curve to pay, and what a percentage does."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation import Curve, payout, same_pay
from kamlab.compensation.paper_slip import PLANS, REACHED
from kamlab.compensation.practice_settings import PayPracticeSettings
from kamlab.presentation import Column, Table
from kamlab.teaching.parts import Part
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, Question, mistake

DEAL = 400_000.0


class PayQuestion(Question):
    """A question about pay, with the terms of the notebook."""

    def settings(self) -> PayPracticeSettings:
        """Give the terms of the notebook."""
        return self.book.settings(PayPracticeSettings)


class Q91(PayQuestion):
    """Three plans on the default curve (golden: .804 and 112,944)."""

    number = "9.1"
    text = (
        "Which share of the target variable pay is earned, and what is the year's pay?"
    )
    rule = "S72, S73"
    minutes = 5
    parts = (share_part("paid_share"), Part("year_pay", "num", tolerance=1))
    hints = (
        "Read the payout of each plan from the curve first: below quota the line runs "
        "from half the pay at three quarters of quota to all of it at quota.",
        "An attainment below the threshold pays nothing, however near it is.",
        "Multiply each payout by its weight and add up; that share of the variable "
        "target comes on top of the base.",
    )
    meaning = (
        "A plan far below its threshold costs its whole weight; a plan above quota "
        "cannot make up for it on its own."
    )
    explanation = (
        "Each plan goes to the curve on its own. The payouts, weighted, give the share "
        "of the target variable pay; base and variable together are the year's pay."
    )

    def slip(self) -> Table:
        """Show the three plans, their weights and what was reached."""
        frame = pd.DataFrame(
            {"part": PLANS, "weight": self.settings().weights, "reached": REACHED}
        )
        columns = {
            "part": Column("Plan"),
            "weight": Column("Weight", "share"),
            "reached": Column("Result, of quota", "share"),
        }
        return Table(frame, columns, "What the KAM reached in the year.", rows=3)

    def _year(self, paid: float) -> Answers:
        terms = self.settings()
        base = terms.ote * terms.base_share
        return {"paid_share": paid, "year_pay": base + terms.target_variable * paid}

    def _weighted(self, values: list[float]) -> float:
        return sum(w * v for w, v in zip(self.settings().weights, values, strict=True))

    def reference(self) -> Answers:
        """Put each plan on the curve, weigh, add the base."""
        return self._year(self._weighted(payout(REACHED, Curve()).tolist()))

    @mistake(
        "You weighted the attainments and put their average on the curve. Asked is "
        "each plan on the curve on its own, weighted afterwards."
    )
    def average_on_the_curve(self) -> Answers:
        """Weigh first, look up afterwards."""
        average = self._weighted(list(REACHED))
        return self._year(float(payout(average, Curve())))

    @mistake(
        "You paid the attainment itself. Asked is the payout: what the curve pays for "
        "that attainment."
    )
    def without_the_curve(self) -> Answers:
        """Pay in proportion."""
        return self._year(self._weighted(list(REACHED)))

    @mistake(
        "You paid the whole target pay by the curve. Only the variable part depends on "
        "results; the base is paid in any case."
    )
    def base_on_the_curve(self) -> Answers:
        """Forget the mix."""
        paid = self.reference()["paid_share"]
        return {"year_pay": self.settings().ote * paid}

    @mistake("This is the variable pay alone. Asked is the year's pay, base included.")
    def variable_alone(self) -> Answers:
        """Forget the base."""
        paid = self.reference()["paid_share"]
        return {"year_pay": self.settings().target_variable * paid}


class Q92(PayQuestion):
    """From which size a large deal pays more than a medium one (golden: 1.2 m)."""

    number = "9.2"
    text = (
        "What does the medium deal pay as a fee, and above which size does a large "
        "deal pay more?"
    )
    rule = "S75"
    minutes = 3
    parts = (
        Part("medium_fee", "num", tolerance=1),
        Part("even_size", "num", tolerance=1),
    )
    hints = (
        "The fee of a deal is its size times its rate.",
        "Which size, times the rate of a large deal, gives the fee of the medium deal?",
    )
    meaning = (
        "Between the two sizes the larger deal pays less: deals will be cut in two, or "
        "signed in two halves."
    )
    explanation = (
        "Both fees are equal where size × large_rate is the medium deal's fee: its "
        "size times medium_rate, divided by large_rate."
    )

    def reference(self) -> Answers:
        """Set the two fees equal."""
        terms = self.settings()
        return {
            "medium_fee": DEAL * terms.medium_rate,
            "even_size": same_pay(DEAL, terms.medium_rate, terms.large_rate),
        }

    @mistake(
        "This is how many times larger the deal must be. Asked is its size, in money."
    )
    def ratio(self) -> Answers:
        """Give the factor."""
        terms = self.settings()
        return {"even_size": terms.medium_rate / terms.large_rate}

    @mistake(
        "You took the fee at the large deal's rate. Asked is the fee of the medium "
        "deal, at medium_rate."
    )
    def other_rate(self) -> Answers:
        """Use the other rate."""
        return {"medium_fee": DEAL * self.settings().large_rate}

    @mistake(
        "You added the difference of the rates to the size. Asked is where size times "
        "rate comes out the same: rates multiply."
    )
    def rates_added(self) -> Answers:
        """Add points in place of dividing."""
        terms = self.settings()
        return {"even_size": DEAL * (1 + terms.medium_rate - terms.large_rate)}
