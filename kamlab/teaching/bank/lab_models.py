"""What the questions about churn models share: the large company and its model."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.act import ChurnModelSettings, Study, study
from kamlab.churn.model import BackTest
from kamlab.presentation import Column, Table
from kamlab.teaching.question import Question

LARGE = "large"


class LabQuestion(Question):
    """A question about a model, answered on the large company ``large``."""

    # the answer does not depend on the company of the parameters
    companies = ("polar",)

    def settings(self) -> ChurnModelSettings:
        """Give horizon, cut-offs and costs of the notebook."""
        return self.book.settings(ChurnModelSettings)

    def study(self) -> Study:
        """Give the model of the large company, tested on the past."""
        firm, settings = self.book.company(LARGE), self.settings()
        key = ("study", settings.horizon, settings.slices, settings.model)
        return self.book.once(key, firm, lambda: study(firm, settings))

    def test(self) -> BackTest:
        """Give the held-out scores, or say why there are none."""
        return self.study().needs_test()

    def scores(self) -> Table:
        """Show the risks told for slices the model had not seen, and what became."""
        frame = self.told()
        columns = {
            "account_id": Column("Account"),
            "cut_off": Column("Cut-off", "day"),
            "risk": Column("Risk told", "share"),
            "lost": Column("Lost", "yes_no"),
        }
        shown = f"{len(frame):,} held-out slices, highest risk first."
        return Table(frame, columns, shown, rows=8)

    def told(self) -> pd.DataFrame:
        """Give account, cut-off, risk told and loss of each held-out slice."""
        scores = self.test().scores.rename(columns={"score": "risk"})
        columns = ["account_id", "cut_off", "risk", "lost"]
        ranked = scores.sort_values("risk", ascending=False, kind="stable")
        return ranked[columns].reset_index(drop=True)
