"""Questions 9.8 and 9.9: one rate for all against slices; one deal, two KAMs."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from kamlab.compensation import Fees, Tier, credited_deals, fee, find_plan
from kamlab.compensation.rates import Rates, Step
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_basics import DEAL, PayQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

STARTS = (0.0, 10_000.0, 50_000.0, 100_000.0)
RATES = (0.01, 0.02, 0.03, 0.04)
SALES, BOUNDARY = 60_000.0, 50_000.0
LARGE_FROM = 300_000.0
CREDITS = (0.6, 0.4)


def earned(sales: float, mode: Literal["whole", "marginal"]) -> float:
    """Give the commission on sales under the rate table, in currency."""
    steps = (Step(start=s, rate=r) for s, r in zip(STARTS, RATES, strict=True))
    return float(Rates(mode=mode, tiers=tuple(steps)).pieces.at(sales))


class Q98(PayQuestion):
    """Whole-amount against marginal tiers (golden: 1,800; 1,200; 2 %; 500)."""

    number = "9.8"
    text = (
        "What do the sales pay if the rate of the tier holds for the whole amount, and "
        "if each slice has its own rate? What is the blended rate of the slices, and "
        "by how much does the pay of the whole-amount table jump at the boundary?"
    )
    rule = "S75"
    minutes = 5
    parts = (
        Part("whole_pay", "num", tolerance=0.5),
        Part("slices_pay", "num", tolerance=0.5),
        share_part("blended_rate", tolerance=0.0005),
        Part("jump", "num", tolerance=0.5),
    )
    hints = (
        "Whole amount: find the tier the sales are in, and multiply all of them by its "
        "rate.",
        "Slices: the first tier's amount at its rate, the second tier's at its rate, "
        "the rest at the third.",
        "The blended rate is the pay of the slices divided by the sales. The jump is "
        "the pay at the boundary less the pay a hair below it.",
    )
    meaning = (
        "At a jump one order moves hundreds of euros of pay: there deals are hurried, "
        "held back or cut. Slices have no such place."
    )
    explanation = (
        "A tier holds its lower bound. Under the whole-amount reading everything sold "
        "gets the tier's rate, so at the boundary the earlier sales are paid anew; "
        "slice by slice only what lies above gets the higher rate."
    )

    def table(self) -> Table:
        """Show the rate table."""
        frame = pd.DataFrame({"start": STARTS, "rate": RATES})
        columns = {
            "start": Column("From sales of, EUR", "money"),
            "rate": Column("Rate", "share"),
        }
        caption = f"Sales of {SALES:,.0f} EUR; the boundary is {BOUNDARY:,.0f} EUR."
        return Table(frame, columns, caption, rows=len(frame))

    def reference(self) -> Answers:
        """Read both tables."""
        slices = earned(SALES, "marginal")
        above, below = earned(BOUNDARY, "whole"), RATES[1] * BOUNDARY
        return {
            "whole_pay": earned(SALES, "whole"),
            "slices_pay": slices,
            "blended_rate": slices / SALES,
            "jump": above - below,
        }

    @mistake(
        "You paid slice by slice. Asked here is one rate for the whole amount: that of "
        "the tier it falls into."
    )
    def slices_for_whole(self) -> Answers:
        """Take the other reading."""
        return {"whole_pay": earned(SALES, "marginal")}

    @mistake(
        "You paid one rate for the whole amount. Asked here are slices: each part of "
        "the sales at the rate of its own tier."
    )
    def whole_for_slices(self) -> Answers:
        """Take the other reading."""
        whole = earned(SALES, "whole")
        return {"slices_pay": whole, "blended_rate": whole / SALES}

    @mistake(
        "You took the mean of the rates in the table. The blended rate is the pay of "
        "the slices divided by all sales."
    )
    def mean_of_rates(self) -> Answers:
        """Average the rates that were touched."""
        return {"blended_rate": sum(RATES) / len(RATES)}

    @mistake(
        "You counted only the sales above the boundary. At the boundary the rate "
        "changes for everything sold before."
    )
    def above_only(self) -> Answers:
        """Pay the difference on the last slice."""
        return {"jump": (SALES - BOUNDARY) * (RATES[2] - RATES[1])}


class Q99(PayQuestion):
    """Split against double credit (golden: 12,000, 8,000; 40,000)."""

    number = "9.9"
    text = (
        "What does each of the two KAMs get when the credit is split, and what does "
        "the deal cost the company when both are credited in full?"
    )
    rule = "S75, S41"
    minutes = 4
    parts = (
        Part("first_kam", "num", tolerance=1),
        Part("second_kam", "num", tolerance=1),
        Part("cost_double", "num", tolerance=1),
    )
    hints = (
        "The size of the whole deal decides on the rate; then the fee is shared.",
        "In full for both means: the whole fee, twice.",
    )
    meaning = (
        "Double credit buys help between colleagues at twice the price; a split costs "
        "nothing more and has to be agreed before the deal."
    )
    explanation = (
        "The deal is a large one, so its fee is size × large_rate. Credits that sum to "
        "one share that fee; double credit pays it once more."
    )

    def deal(self) -> Table:
        """Show the deal, the fee table and the credits."""
        terms = self.settings()
        rows = [
            ("Size of the deal, EUR", f"{DEAL:,.0f}"),
            ("A deal is large from, EUR", f"{LARGE_FROM:,.0f}"),
            ("Fee on a medium deal", f"{terms.medium_rate:.1%}"),
            ("Fee on a large deal, on the whole of it", f"{terms.large_rate:.1%}"),
            ("Credit of the first KAM", f"{CREDITS[0]:.0%}"),
            ("Credit of the second KAM", f"{CREDITS[1]:.0%}"),
        ]
        frame = pd.DataFrame(rows, columns=["what", "words"])
        columns = {"what": Column("What"), "words": Column("Figure", "number")}
        return Table(frame, columns, "One deal, two KAMs; the fee is theirs.", rows=6)

    def _fees(self) -> Fees:
        terms = self.settings()
        return Fees(
            tiers=(
                Tier(start=0, rate=terms.medium_rate),
                Tier(start=LARGE_FROM, rate=terms.large_rate),
            )
        )

    def _shared(self, credits: tuple[float, float], double: bool) -> list[float]:
        """Credit the deal as the package does and pay its fee."""
        plan = find_plan("percent_of_deal").model_copy(update={"double_credit": double})
        deal = pd.DataFrame(
            {"kam_id": ["A"], "period": ["2025-06-30"], "deal": ["D"], "amount": [DEAL]}
        )
        splits = pd.DataFrame(
            {"deal": "D", "kam_id": ["A", "B"], "credit": list(credits)}
        )
        credited = credited_deals(plan, deal, splits)
        paid = fee(credited["amount"], self._fees()) * credited["credit"]
        return [float(x) for x in paid]

    def reference(self) -> Answers:
        """Pay the whole deal's fee by credit."""
        first, second = self._shared(CREDITS, double=False)
        both = sum(self._shared((1.0, 1.0), double=True))
        return {"first_kam": first, "second_kam": second, "cost_double": both}

    @mistake(
        "You looked each KAM's part up in the fee table. The size of the whole deal "
        "decides on the rate, not the part."
    )
    def parts_looked_up(self) -> Answers:
        """Treat the parts as two deals."""
        parts = fee([DEAL * credit for credit in CREDITS], self._fees())
        return {"first_kam": parts[0], "second_kam": parts[1]}

    @mistake("You shared alike. Asked is the fee by the agreed credits.")
    def alike(self) -> Answers:
        """Halve the fee."""
        half = float(fee([DEAL], self._fees())[0]) / 2
        return {"first_kam": half, "second_kam": half}

    @mistake(
        "This is the fee once. Credited in full, each of the two gets it: the company "
        "pays it twice."
    )
    def paid_once(self) -> Answers:
        """Forget the second KAM."""
        return {"cost_double": float(fee([DEAL], self._fees())[0])}
