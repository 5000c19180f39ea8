"""Question 9.4: the same year under four bases, and whose rank moves."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation.team_year import BASES, ranks, team_bases
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.pay_basics import PayQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, mistake

PLACES = 3


class Q94(PayQuestion):
    """Whose rank changes by three places or more (S74, C10)."""

    number = "9.4"
    companies = ("polar",)
    text = (
        "Rank the KAMs by variable pay under each basis. Whose best and worst rank are "
        "three places or more apart?"
    )
    rule = "S74"
    minutes = 5
    parts = (Part("movers", "set"),)
    hints = (
        "Number the KAMs in each column from the highest pay down; equal pay shares "
        "the better rank.",
        "For each KAM take the largest of the ranks less the smallest.",
        "In Python: pay.ranks(years) gives the ranks and, as moved, the places between "
        "them.",
    )
    meaning = (
        "Nobody worked differently; only what counts has changed. Ask which basis a "
        "plan uses before you compare two slips."
    )
    explanation = (
        "Each column is ranked on its own. A KAM with a thin margin, dear service or "
        "late payers falls where the basis counts it."
    )

    def _years(self) -> pd.DataFrame:
        firm, settings = self.book.company("firm"), self.settings()
        return self.book.once(
            ("bases", settings), firm, lambda: team_bases(firm, settings)
        ).copy()

    def years(self) -> Table:
        """Show the variable pay of every KAM under every basis."""
        table = self._years()
        cur = self.book.company("firm").currency
        columns = {"kam_id": Column("KAM")}
        for name in table.columns[1:]:
            columns[name] = Column(f"{name.capitalize()}, {cur}".rstrip(", "), "money")
        caption = "Variable pay of the same year, by what counts."
        return Table(table, columns, caption, rows=len(table))

    def _movers(self, bases: list[str], places: int) -> Answers:
        years = self._years()
        table = ranks(years[["kam_id", *[b for b in bases if b in years]]])
        return {"movers": set(table.loc[table["moved"] >= places, "kam_id"])}

    def reference(self) -> Answers:
        """Rank under all bases and compare best and worst."""
        return self._movers(list(BASES), PLACES)

    @mistake("You listed everybody whose rank changes. Asked are three places or more.")
    def any_place(self) -> Answers:
        """Take one place."""
        return self._movers(list(BASES), 1)

    @mistake(
        "You asked for more than three places. Asked are three or more: exactly three "
        "counts."
    )
    def more_than_three(self) -> Answers:
        """Leave out exactly three."""
        return self._movers(list(BASES), PLACES + 1)

    @mistake(
        "You compared revenue with gross margin only. Asked are the best and the worst "
        "rank of all the bases in the table."
    )
    def two_bases(self) -> Answers:
        """Compare the first two columns."""
        return self._movers(list(BASES[:2]), PLACES)
