"""Questions 9.5 and 9.10: a gate on receivables, and whose lateness it counts."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation import find_plan, pay
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_basics import PayQuestion
from kamlab.teaching.parts import Part, yes_no
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

SOLD, COLLECTED, QUOTA = 500_000.0, 410_000.0, 480_000.0
OWED = 500_000.0
OVERDUE = {
    "the account pays late": 65_000.0,
    "we delivered late; the account waits": 20_000.0,
    "we wrote a wrong invoice": 5_000.0,
}
OF_THE_KAM = "the account pays late"  # the others: colleagues' work (S41, S67)


class GateQuestion(PayQuestion):
    """A quarter under a plan that pays on cash while too much is overdue."""

    def paid(self, overdue: float) -> float:
        """Give the variable pay of the quarter for an overdue share."""
        plan = find_plan("paid_when_paid")
        gate = plan.gates[0].model_copy(
            update={"at_most": self.settings().overdue_limit}
        )
        day = pd.Timestamp("2025-10-01")
        results = pd.DataFrame(
            {
                "kam_id": ["K"],
                "period": [day],
                "period_end": [day + pd.offsets.QuarterEnd(0)],
                "revenue": [SOLD],
                "quota_revenue": [QUOTA],
                "collected_cash": [COLLECTED],
                "overdue_share": [overdue],
                "target_variable": [self.target()],
            }
        )
        plan = plan.model_copy(update={"gates": (gate,)})
        return float(pay(plan, results).table["variable"].iloc[0])

    def target(self) -> float:
        """Give the target variable pay of a quarter."""
        return round(self.settings().target_variable / 4, 2)

    def overdue(self) -> float:
        """Give the share of what is owed that is overdue, whatever the cause."""
        return sum(OVERDUE.values()) / OWED

    def controllable(self) -> float:
        """Give the share of what is owed that is overdue for a cause of the KAM's."""
        return OVERDUE[OF_THE_KAM] / OWED

    def shown(self, rows: list[tuple[str, float]], caption: str) -> Table:
        """Show amounts of the quarter."""
        frame = pd.DataFrame(rows, columns=["what", "amount"])
        columns = {"what": Column("What"), "amount": Column("Amount, EUR", "money")}
        return Table(frame, columns, caption, rows=len(rows))


class Q95(GateQuestion):
    """The receivables gate on one pay slip (golden: 10,500 and 6,375)."""

    number = "9.5"
    text = (
        "What variable pay does the quarter bring without the gate, and what with it?"
    )
    rule = "S72, S79"
    minutes = 5
    parts = (
        Part("pay_on_sales", "num", tolerance=1),
        Part("pay_with_gate", "num", tolerance=1),
    )
    hints = (
        "Divide what is overdue by what is owed, and compare with overdue_limit.",
        "Above the limit collected cash counts in place of sales, against the same "
        "quota.",
        "Result over quota, then the curve, then times the target of the quarter.",
    )
    meaning = (
        "A sale is paid for when the account pays: chase the invoice before the last "
        "week of the quarter."
    )
    explanation = (
        "The gate changes what is measured, not how it is paid: cash over quota goes "
        "on the same curve. It can fall below the threshold there."
    )

    def slip(self) -> Table:
        """Show the quarter."""
        rows = [
            ("Target variable pay of the quarter", self.target()),
            ("Sales quota", QUOTA),
            ("Sales", SOLD),
            ("Cash collected", COLLECTED),
            ("Owed by the accounts on the last day", OWED),
            ("… of which overdue", sum(OVERDUE.values())),
        ]
        return self.shown(rows, "A quarter of one KAM.")

    def reference(self) -> Answers:
        """Pay the quarter with the gate out of the way, and with it."""
        return {
            "pay_on_sales": self.paid(0.0),
            "pay_with_gate": self.paid(self.overdue()),
        }

    @mistake(
        "You paid on sales although the gate is missed. With too much overdue, cash "
        "counts in place of sales."
    )
    def gate_forgotten(self) -> Answers:
        """Leave the gate open."""
        return {"pay_with_gate": self.paid(0.0)}

    @mistake(
        "You paid nothing. This gate does not close: it lets cash count in place of "
        "sales."
    )
    def gate_closed(self) -> Answers:
        """Pay nothing at a missed gate."""
        return {"pay_with_gate": 0.0}

    @mistake(
        "You cut the pay in proportion to cash. Asked is the curve: cash over quota "
        "first, then what the curve pays for it."
    )
    def in_proportion(self) -> Answers:
        """Scale the pay by cash over sales."""
        return {"pay_with_gate": self.paid(0.0) * COLLECTED / SOLD}

    @mistake(
        "You paid in proportion to the quota. Asked is what the curve pays for the "
        "attainment."
    )
    def without_the_curve(self) -> Answers:
        """Pay the attainment itself."""
        return {"pay_on_sales": self.target() * SOLD / QUOTA}


class Q910(GateQuestion):
    """A gate on what the KAM controls (golden: .13; not missed; 10,500)."""

    number = "9.10"
    text = (
        "Count only what is overdue for a cause the KAM controls: which share of what "
        "is owed is that, is the gate still missed, and what is paid?"
    )
    rule = "S41, S67"
    minutes = 3
    parts = (
        share_part("controllable_share"),
        yes_no("still_missed"),
        Part("fair_pay", "num", tolerance=1),
    )
    hints = (
        "Late delivery and wrong invoices are the work of colleagues; they are outside "
        "the KAM's control.",
        "Divide by all that is owed, as the gate does, and compare with overdue_limit.",
    )
    meaning = (
        "A gate on every overdue invoice makes the KAM answer for the warehouse: note "
        "the cause of each, and ask for a gate on causes you can act on."
    )
    explanation = (
        "Only invoices that the account simply pays late stay in the share. Where that "
        "share is within the limit, sales count again."
    )

    def causes(self) -> Table:
        """Show why each part of the overdue amount is overdue."""
        rows = [(f"Overdue: {cause}", amount) for cause, amount in OVERDUE.items()]
        rows.append(("Owed by the accounts on the last day", OWED))
        return self.shown(rows, "The same quarter, by cause.")

    def _with(self, overdue: float) -> Answers:
        return {
            "controllable_share": overdue,
            "still_missed": "yes" if overdue > self.settings().overdue_limit else "no",
            "fair_pay": self.paid(overdue),
        }

    def reference(self) -> Answers:
        """Count the causes of the KAM only, and pay again."""
        return self._with(self.controllable())

    @mistake(
        "You counted every overdue invoice. Late deliveries and wrong invoices are "
        "colleagues' work, outside the KAM's control (rules S41 and S67)."
    )
    def every_cause(self) -> Answers:
        """Count what is overdue whatever the cause."""
        return self._with(self.overdue())

    @mistake(
        "You divided by what is overdue. The gate looks at the share of all that is "
        "owed."
    )
    def of_the_overdue(self) -> Answers:
        """Divide by the wrong total."""
        return {"controllable_share": OVERDUE[OF_THE_KAM] / sum(OVERDUE.values())}

    @mistake(
        "You took off the late deliveries and left the wrong invoices in. Both are "
        "outside the KAM's control."
    )
    def one_cause_left_in(self) -> Answers:
        """Forget the accounting error."""
        own = OVERDUE[OF_THE_KAM] + OVERDUE["we wrote a wrong invoice"]
        return {"controllable_share": own / OWED}
