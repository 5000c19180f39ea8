"""What the questions about silence and loss share: status, history, worth at risk."""

from __future__ import annotations

import pandas as pd

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    at_stake,
    loss_rates,
    tried_on_history,
    worth_of_accounts,
)
from kamlab.presentation import Column
from kamlab.teaching.question import Question


class LossQuestion(Question):
    """A question about silence and loss, with the definitions of the notebook."""

    def settings(self) -> EarlyWarningSettings:
        """Give the definitions of the notebook."""
        return self.book.settings(EarlyWarningSettings)

    def status(self) -> pd.DataFrame:
        """Give where each account stands, with its name."""
        firm, settings = self.book.company("firm"), self.settings()

        def make() -> pd.DataFrame:
            names = self.book.accounts("firm")
            return account_status(firm, settings).merge(names, on="account_id")

        return self.book.once(("status", settings), firm, make).copy()

    def history(self) -> pd.DataFrame:
        """Give the rule tried on the past of the company."""
        firm, settings = self.book.company("firm"), self.settings()
        found = self.book.once(
            ("history", settings), firm, lambda: tried_on_history(firm, settings)
        )
        return found.copy()

    def stake(self) -> pd.DataFrame:
        """Give chance of loss, worth and value at risk of the accounts still buying."""
        firm, settings = self.book.company("firm"), self.settings()
        values, _, _ = worth_of_accounts(firm, settings)
        return at_stake(self.status(), values, loss_rates(self.history()))


ACCOUNT_COLUMNS = {"account_id": Column("Account"), "name": Column("Name")}
