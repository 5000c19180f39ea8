"""Questions 2.1 to 2.3: key and critical, under three criteria."""

from __future__ import annotations

import math

from kamlab.teaching.bank.worths import KeyQuestion
from kamlab.teaching.parts import Part, accounts
from kamlab.teaching.question import Answers, mistake


class Q21(KeyQuestion):
    """Key by revenue, gross margin and contribution (golden: mini)."""

    number = "2.1"
    criteria = ("revenue", "gross_margin", "contribution")
    text = (
        "Which accounts of Mini Supply are key by revenue, by gross margin and by "
        "contribution?"
    )
    rule = "S02, S03"
    minutes = 5
    parts = (
        accounts("by_revenue", of="mini"),
        accounts("by_gross_margin", of="mini"),
        accounts("by_contribution", of="mini"),
    )
    hints = (
        "Divide each account's amount by the total in the last row. Do it once for "
        "each of the three columns.",
        "Key is a share above key_share of the parameters cell. Exactly on the line is "
        "not above it.",
        "The total of contribution includes the accounts that cost us money.",
    )
    meaning = (
        "Three criteria, three lists: the account with the largest invoices need not "
        "be among those that leave something in the till."
    )
    explanation = (
        "An account is key where its amount divided by the total of all active "
        "accounts is above the key line. Each criterion has its own total."
    )

    def reference(self) -> Answers:
        """Take the accounts above the key line, criterion by criterion."""
        return {
            part.name: self.keys("mini", part.name.removeprefix("by_"))
            for part in self.parts
        }

    @mistake(
        "You used revenue. Asked is contribution: what is left after goods, service, "
        "deliveries and credit (rule S03)."
    )
    def revenue_for_contribution(self) -> Answers:
        """Count invoices in place of what is left."""
        return {"by_contribution": self.keys("mini", "revenue")}

    @mistake(
        "You used contribution where revenue is asked: what was invoiced, before any "
        "cost."
    )
    def contribution_for_revenue(self) -> Answers:
        """Count what is left in place of invoices."""
        return {"by_revenue": self.keys("mini", "contribution")}

    @mistake(
        "You used contribution where gross margin is asked: revenue less the goods, "
        "before service and deliveries."
    )
    def contribution_for_gross_margin(self) -> Answers:
        """Take the cost of service off too early."""
        return {"by_gross_margin": self.keys("mini", "contribution")}

    @mistake(
        "You used the critical line. Asked is the lower one, key_share: every account "
        "above it is key."
    )
    def critical_line(self) -> Answers:
        """Use the line of S04 in place of S02."""
        return {
            part.name: self.critical("mini", part.name.removeprefix("by_"))
            for part in self.parts
        }


class Q22(KeyQuestion):
    """Critical accounts by contribution and by revenue (golden: mini)."""

    number = "2.2"
    criteria = ("revenue", "gross_margin", "contribution")
    text = "Which accounts of Mini Supply are critical, by contribution and by revenue?"
    rule = "S04"
    minutes = 3
    parts = (
        accounts("critical_by_contribution", of="mini"),
        accounts("critical_by_revenue", of="mini"),
    )
    hints = (
        "Critical is a share above critical_share of the parameters cell.",
        "Use the shares you have from the question before.",
    )
    meaning = (
        "We depend on these accounts whether we like them or not; by contribution they "
        "are often others than by revenue."
    )
    explanation = (
        "The same shares as before, held against the higher line: an account above it "
        "has the company in its hand."
    )

    def reference(self) -> Answers:
        """Take the accounts above the critical line."""
        return {
            "critical_by_contribution": self.critical("mini", "contribution"),
            "critical_by_revenue": self.critical("mini", "revenue"),
        }

    @mistake(
        "You used revenue where contribution is asked: what is left in the till, not "
        "what was invoiced."
    )
    def revenue_for_contribution(self) -> Answers:
        """Count invoices."""
        return {"critical_by_contribution": self.critical("mini", "revenue")}

    @mistake("You used contribution where revenue is asked: what was invoiced.")
    def contribution_for_revenue(self) -> Answers:
        """Count what is left."""
        return {"critical_by_revenue": self.critical("mini", "contribution")}

    @mistake(
        "You listed every key account. Asked are the critical ones, above "
        "critical_share."
    )
    def key_line(self) -> Answers:
        """Use the lower line."""
        return {
            "critical_by_contribution": self.keys("mini", "contribution"),
            "critical_by_revenue": self.keys("mini", "revenue"),
        }


class Q23(KeyQuestion):
    """How many accounts can be above a line at all (golden: 9, 4, 1)."""

    number = "2.3"
    text = (
        "At most how many accounts can be above key_share of revenue, above "
        "critical_share, above mono_share, in any company at all?"
    )
    rule = "S02, S04, S05"
    minutes = 4
    parts = (
        Part("most_key", "num"),
        Part("most_critical", "num"),
        Part("most_mono", "num"),
    )
    hints = (
        "All shares together make 1. How many shares of a little more than the line "
        "fit into 1?",
        "Ten shares of exactly a tenth make 1. Are they above a tenth?",
    )
    meaning = (
        "Ten key accounts above a tenth each cannot exist: whoever promises a list of "
        "twenty uses another definition."
    )
    explanation = (
        "n accounts above a line t need more than n × t of the whole, so n × t must be "
        "below 1: the largest whole number below 1 / t. Where “at least” is enough "
        "(strict = False), 1 / t itself counts."
    )

    def _lines(self) -> dict[str, float]:
        settings = self.settings()
        return {
            "most_key": settings.key_share,
            "most_critical": settings.critical_share,
            "most_mono": settings.mono_share,
        }

    def reference(self) -> Answers:
        """Count how many shares above the line fit into the whole."""
        strict = self.settings().strict
        return {name: _most(line, strict) for name, line in self._lines().items()}

    @mistake(
        "You let accounts on the line count. Asked is how many can be above it: so "
        "many on the line use up the whole, and above it they do not fit."
    )
    def on_the_line(self) -> Answers:
        """Divide 1 by the line and stop there."""
        return {name: _most(line, False) for name, line in self._lines().items()}

    @mistake(
        "You rounded 1 divided by the line up. Asked is how many fit into the whole: "
        "one more would need more than everything."
    )
    def rounded_up(self) -> Answers:
        """Round up in place of down."""
        return {
            name: math.floor(round(1 / line, 9)) + 1
            for name, line in self._lines().items()
        }

    @mistake(
        "You counted how many there are in your company. Asked is how many there could "
        "be at most, in any company."
    )
    def counted_in_the_company(self) -> Answers:
        """Count cases in place of reasoning."""
        return {
            name: len(self.above(line, "firm", "revenue"))
            for name, line in self._lines().items()
        }


def _most(line: float, strict: bool) -> int:
    """Count how many shares above (or on) a line fit into the whole."""
    # 1 / 0.1 is 10 up to the last binary digit
    fits = round(1 / line, 9)
    return math.ceil(fits) - 1 if strict else math.floor(fits)
