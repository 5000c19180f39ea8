"""Questions 7.3 and 7.6: value at risk, and erosion that is no loss yet."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import NotEnoughDataError
from kamlab.measures import erosion
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.losses import ACCOUNT_COLUMNS, LossQuestion
from kamlab.teaching.parts import Part, accounts
from kamlab.teaching.question import Answers, mistake

RANKED, ERODED = 5, 8


class Q73(LossQuestion):
    """Rank five accounts by value at risk (Σ p × contribution)."""

    number = "7.3"
    text = (
        "In which order would you call these five accounts, largest value at risk "
        "first?"
    )
    rule = "S70"
    minutes = 6
    parts = (Part("calls", "order", accounts_of="firm"),)
    companies = ("polar",)  # on mini most chances are alike
    hints = (
        "Value at risk is the chance of a loss times what the account leaves.",
        'Write the five in a list, the largest product first: ["…", "…"].',
    )
    meaning = (
        "The surest loss and the largest account are both the wrong first call when "
        "the product of the two is larger elsewhere."
    )
    explanation = (
        "Multiply the chance of a loss by what the account leaves in the period: that "
        "is the contribution one has to expect to lose. Rank by the product."
    )

    def case(self) -> Table:
        """Show chance and worth of five accounts, by id."""
        table = self._accounts().sort_values("account_id")
        columns = ACCOUNT_COLUMNS | {
            "probability": Column("Chance of a loss", "share"),
            "value": Column(f"Leaves, {self.book.company('firm').currency}", "money"),
        }
        return Table(table[list(columns)], columns, "Five accounts still buying.")

    def _accounts(self) -> pd.DataFrame:
        """Take the largest products, and two that one of their factors would call."""
        table = self.stake()
        table = table[table["value"] > 0].round({"probability": 4, "value": 2})
        table["product"] = (table["probability"] * table["value"]).round(6)
        table = table.drop_duplicates("product")
        if len(table) < RANKED:
            raise NotEnoughDataError(
                f"Fewer than {RANKED} accounts are still buying and leave something."
            )
        rows = list(table.nlargest(RANKED - 2, "product").index)
        for other in ("probability", "value"):
            left = table.drop(index=rows)
            rows.append(left.sort_values([other, "product"]).index[-1])
        return table.loc[rows]

    def _by(self, column: str, ascending: bool = False) -> Answers:
        table = self._accounts().sort_values(
            [column, "account_id"], ascending=[ascending, True]
        )
        return {"calls": tuple(table["account_id"])}

    def reference(self) -> Answers:
        """Multiply, and rank by the product."""
        return self._by("product")

    @mistake(
        "You ranked by the chance of a loss alone. Asked is value at risk: the chance "
        "times what the account leaves."
    )
    def by_probability(self) -> Answers:
        """Forget the money."""
        return self._by("probability")

    @mistake(
        "You ranked by what the accounts leave. Asked is value at risk: times the "
        "chance of a loss."
    )
    def by_value(self) -> Answers:
        """Forget the risk."""
        return self._by("value")

    @mistake("This is the order from the smallest to the largest. Begin at the top.")
    def upside_down(self) -> Answers:
        """Rank the wrong way round."""
        return self._by("product", ascending=True)


class Q76(LossQuestion):
    """Accounts that erode, held against the same months of last year."""

    number = "7.6"
    text = (
        "Which accounts of the table erode: bought less in the last months than what "
        "partial_drop leaves of the same months of last year?"
    )
    rule = "S71"
    minutes = 6
    parts = (accounts("eroding", of="firm"),)
    companies = ("polar",)  # on mini one account alone has bought less
    hints = (
        "Multiply last year's amount by 1 less partial_drop. Whoever is below that, "
        "erodes.",
        "Compare with the same months of last year, not with the months just before: "
        "seasons are no erosion.",
    )
    meaning = (
        "An account that erodes still orders, so no rule of silence sees it. Half of a "
        "large account can be more money than a whole small one."
    )
    explanation = (
        "Erosion compares the months up to the cut-off with the same months a year "
        "before. What is left must be less than 1 − partial_drop of it."
    )

    def case(self) -> Table:
        """Show three amounts of some accounts: now, a year ago, just before."""
        money = self.book.company("firm").currency
        months = self.settings().window
        columns = ACCOUNT_COLUMNS | {
            "revenue_now": Column(f"Last {months} months, {money}", "money"),
            "before": Column(f"The {months} months before them, {money}", "money"),
            "revenue_last_year": Column(
                f"Same {months} months last year, {money}", "money"
            ),
        }
        table = self._accounts()[list(columns)]
        return Table(table, columns, "Revenue of accounts near the line, by id.")

    def _accounts(self) -> pd.DataFrame:
        """Take the accounts nearest to the line that still buy something."""
        firm, settings = self.book.company("firm"), self.settings()
        table = self._windows()
        table = table[table["revenue_now"] > 0]
        if table.empty:
            raise NotEnoughDataError(
                f"No account of {firm.name} bought now and a year ago."
            )
        left = table["revenue_now"] / table["revenue_last_year"]
        near = (left - (1 - settings.partial_drop)).abs().nsmallest(ERODED).index
        return table.loc[near].sort_values("account_id", ignore_index=True)

    def _windows(self) -> pd.DataFrame:
        firm, settings = self.book.company("firm"), self.settings()

        def make() -> pd.DataFrame:
            now = erosion(firm, settings.window, settings.partial_drop)
            start = pd.Timestamp(firm.cut_off) - pd.DateOffset(months=settings.window)
            early = erosion(firm.as_of(start.date()), settings.window)
            just_before = early.set_index("account_id")["revenue_now"]
            now["before"] = now["account_id"].map(just_before).fillna(0.0)
            return now.merge(self.book.accounts("firm"), on="account_id")

        return self.book.once(("windows", settings), firm, make).copy()

    def _below(self, base: str, left: float) -> Answers:
        table = self._accounts()
        low = table["revenue_now"] < (left * table[base]).round(6)
        return {"eroding": set(table.loc[low, "account_id"])}

    def reference(self) -> Answers:
        """Compare with what is left of last year's months."""
        return self._below("revenue_last_year", 1 - self.settings().partial_drop)

    @mistake(
        "You compared with the months just before. Asked are the same months of last "
        "year, so that a season is no alarm."
    )
    def months_before(self) -> Answers:
        """Forget the seasons."""
        return self._below("before", 1 - self.settings().partial_drop)

    @mistake(
        "You named every account that bought less than last year. Asked is a fall of "
        "more than partial_drop."
    )
    def any_fall(self) -> Answers:
        """Take every fall for erosion."""
        return self._below("revenue_last_year", 1.0)
