"""Questions 9.6 and 9.7: what is advanced is owed, what leaves is taken back."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation import find_plan, pay
from kamlab.compensation.paper_slip import EARNED, draw_ledger
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_basics import PayQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, mistake

QUOTA, SOLD, LEAVING = 480_000.0, 500_000.0, 60_000.0


class Q96(PayQuestion):
    """A recoverable draw (golden: 500, 800, 1,400)."""

    number = "9.6"
    text = (
        "What does the KAM owe after each of the first three months, and what is paid "
        "out in the fourth?"
    )
    rule = "S76"
    minutes = 4
    parts = (
        *(Part(f"owed_{month}", "num", tolerance=0.5) for month in (1, 2, 3)),
        Part("paid_4", "num", tolerance=0.5),
    )
    hints = (
        "In a month that earns less than the draw, the difference is added to what is "
        "owed.",
        "In a month that earns more, what lies above the draw pays the debt back "
        "first; only the rest is paid out on top.",
    )
    meaning = (
        "A draw smooths lean months and is no pay: whoever leaves in a lean time may "
        "leave a debt. Ask for the balance every month."
    )
    explanation = (
        "Paid is the draw; owed grows by draw less earnings. In a fat month the part "
        "above the draw goes into the debt until it is even."
    )

    def months(self) -> Table:
        """Show what each month earned."""
        frame = pd.DataFrame({"month": range(1, 5), "earned": EARNED})
        columns = {
            "month": Column("Month", "number"),
            "earned": Column("Commission earned, EUR", "money"),
        }
        draw = self.settings().draw
        return Table(frame, columns, f"The draw is {draw:,.0f} EUR a month.", rows=4)

    def reference(self) -> Answers:
        """Run the plan with its draw and read the ledger."""
        table = draw_ledger(self.settings().draw)
        owed = {f"owed_{m}": float(table["owed"][m - 1]) for m in (1, 2, 3)}
        return owed | {"paid_4": float(table["paid"][3])}

    @mistake(
        "This is what each month alone falls short. Asked is what is owed in all: the "
        "debts of earlier months stay."
    )
    def month_by_month(self) -> Answers:
        """Forget the balance carried over."""
        draw = self.settings().draw
        return {f"owed_{m}": draw - EARNED[m - 1] for m in (1, 2, 3)}

    @mistake(
        "You added up what was earned. Asked is what is owed: what was advanced above "
        "it."
    )
    def earned_in_all(self) -> Answers:
        """Sum the commissions."""
        return {f"owed_{m}": sum(EARNED[:m]) for m in (1, 2, 3)}

    @mistake(
        "You paid the whole month out. What lies above the draw pays the debt back "
        "first."
    )
    def debt_forgotten(self) -> Answers:
        """Pay what was earned."""
        return {"paid_4": EARNED[3]}


class Q97(PayQuestion):
    """Clawback after an account leaves (golden: 3,000 and 6,000)."""

    number = "9.7"
    text = (
        "How much of the first quarter's pay is taken back, and what variable pay is "
        "left for the second quarter?"
    )
    rule = "S70, S72"
    minutes = 3
    parts = (
        Part("taken_back", "num", tolerance=1),
        Part("second_quarter", "num", tolerance=1),
    )
    hints = (
        "Work the first quarter out twice: as it was paid, and without the sale that "
        "came to nothing. The difference is taken back.",
        "Both times the result goes over the quota, then on the curve, then times the "
        "target of a quarter.",
        "The second quarter reached its quota; what is taken back comes off its pay.",
    )
    meaning = (
        "Above the quota an account that leaves costs more than its share: it takes "
        "the steep part of the curve with it."
    )
    explanation = (
        "Taken back is what the sale had brought on the curve of its own quarter, not "
        "a share of the pay and not a piece of the new quarter's result."
    )

    def quarters(self) -> Table:
        """Show the two quarters and the account that left."""
        rows = [
            ("Target variable pay of a quarter", self._target()),
            ("Sales quota of each quarter", QUOTA),
            ("Sales of the first quarter", SOLD),
            ("… of which the account that leaves and returns all", LEAVING),
            ("Sales of the second quarter, without it", QUOTA),
        ]
        frame = pd.DataFrame(rows, columns=["what", "amount"])
        columns = {"what": Column("What"), "amount": Column("Amount, EUR", "money")}
        caption = "The return comes in the second quarter; all of it is taken back."
        return Table(frame, columns, caption, rows=len(rows))

    def _target(self) -> float:
        return round(self.settings().target_variable / 4, 2)

    def _paid(self, first: float, second: float, back: bool = False) -> list[float]:
        """Give the variable pay of the two quarters from the engine."""
        plan = find_plan("paid_when_paid").model_copy(update={"gates": ()})
        days = pd.to_datetime(["2025-01-01", "2025-04-01"])
        results = pd.DataFrame(
            {
                "kam_id": "K",
                "period": days,
                "period_end": days + pd.offsets.QuarterEnd(0),
                "revenue": [first, second],
                "quota_revenue": QUOTA,
                "target_variable": self._target(),
            }
        )
        event = pd.DataFrame(
            {"kam_id": ["K"], "period": [days[1]], "of_period": [days[0]]}
        ).assign(amount=LEAVING, measure="revenue")
        table = pay(plan, results, returns=event if back else None).table
        return [float(x) for x in table["variable"]]

    def reference(self) -> Answers:
        """Pay both quarters, with and without what came back."""
        left = self._paid(SOLD, QUOTA, back=True)[1]
        return {
            "taken_back": self._paid(SOLD, QUOTA)[1] - left,
            "second_quarter": left,
        }

    @mistake(
        "You took back a share of the pay. Asked is what the sale had brought: the pay "
        "with it less the pay without it, on the curve."
    )
    def in_proportion(self) -> Answers:
        """Take the share of the sale in the quarter."""
        first, second = self._paid(SOLD, QUOTA)
        back = first * LEAVING / SOLD
        return {"taken_back": back, "second_quarter": second - back}

    @mistake(
        "You took the sale off the new quarter's result. It belongs to the quarter in "
        "which it was paid."
    )
    def off_the_new_quarter(self) -> Answers:
        """Lower the second quarter's result."""
        _, second = self._paid(SOLD, QUOTA)
        left = self._paid(SOLD, QUOTA - LEAVING)[1]
        return {"taken_back": second - left, "second_quarter": left}

    @mistake("You left the second quarter whole. What is taken back comes off its pay.")
    def nothing_taken(self) -> Answers:
        """Pay the quarter in full."""
        return {"second_quarter": self._paid(SOLD, QUOTA)[1]}
