"""Questions 2.4, 2.7 and 2.9: how much hangs on few accounts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kamlab.measures import share
from kamlab.presentation import Table
from kamlab.segmentation import (
    KeyAccountsSettings,
    effective_accounts,
    hhi,
    smallest_part_for,
    top_count,
    top_share,
)
from kamlab.teaching.bank.cases import FIRMS, firms_table
from kamlab.teaching.bank.worths import KeyQuestion, is_above, word
from kamlab.teaching.parts import Part, yes_no
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, mistake

# the largest account at the lower and the higher line, then the key accounts together
PLACES = {"one_low": "1st", "one_high": "2nd", "all_low": "3rd", "all_high": "4th"}
Sum = Callable[[pd.Series, KeyAccountsSettings], float]


class Q24(KeyQuestion):
    """HHI and effective number by revenue (golden: .2412 and 4.15)."""

    number = "2.4"
    text = (
        "How concentrated is the revenue of Mini Supply: what is its HHI, from 0 to 1, "
        "and how many equal accounts would be as concentrated?"
    )
    rule = "S07"
    minutes = 4
    parts = (
        Part("concentration", "num", tolerance=0.0005),
        Part("equal_accounts", "num", tolerance=0.01),
    )
    hints = (
        "Square each account's share of revenue and add the squares up.",
        "The number of equal accounts is 1 divided by the HHI.",
        "In Python: key.hhi(column) and key.effective_accounts(column).",
    )
    meaning = (
        "The list is longer than the company is broad: so many equal accounts would "
        "carry the same risk."
    )
    explanation = (
        "HHI is the sum of the squared shares of all accounts. With n equal accounts "
        "it would be 1 / n, so 1 / HHI is the number of equal accounts."
    )

    def _revenue(self) -> pd.Series:
        return self.worth("mini").table["revenue"]

    def reference(self) -> Answers:
        """Add up the squared shares of revenue."""
        values = self._revenue()
        return {
            "concentration": hhi(values),
            "equal_accounts": effective_accounts(values),
        }

    @mistake(
        "This is on the scale of 0 to 10,000 that antitrust offices use (shares in per "
        "cent). Asked is the scale of 0 to 1, with shares as parts of 1."
    )
    def antitrust_scale(self) -> Answers:
        """Square per cent."""
        values = self._revenue()
        return {"concentration": hhi(values) * 10_000}

    @mistake(
        "You took the largest share. Asked is the sum of the squares of all shares."
    )
    def largest_share(self) -> Answers:
        """Take the largest account for the concentration."""
        values = self._revenue()
        largest = float(values.max() / values.sum())
        return {"concentration": largest, "equal_accounts": 1 / largest}

    @mistake(
        "You squared the shares of the key accounts only. Asked is the sum over all "
        "accounts."
    )
    def key_accounts_only(self) -> Answers:
        """Leave out the small accounts."""
        values, line = self._revenue(), self.settings().key_share
        large = self.above(line, "mini", "revenue")["revenue"]
        squares = float(((large / values.sum()) ** 2).sum())
        return {"concentration": squares, "equal_accounts": 1 / squares}

    @mistake(
        "You used gross margin. Asked is the concentration of revenue: what was "
        "invoiced."
    )
    def gross_margin(self) -> Answers:
        """Take another column."""
        values = self.worth("mini").table["gross_margin"]
        return {
            "concentration": hhi(values),
            "equal_accounts": effective_accounts(values),
        }

    @mistake(
        "You counted the accounts. Asked is how many equal ones would be as "
        "concentrated: 1 divided by the HHI."
    )
    def number_of_accounts(self) -> Answers:
        """Count the list."""
        return {"equal_accounts": len(self._revenue())}


class Q27(KeyQuestion):
    """The 80/20 claim, measured on contribution (S13)."""

    number = "2.7"
    criteria = ("revenue", "gross_margin", "contribution")
    text = (
        "What share of contribution do the largest 20 per cent of your accounts make, "
        "and what is the smallest share of accounts that makes 80 per cent of it?"
    )
    rule = "S13"
    minutes = 5
    parts = (share_part("top_makes"), share_part("part_for_80"))
    hints = (
        'The column is accounts["contribution"]: one amount an account.',
        "key.top_share(column) adds up the largest fifth; "
        "key.smallest_part_for(column) counts how few make four fifths.",
        "“Largest” means largest by contribution, not by revenue.",
    )
    meaning = (
        "80/20 is a claim to measure, not a law: your own two figures say how much "
        "hangs on few."
    )
    explanation = (
        "Rank the accounts by contribution, largest first. Add up the first fifth and "
        "divide by the total; then count how many it takes to reach four fifths of the "
        "total, and divide by the number of accounts."
    )

    def noteworthy(self, right: Answers) -> list[str]:
        """Explain a share above the whole."""
        if right["top_makes"] <= 1:
            return []
        return [
            "More than 100 %: the other accounts together cost more than they leave."
        ]

    def reference(self) -> Answers:
        """Rank by contribution and add up."""
        values = self.worth("firm").table["contribution"]
        return {
            "top_makes": top_share(values),
            "part_for_80": smallest_part_for(values),
        }

    @mistake(
        "You used revenue. Asked is contribution: what the accounts leave, not what "
        "they are invoiced."
    )
    def revenue(self) -> Answers:
        """Rank and add up invoices."""
        values = self.worth("firm").table["revenue"]
        return {"top_makes": top_share(values)}

    @mistake(
        "You ranked by revenue and added up contribution. Asked are the largest by "
        "contribution itself."
    )
    def ranked_by_revenue(self) -> Answers:
        """Rank by one column and add up another."""
        table = self.worth("firm").table
        largest = table.nlargest(top_count(len(table)), "revenue")["contribution"]
        return {"top_makes": float(largest.sum() / table["contribution"].sum())}

    @mistake(
        "You gave the number of accounts. Asked is their share: divide by the number "
        "of all active accounts."
    )
    def a_number(self) -> Answers:
        """Count and do not divide."""
        values = self.worth("firm").table["contribution"]
        return {"part_for_80": round(smallest_part_for(values) * len(values))}

    @mistake(
        "You wrote down the claim. Asked is what your own accounts show: measure it."
    )
    def the_claim(self) -> Answers:
        """Quote 80/20."""
        return {"top_makes": 0.80, "part_for_80": 0.20}


def largest_alone(shares: pd.Series, settings: KeyAccountsSettings) -> float:
    """Take the share of the largest account."""
    return float(shares.max())


def key_accounts_together(shares: pd.Series, settings: KeyAccountsSettings) -> float:
    """Add up the shares above the key line."""
    return float(shares[is_above(shares, settings.key_share, settings.strict)].sum())


def all_together(shares: pd.Series, settings: KeyAccountsSettings) -> float:
    """Add up every share: 1."""
    return float(shares.sum())


class Q29(KeyQuestion):
    """Living off one account: two lines, two scopes (A7, C1 and C2)."""

    number = "2.9"
    text = (
        "Does each firm live off one account? Answer four times: at mono_share and at "
        "three quarters, first for its largest account, then for its key accounts "
        "together."
    )
    rule = "S05, S06"
    minutes = 4
    parts = tuple(
        yes_no(f"{firm}_{which}", f"{firm}, {place} answer")
        for firm in FIRMS
        for which, place in PLACES.items()
    )
    hints = (
        "Divide by the firm's total. The first two answers look at its largest account "
        "only.",
        "Key accounts are those above key_share; add up their shares, leave the small "
        "ones out, and compare again.",
    )
    meaning = (
        "The same books can be called healthy or mortally dependent; the sources do "
        "not agree on the line, nor on whose share is meant."
    )
    explanation = (
        "One source draws the line at 70 per cent of one account, another at 75 per "
        "cent and can be read as all key accounts together. Both readings are settings "
        "here: mono_share and mono_scope."
    )
    other_line = 0.75
    lists = tuple(FIRMS)

    def firms(self) -> Table:
        """Show the three firms."""
        return firms_table()

    def shares(self) -> dict[str, pd.Series]:
        """Give the shares of each firm's accounts, 0–1."""
        return {firm: share(pd.Series(values)) for firm, values in FIRMS.items()}

    def reference(self) -> Answers:
        """Ask both lines in both scopes."""
        return self._verdicts()

    def _verdicts(
        self,
        low: Sum = largest_alone,
        high: Sum = key_accounts_together,
    ) -> Answers:
        settings = self.settings()
        answers = {}
        for firm, shares in self.shares().items():
            for scope, sums in (("one", low), ("all", high)):
                for height, line in (
                    ("low", settings.mono_share),
                    ("high", self.other_line),
                ):
                    figure = pd.Series([sums(shares, settings)])
                    mono = is_above(figure, line, settings.strict).iloc[0]
                    answers[f"{firm}_{scope}_{height}"] = word(mono)
        return answers

    @mistake(
        "This fits the key accounts added up where one account is asked. The first two "
        "answers look at the largest account alone."
    )
    def total_for_one(self) -> Answers:
        """Take the sum for the single account."""
        return self._verdicts(low=key_accounts_together)

    @mistake(
        "This fits the largest account where all key accounts together are asked: add "
        "up the shares of those above key_share."
    )
    def one_for_total(self) -> Answers:
        """Take the single account for the sum."""
        return self._verdicts(high=largest_alone)

    @mistake(
        "This fits all accounts added up. Asked are the key accounts together; the "
        "small ones stay out."
    )
    def every_account(self) -> Answers:
        """Add up everything."""
        return self._verdicts(high=all_together)
