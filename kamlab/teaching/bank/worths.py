"""What the questions about key accounts share: worth, shares, lines, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pandas as pd

from kamlab.errors import MissingPartError
from kamlab.measures import share
from kamlab.presentation import Column, Table
from kamlab.segmentation import KeyAccountsSettings, Worth, worth
from kamlab.teaching.question import Question


class KeyQuestion(Question):
    """A question about the worth of accounts, with the thresholds of the notebook.

    ``criteria`` names what the company must be able to tell.
    """

    criteria: ClassVar[Sequence[str]] = ("revenue",)

    def settings(self) -> KeyAccountsSettings:
        """Give the thresholds of the notebook."""
        return self.book.settings(KeyAccountsSettings)

    def worth(self, of: str, **changes: Any) -> Worth:
        """Give what the accounts of a company are worth."""
        settings = self.settings().model_copy(update=changes)
        firm = self.book.company(of)
        key = ("worth", settings.period_months, settings.group_by_parent)
        found = self.book.once(key, firm, lambda: worth(firm, settings))
        for name in self.criteria:
            if name not in found.criteria:
                raise MissingPartError(
                    f"{firm.name} does not state what its goods cost, so "
                    f"{name.replace('_', ' ')} cannot be told."
                )
        return found

    def above(
        self, line: float, of: str, criterion: str, **changes: Any
    ) -> pd.DataFrame:
        """Give the accounts whose share of the company's total is above a line."""
        table = self.worth(of, **changes).table
        return table[is_above(share(table[criterion]), line, self.settings().strict)]

    def keys(self, of: str, criterion: str, **changes: Any) -> set[str]:
        """Name the accounts above the key line."""
        line = self.settings().key_share
        return set(self.above(line, of, criterion, **changes)["account_id"])

    def critical(self, of: str, criterion: str) -> set[str]:
        """Name the accounts above the critical line."""
        return set(
            self.above(self.settings().critical_share, of, criterion)["account_id"]
        )

    def amounts(self, of: str = "mini") -> Table:
        """Show revenue, gross margin and contribution of each account, and the total.

        Parameters
        ----------
        of : str
            The notebook's variable with the company.
        """
        book = self.worth(of)
        criteria = list(book.criteria)
        total = {"account_id": None, "name": "All accounts"} | {
            name: book.table[name].sum() for name in criteria
        }
        frame = pd.concat(
            [book.table[["account_id", "name", *criteria]], pd.DataFrame([total])]
        )
        columns = {"account_id": Column("Account"), "name": Column("Name")}
        for name in criteria:
            words = name.replace("_", " ").capitalize()
            columns[name] = Column(f"{words}, {book.currency}", "money")
        return Table(
            frame, columns, f"Amounts of {book.period.words}.", rows=len(frame)
        )


def is_above(shares: pd.Series, line: float, strict: bool) -> pd.Series:
    """Say which shares are above a line, or on it where that is enough.

    Parameters
    ----------
    shares : Series
        0–1.
    line : float
        0–1.
    strict : bool
        Whether on the line is not enough.
    """
    # shares are sums of cents: 1e-12 is far below any real difference
    rounded = shares.round(12)
    return rounded > line if strict else rounded >= line


def word(flag: object) -> str:
    """Write a flag as yes or no."""
    return "yes" if flag else "no"
