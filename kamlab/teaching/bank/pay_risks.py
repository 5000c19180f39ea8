"""Questions 10.7 and 10.9: what a risk is worth, and what a windfall is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation.scenarios import safe_income
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_incentives import BehaviourQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, mistake

STEADY = 90_000.0
BOLD = (60_000.0, 90_000.0, 150_000.0)
DEALS = {"Alpha": 0.25, "Beta": 0.5, "Gamma": 0.6, "Delta": 1.1}


class Q107(BehaviourQuestion):
    """The safe income that is as good as a swinging one."""

    number = "10.7"
    text = (
        "Which safe income is as good as the bold offer to a KAM with this risk "
        "aversion, what do its swings cost, and which offer does the KAM take?"
    )
    rule = "S76"
    minutes = 6
    parts = (
        Part("safe_worth", "num", tolerance=50),
        Part("price_of_swings", "num", tolerance=50),
        Part("taken", "choice", options={"steady": ("safe",), "bold": ("swinging",)}),
    )
    hints = (
        "At a risk aversion of 2 the safe income is the harmonic mean: 3 divided by "
        "the sum of 1/60,000, 1/90,000 and 1/150,000.",
        "At any other γ: raise each income to the power 1 − γ, take the mean, and "
        "raise it to the power 1 / (1 − γ); at 1 take the geometric mean.",
        "The price of the swings is the mean of the three less the safe income.",
    )
    meaning = (
        "The offer with the higher mean is not the better one to somebody who minds "
        "lean years. The company pays for the swings and nobody enjoys them."
    )
    explanation = (
        "The certainty equivalent: (mean of income^(1−γ))^(1/(1−γ)). Compare that, not "
        "the mean, with the steady offer."
    )

    def offers(self) -> Table:
        """Show the two offers."""
        rows = [("Steady", STEADY, STEADY, STEADY), ("Bold", *BOLD)]
        names = ["offer", "poor", "usual", "good"]
        columns = {"offer": Column("Offer")}
        columns |= {n: Column(f"{n.capitalize()} year", "money") for n in names[1:]}
        caption = (
            "Income of a year; poor, usual and good years are equally likely. The "
            f"KAM's relative risk aversion is {self.settings().risk_aversion:g}."
        )
        return Table(pd.DataFrame(rows, columns=names), columns, caption)

    def _worth(self, safe: float) -> Answers:
        return {
            "safe_worth": safe,
            "price_of_swings": float(np.mean(BOLD)) - safe,
            "taken": "bold" if safe > STEADY else "steady",
        }

    def reference(self) -> Answers:
        """Find the safe income that is as good, and compare."""
        gamma = self.settings().risk_aversion
        return self._worth(float(safe_income([[x] for x in BOLD], gamma)[0]))

    @mistake(
        "You compared the means. Asked is the safe income that is as good; to somebody "
        "who minds swings it lies below the mean."
    )
    def by_the_mean(self) -> Answers:
        """Mind no swings."""
        return self._worth(float(np.mean(BOLD)))

    @mistake(
        "You took the geometric mean, which belongs to a risk aversion of 1. Asked is "
        "the one of the parameters cell."
    )
    def geometric(self) -> Answers:
        """Take the logarithm for everybody."""
        return self._worth(float(safe_income([[x] for x in BOLD], 1.0)[0]))


class Q109(BehaviourQuestion):
    """Which deals are windfalls, and what is paid when they are cut at the line."""

    number = "10.9"
    text = (
        "Which deals are windfalls, and what do all four pay together when a windfall "
        "is paid up to the line only?"
    )
    rule = "S75"
    minutes = 5
    parts = (
        Part("windfalls", "set", options=dict.fromkeys(DEALS, ())),
        Part("paid_in_all", "num", tolerance=1),
    )
    hints = (
        "The line is target_pay times windfall_line. A windfall pays more than that; "
        "exactly on the line is none.",
        "Add up the pay of the four deals, the windfalls with the line in place of "
        "their pay.",
    )
    meaning = (
        "The rule has to stand in the plan before the deal comes; afterwards it is a "
        "quarrel about the best deal of the year."
    )
    explanation = (
        "Pay for a deal above the line counts as a windfall. Here it is cut to the "
        "line; many plans only ask for a review (practice guideline, no law)."
    )

    def deals(self) -> Table:
        """Show what each deal would pay."""
        terms = self.settings()
        rows = [(name, part * terms.target_pay) for name, part in DEALS.items()]
        columns = {"deal": Column("Deal"), "pay": Column("Pay for it", "money")}
        target = f"{terms.target_pay:,.0f}"
        caption = f"Four deals of a KAM with a target variable pay of {target}."
        return Table(pd.DataFrame(rows, columns=list(columns)), columns, caption)

    def _line(self) -> float:
        return self.settings().windfall_line

    def _paid(self, line: float) -> float:
        return self.settings().target_pay * sum(min(x, line) for x in DEALS.values())

    def reference(self) -> Answers:
        """Hold each deal against the line, and cut there."""
        line = self._line()
        return {
            "windfalls": {name for name, part in DEALS.items() if part > line},
            "paid_in_all": self._paid(line),
        }

    @mistake("You took 'at least'. Asked is more than the line: on it is no windfall.")
    def at_least(self) -> Answers:
        """Count the deal on the line."""
        line = self._line()
        return {"windfalls": {name for name, part in DEALS.items() if part >= line}}

    @mistake(
        "You paid nothing for the windfalls. Asked is their pay up to the line; only "
        "what lies above it falls away."
    )
    def nothing_for_windfalls(self) -> Answers:
        """Strike them out."""
        line = self._line()
        kept = sum(part for part in DEALS.values() if part <= line)
        return {"paid_in_all": self.settings().target_pay * kept}

    @mistake(
        "You cut the sum of all deals at the line. Asked is each deal on its own "
        "against the line."
    )
    def cut_the_sum(self) -> Answers:
        """Hold the year against the line of a deal."""
        whole = min(sum(DEALS.values()), self._line())
        return {"paid_in_all": self.settings().target_pay * whole}
