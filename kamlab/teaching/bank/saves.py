"""Questions 8.5, 8.7 and 8.9: whom to save, and what a discount must bring."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.decision import BreakEven, discount_break_even
from kamlab.churn.what_if import true_effects
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.lab_models import LARGE, LabQuestion
from kamlab.teaching.parts import Part, share
from kamlab.teaching.question import Answers, mistake

COST = 20.0
CASES = pd.DataFrame(
    {
        "account": ["P", "Q", "R"],
        "risk": [0.6, 0.3, 0.1],
        "effect": [0.05, 0.20, 0.05],
        "value": [200.0, 300.0, 900.0],
    }
)
NAMES: dict[str, tuple[str, ...]] = dict.fromkeys(CASES["account"], ())
PLACES = (
    0.1,
    0.4,
    0.7,
    0.95,
    1.0,
)  # where in the order of risk five accounts are taken
YEAR = 12
DISCOUNT, MARGIN, RISK = 0.10, 0.30, 0.40


class Q85(LabQuestion):
    """Net gains of a save call at three accounts (golden: −10, +40, +25)."""

    number = "8.5"
    text = (
        "What does a save call bring at P, at Q and at R after its cost, and whom do "
        "you call?"
    )
    rule = "S70"
    minutes = 6
    parts = (
        *(Part(f"gain_{name.lower()}", "num", tolerance=0.01) for name in NAMES),
        Part("to_call", "set", options=NAMES),
    )
    hints = (
        "The call changes the risk by the effect, no more. Multiply effect and value.",
        "Take the cost of the call off. Whoever is left above 0 is worth it.",
    )
    meaning = (
        "P is most likely to go and is the one to leave alone: the call hardly changes "
        "anything there."
    )
    explanation = (
        "Gain = effect × value − cost. The risk itself does not enter: it says who may "
        "leave, not whom the call keeps."
    )

    def cases(self) -> Table:
        """Show risk, effect of the call and worth of three accounts."""
        columns = {
            "account": Column("Account"),
            "risk": Column("Risk", "share"),
            "effect": Column("Risk the call takes away, points", "share"),
            "value": Column("Leaves in a year", "money"),
        }
        return Table(CASES, columns, f"A save call costs {COST:.0f} at each.")

    def _answers(self, gains: pd.Series) -> Answers:
        answers: Answers = {
            f"gain_{name.lower()}": float(gain)
            for name, gain in zip(CASES["account"], gains, strict=True)
        }
        return answers | {"to_call": set(CASES.loc[gains > 0, "account"])}

    def reference(self) -> Answers:
        """Multiply effect and value, less the cost."""
        return self._answers(CASES["effect"] * CASES["value"] - COST)

    @mistake(
        "You multiplied the risk with the value. Asked is what the call brings: it "
        "takes away only its effect of the risk."
    )
    def risk_for_effect(self) -> Answers:
        """Save the whole risk."""
        return self._answers(CASES["risk"] * CASES["value"] - COST)

    @mistake("You left out what the call costs. Asked is the gain after its cost.")
    def without_cost(self) -> Answers:
        """Forget the cost."""
        gains = self._answers(CASES["effect"] * CASES["value"])
        return {name: gain for name, gain in gains.items() if name != "to_call"}

    @mistake(
        "You multiplied risk and effect. The effect is already in points of the risk: "
        "what the call takes away, not a share of it."
    )
    def effect_as_share(self) -> Answers:
        """Take the effect for a share of the risk."""
        return self._answers(CASES["risk"] * CASES["effect"] * CASES["value"] - COST)

    @mistake(
        "You called the one most likely to leave. Asked is whom the call pays for: "
        "where effect times value is above the cost."
    )
    def riskiest(self) -> Answers:
        """Call by risk."""
        return {"to_call": {str(CASES.nlargest(1, "risk")["account"].iloc[0])}}


class Q87(LabQuestion):
    """The order of risk is not the order of what a call changes."""

    number = "8.7"
    text = (
        "In which order do the five accounts stand by risk, and in which by what the "
        "call changes, largest first?"
    )
    rule = "S70"
    minutes = 5
    needs_truth = LARGE
    parts = (
        Part("by_risk", "order", accounts_of=LARGE),
        Part("by_effect", "order", accounts_of=LARGE),
    )
    hints = (
        "What the call changes is the risk without it less the risk with it.",
        "Rank by the difference, not by the risk and not by what remains.",
    )
    meaning = (
        "Who is nearly gone is hard to keep, and who is safe needs no call. The call "
        "changes most in between."
    )
    explanation = (
        "Subtract the risk with the call from the risk without it. That difference is "
        "the uplift; only it makes a call worth its cost."
    )

    def cases(self) -> Table:
        """Show five accounts with their true risk without and with the call."""
        columns = {
            "account_id": Column("Account"),
            "without": Column("Risk in a year without the call", "share"),
            "with_call": Column("with the call", "share"),
        }
        table = self._accounts().sort_values("account_id")[list(columns)]
        return Table(table, columns, "Five accounts of the large company, by id.")

    def _accounts(self) -> pd.DataFrame:
        firm = self.book.company(LARGE)
        table = self.book.once(
            "true effects", firm, lambda: true_effects(firm, horizon=YEAR)
        )
        if len(table) < len(PLACES):
            raise NotEnoughDataError("Fewer than five accounts are left to call.")
        table = table.sort_values(["risk", "account_id"], ignore_index=True)
        rows = sorted({round(place * (len(table) - 1)) for place in PLACES})
        found = table.iloc[rows].round({"risk": 6, "true_effect": 6})
        return pd.DataFrame(
            {
                "account_id": found["account_id"],
                "without": found["risk"],
                "with_call": (found["risk"] - found["true_effect"]).round(6),
                "effect": found["true_effect"],
                "part": found["true_effect"] / found["risk"],
            }
        )

    def _by(self, column: str, ascending: bool = False) -> tuple[str, ...]:
        table = self._accounts().sort_values(
            [column, "account_id"], ascending=[ascending, True]
        )
        return tuple(table["account_id"])

    def reference(self) -> Answers:
        """Rank by risk, and by the difference the call makes."""
        return {"by_risk": self._by("without"), "by_effect": self._by("effect")}

    @mistake(
        "You ranked by risk where the change is asked: the risk without the call less "
        "the risk with it."
    )
    def risk_for_effect(self) -> Answers:
        """Take risk for uplift."""
        return {"by_effect": self._by("without")}

    @mistake(
        "You ranked by the share of the risk that goes. Asked is the change itself, in "
        "points."
    )
    def by_part(self) -> Answers:
        """Divide in place of subtracting."""
        return {"by_effect": self._by("part")}

    @mistake("This is the order from the smallest to the largest. Begin at the top.")
    def upside_down(self) -> Answers:
        """Rank the wrong way round."""
        return {"by_risk": self._by("without", ascending=True)}


class Q89(LabQuestion):
    """Break-even of a discount, in volume and in accounts kept."""

    number = "8.9"
    text = (
        "How much more must be sold for the discount to pay, from which risk on can it "
        "pay as a means to keep the account, and what share of the leavers must it "
        "keep here?"
    )
    rule = "S69"
    minutes = 6
    parts = (share("more_volume"), share("risk_needed"), share("kept_needed"))
    hints = (
        "After the discount the margin is margin − discount. How many such margins "
        "make one old margin?",
        "Everybody gets the discount, also who would have stayed: that is what the "
        "leavers kept must pay for.",
        "Without: (1 − risk) × margin. With, keeping a share k of the leavers: (1 − "
        "risk × (1 − k)) × (margin − discount). Set them equal.",
    )
    meaning = (
        "A tenth off is a third of the margin here. As a means to keep accounts it is "
        "paid mostly to those who would have stayed."
    )
    explanation = (
        "Volume: discount / (margin − discount). Smallest risk: discount / margin. "
        "Share kept: discount × (1 − risk) / (risk × (margin − discount))."
    )

    def given(self) -> Table:
        """Show discount, margin and risk."""
        rows = [("Discount", DISCOUNT), ("Margin before", MARGIN), ("Risk", RISK)]
        frame = pd.DataFrame(rows, columns=["what", "share"])
        columns = {"what": Column("Given"), "share": Column("Share", "share")}
        return Table(frame, columns, "Discount and margin are shares of the price.")

    def _found(self) -> BreakEven:
        return discount_break_even(DISCOUNT, MARGIN, RISK)

    def reference(self) -> Answers:
        """Set the profit with and without the discount equal."""
        found = self._found()
        return {
            "more_volume": found.volume_needed,
            "risk_needed": found.risk_needed,
            "kept_needed": found.kept_needed,
        }

    @mistake(
        "You took the discount itself. Asked is how much more must be sold at the "
        "smaller margin to earn the same."
    )
    def the_discount(self) -> Answers:
        """Sell a tenth more for a tenth off."""
        return {"more_volume": DISCOUNT}

    @mistake(
        "You divided by the old margin. Each further sale brings only what is left of "
        "it: margin − discount."
    )
    def old_margin(self) -> Answers:
        """Divide by the margin before."""
        return {"more_volume": DISCOUNT / MARGIN}

    @mistake(
        "You forgot those who stay anyway. They get the discount too, and the leavers "
        "kept must pay for it."
    )
    def leavers_only(self) -> Answers:
        """Charge the discount to the leavers alone."""
        return {"kept_needed": DISCOUNT / MARGIN}

    @mistake(
        "You took the volume needed. Asked is the risk from which it can pay at all, "
        "if it keeps everybody: discount / margin."
    )
    def volume_for_risk(self) -> Answers:
        """Mix up volume and risk."""
        return {"risk_needed": self._found().volume_needed}
