"""Questions 10.6 and 10.8: territory or person, luck or what lasts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation import find_plan
from kamlab.compensation.fairness import LINE, NOT_LEGAL, Audit, Gap, audit
from kamlab.compensation.scenario_practice import half_years
from kamlab.errors import KamLabError, MissingPartError, UndefinedError
from kamlab.presentation import Column, Table, Words, notice
from kamlab.presentation.formats import in_currency, plural
from kamlab.teaching.bank.pay_incentives import BehaviourQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

VERDICTS = {
    "yes": ("true", "above", "beyond"),
    "no": ("false", "below", "within"),
    "undecided": ("open", "unclear", "cannot be told"),
}
WORDS = {"above": "yes", "below": "no", "undecided": "undecided"}


class Q106(BehaviourQuestion):
    """Payout against potential before and after; the gap against the line."""

    number = "10.6"
    companies = ("polar",)
    text = (
        "How closely does payout follow the log of the territory's potential, before "
        "and after quotas are adjusted to it, and is the gap between the groups beyond "
        "the line?"
    )
    rule = "S77, S78"
    minutes = 8
    parts = (
        Part("r_before", "num", tolerance=0.01),
        Part("r_after", "num", tolerance=0.01),
        Part("beyond_line", "choice", options=VERDICTS),
    )
    hints = (
        "The cell with the table makes a frame called `kams`. One column against "
        'another: kams["rich"].corr(kams["before"]).',
        "The first answer takes the column before, the second the column after.",
        "Look at the whole interval of the gap: beyond the line, within it, or across.",
    )
    meaning = (
        "A quota that knows the territory takes the luck of the map out of pay. An "
        "interval across the line clears nobody and accuses nobody: it asks for more "
        "people, or more years."
    )
    explanation = (
        "Correlate payout with the log of potential under both sets of quotas. The gap "
        "is beyond the line only when its whole interval is; where the interval "
        f"reaches across, it is undecided. {NOT_LEGAL}"
    )

    def _audits(self) -> tuple[Audit, Audit]:
        firm, settings = self.book.company("firm"), self.settings()
        plan = find_plan(settings.plan_a)

        def make() -> tuple[Audit, Audit]:
            one, two = (
                audit(firm, plan, year=settings.year, adjusted=adjusted)
                for adjusted in (False, True)
            )
            return one, two

        return self.book.once(("audits", plan.name, settings.year), firm, make)

    def frame(self) -> pd.DataFrame:
        """Give kam_id, group, potential, rich (its log), payout before and after.

        Without rows where the company cannot tell; the table says why.
        """
        try:
            return self._frame()
        except KamLabError:
            names = ("kam_id", "group", "potential", "rich", "before", "after")
            return pd.DataFrame(columns=list(names), dtype=float)

    def _frame(self) -> pd.DataFrame:
        before, after = self._audits()
        table = before.table[["kam_id", "group", "potential"]].copy()
        table["rich"] = np.log(table["potential"])
        table["before"] = before.table["payout"]
        table["after"] = after.table["payout"]
        return table

    def kams(self) -> Table | Words:
        """Show what the correlations are worked out from."""
        try:
            table = self._frame()
        except KamLabError as reason:
            return notice(f"This company cannot tell the answer. {reason}")
        cur = self.book.company("firm").currency
        columns = {
            "kam_id": Column("KAM"),
            "group": Column("Group"),
            "potential": Column(in_currency("Potential", cur), "money"),
            "rich": Column("rich: its log", "number"),
            "before": Column("before: payout, of target", "share"),
            "after": Column("after: with adjusted quotas", "share"),
        }
        caption = f"Payout under the plan (n = {plural(len(table), 'KAM')})."
        return Table(table, columns, caption, rows=40)

    def gap(self) -> Table | Words:
        """Show the gap in pay between the groups with its interval."""
        try:
            found = self._gap()
        except KamLabError as reason:
            return notice(f"No gap is shown. {reason}")
        frame = pd.DataFrame([{"gap": found.gap, "low": found.low, "high": found.high}])
        columns = {
            "gap": Column("Gap", "share"),
            "low": Column("From", "share"),
            "high": Column("To", "share"),
        }
        caption = (
            f"How much less group {found.second} is paid than group {found.first}, "
            "with the quotas as they are and the 95 % interval; below 0 means more "
            f"(n = {found.sizes[1]} and {found.sizes[0]} KAMs). {NOT_LEGAL}"
        )
        return Table(frame, columns, caption)

    def _gap(self) -> Gap:
        gap = self._audits()[0].gap
        if gap is None:
            raise MissingPartError("The groups of the KAMs are not known.")
        return gap

    def _linked(self, given: pd.Series) -> Answers:
        table = self._frame()
        return {
            "r_before": float(given.corr(table["before"])),
            "r_after": float(given.corr(table["after"])),
        }

    def reference(self) -> Answers:
        """Correlate, and look at the whole interval."""
        linked = self._linked(self._frame()["rich"])
        return {**linked, "beyond_line": WORDS[self._gap().verdict]}

    @mistake(
        "You took the potential itself. Asked is its log, the column rich: from one to "
        "two million is as far as from five to ten."
    )
    def potential_itself(self) -> Answers:
        """Forget the log."""
        return self._linked(self._frame()["potential"])

    @mistake(
        "You held the gap itself against the line. Asked is its whole interval: with "
        "so few KAMs the gap alone says little."
    )
    def by_the_point(self) -> Answers:
        """Forget the interval."""
        return {"beyond_line": "yes" if abs(self._gap().gap) > LINE else "no"}


class Q108(BehaviourQuestion):
    """What of a year's attainment is luck, told from its two halves."""

    number = "10.8"
    companies = ("polar",)
    text = (
        "How closely does attainment of the second half follow that of the first, and "
        "what part of the differences in a whole year is then luck?"
    )
    rule = "S78"
    minutes = 7
    parts = (
        Part("r_halves", "num", tolerance=0.01),
        share_part("luck_share", tolerance=0.01),
    )
    hints = (
        "The cell with the table makes a frame called `halves`. Its two columns: "
        'halves["first"].corr(halves["second"]).',
        "What lasts of a year, made of two halves, is 2 r / (1 + r); at r of 0 or "
        "below nothing is seen to last.",
        "Luck is what is missing to 1.",
    )
    meaning = (
        "Before you crown the best of the year, know how much of the ranking would "
        "be another one next year. And what lasts need not be skill: a rich territory "
        "lasts too."
    )
    explanation = (
        "If attainment were all luck, the halves would know nothing of each other. "
        "Their correlation r is what lasts of half a year; of a year, twice as long, "
        "it is 2 r / (1 + r) (Spearman and Brown). With few KAMs both are rough."
    )

    def frame(self) -> pd.DataFrame:
        """Give kam_id and attainment of the first and the second half of the year.

        Without rows where the company cannot tell; the table says why.
        """
        try:
            return self._frame()
        except KamLabError:
            return pd.DataFrame(columns=["kam_id", "first", "second"], dtype=float)

    def _frame(self) -> pd.DataFrame:
        firm, year = self.book.company("firm"), self.settings().year
        found = self.book.once(("halves", year), firm, lambda: half_years(firm, year))
        return found.copy()

    def halves(self) -> Table | Words:
        """Show attainment in the two halves."""
        try:
            table = self._frame()
        except KamLabError as reason:
            return notice(f"This company cannot tell the answer. {reason}")
        columns = {
            "kam_id": Column("KAM"),
            "first": Column("first: January to June", "share"),
            "second": Column("second: July to December", "share"),
        }
        caption = f"Attainment by half-year (n = {plural(len(table), 'KAM')})."
        return Table(table, columns, caption, rows=40)

    def _r(self) -> float:
        table = self._frame()
        r = float(table["first"].corr(table["second"]))
        if not np.isfinite(r):
            raise UndefinedError("Attainment is the same for every KAM in a half.")
        return r

    def reference(self) -> Answers:
        """Correlate the halves and step up to the year."""
        r = self._r()
        return {"r_halves": r, "luck_share": 1 - max(2 * r / (1 + r), 0.0)}

    @mistake(
        "This is the luck of half a year. Asked is a whole year, in which luck evens "
        "out in part: step up with 2 r / (1 + r) first."
    )
    def of_half_a_year(self) -> Answers:
        """Stop at the halves."""
        return {"luck_share": 1 - self._r()}

    @mistake("This is what lasts. Asked is luck, what is missing to 1.")
    def what_lasts(self) -> Answers:
        """Give the other part."""
        return {"luck_share": 1 - self.reference()["luck_share"]}

    @mistake(
        "You squared the correlation. Asked is the correlation of the two halves "
        "itself."
    )
    def squared(self) -> Answers:
        """Give r squared."""
        return {"r_halves": self._r() ** 2}
