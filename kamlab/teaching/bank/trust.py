"""Questions 8.1, 8.2 and 8.6: may a risk be multiplied with money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.act import models_beside
from kamlab.churn.model import calibration_table, recalibration
from kamlab.errors import UndefinedError
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.lab_models import LabQuestion
from kamlab.teaching.parts import Part, share
from kamlab.teaching.question import Answers, mistake

EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0)
ASKED = 0.3  # the group whose observed share is asked
USUAL = 1.6449  # standard deviations of a 90 % interval
MODELS: dict[str, tuple[str, ...]] = {"A": (), "B": (), "C": ()}


class Q81(LabQuestion):
    """Brier score and calibration slope on slices the model has not seen."""

    number = "8.1"
    text = (
        "How good are the risks: what is their Brier score, and what their calibration "
        "slope?"
    )
    rule = "S71"
    minutes = 8
    parts = (
        Part("brier", "num", tolerance=0.0005),
        Part("slope", "num", tolerance=0.01),
    )
    hints = (
        "The Brier score is the mean of (risk told − what became)², with 1 for lost "
        "and 0 for kept.",
        "recalibration(lost, risk) gives three figures; the slope is the one that is 1 "
        "where the risks are neither too bold nor too timid.",
    )
    meaning = (
        "A Brier score means little alone: hold it against that of telling everybody "
        "the same share. A slope near 1 says that the risks may be multiplied with "
        "money."
    )
    explanation = (
        "Brier: square the distance between the risk told and what became, and take "
        "the mean. Slope: fit the loss on the log-odds of the risk; below 1 the model "
        "was too sure of itself, above 1 too timid."
    )

    def _columns(self) -> tuple[np.ndarray, np.ndarray]:
        told = self.told()
        return told["lost"].to_numpy(dtype=bool), told["risk"].to_numpy(dtype=float)

    def reference(self) -> Answers:
        """Square and average; fit on the log-odds."""
        lost, risk = self._columns()
        slope = recalibration(lost, risk)["calibration_slope"].value
        if slope is None:
            raise UndefinedError("The calibration slope of this model is undefined.")
        return {"brier": float(np.mean((risk - lost) ** 2)), "slope": slope}

    @mistake(
        "That is the Brier score of telling everybody the same share. Asked is the one "
        "of the model's own risks."
    )
    def base_rate(self) -> Answers:
        """Score the share lost in place of the risks."""
        lost, _ = self._columns()
        return {"brier": float(lost.mean() * (1 - lost.mean()))}

    @mistake(
        "You took the mean distance. The Brier score takes the mean of the squared "
        "distance, which punishes bold errors."
    )
    def not_squared(self) -> Answers:
        """Forget the square."""
        lost, risk = self._columns()
        return {"brier": float(np.abs(risk - lost).mean())}

    @mistake("You took the root of the Brier score. Asked is the mean square itself.")
    def rooted(self) -> Answers:
        """Take the root."""
        return {"brier": float(self.reference()["brier"]) ** 0.5}

    @mistake(
        "That is the intercept of the calibration line. Asked is its slope, the figure "
        "that is 1 where the risks can be believed."
    )
    def intercept(self) -> Answers:
        """Read the wrong figure."""
        return {"slope": recalibration(*self._columns())["calibration_intercept"].value}


class Q82(LabQuestion):
    """What became of the accounts told about 30 %."""

    number = "8.2"
    text = (
        "Of the group whose risk told is nearest to three in ten, what share was "
        "really lost, and from where to where does its interval run?"
    )
    rule = "S71"
    minutes = 8
    parts = (share("observed"), share("low", 0.002), share("high", 0.002))
    hints = (
        "Look for the row whose mean risk told is nearest to 0.30.",
        "Share lost = lost divided by cases. The 90 % interval by Wilson needs that "
        "share and the number of accounts: wilson(share, accounts).",
    )
    meaning = (
        "A group of few accounts has a wide interval. A calibration plot without "
        "counts looks more certain than it is."
    )
    explanation = (
        "Observed is lost divided by cases of the group. Wilson's interval stays "
        "within 0 and 1 also for a handful of accounts; each account counts once, "
        "however many evenings it stands in."
    )

    def groups(self) -> Table:
        """Show what was told and what became, in groups of like risks."""
        columns = {
            "from": Column("Risk from", "share"),
            "to": Column("to", "share"),
            "n": Column("Cases", "number"),
            "accounts": Column("Accounts", "number"),
            "predicted": Column("Mean risk told", "share"),
            "lost": Column("Lost", "number"),
        }
        table = self._table()[list(columns)]
        return Table(table, columns, f"{int(table['n'].sum()):,} held-out slices.")

    def _table(self) -> pd.DataFrame:
        test = self.test()
        return calibration_table(test.lost, test.score, test.accounts, bins=EDGES)

    def _row(self) -> pd.Series:
        table = self._table()
        return table.iloc[int((table["predicted"] - ASKED).abs().to_numpy().argmin())]

    def reference(self) -> Answers:
        """Divide, and let Wilson say how sure that is."""
        row = self._row()
        return {name: float(row[name]) for name in ("observed", "low", "high")}

    @mistake(
        "That is the risk told. Asked is what became: the share of the group that was "
        "really lost."
    )
    def predicted(self) -> Answers:
        """Repeat the forecast."""
        return {"observed": float(self._row()["predicted"])}

    @mistake(
        "You divided by all losses. Asked is the share of the group: divide by its "
        "cases."
    )
    def of_all_losses(self) -> Answers:
        """Divide by the wrong total."""
        return {"observed": float(self._row()["lost"] / self._table()["lost"].sum())}

    @mistake(
        "You took share ± 1.645 √(share × (1 − share) / accounts). On few accounts "
        "that runs beyond what is possible or is too narrow; take Wilson's interval."
    )
    def by_rule_of_thumb(self) -> Answers:
        """Use the normal interval."""
        row = self._row()
        p, n = float(row["observed"]), float(row["accounts"])
        spread = USUAL * (p * (1 - p) / n) ** 0.5
        return {"low": p - spread, "high": p + spread}


class Q86(LabQuestion):
    """Three models rank alike; which of them may be multiplied with money."""

    number = "8.6"
    text = (
        "Which of the three models may be trusted for money, which is too sure of "
        "itself, and how many losses does model C tell for each one seen?"
    )
    rule = "S71"
    minutes = 5
    parts = (
        Part("trusted", "choice", options=MODELS),
        Part("too_sure", "choice", options=MODELS),
        Part("told_for_one", "num", tolerance=0.01),
    )
    hints = (
        "All three rank alike, so their AUC does not help. Look at the slope and at "
        "the losses told against those seen.",
        "A slope well below 1: the model tells nearly 0 and nearly 1 too often.",
    )
    meaning = (
        "A model can rank perfectly and still price wrongly. For the order of calls "
        "the rank is enough; for a budget it is not."
    )
    explanation = (
        "Trust for money needs two things: a slope near 1, and as many losses told as "
        "seen. Losses told are the sum of the risks."
    )

    def models(self) -> Table:
        """Show ranking, slope, and losses told and seen of three models."""
        columns = {
            "model": Column("Model"),
            "auc": Column("AUC", "number"),
            "slope": Column("Calibration slope", "number"),
            "told": Column("Losses told", "number"),
            "seen": Column("Losses seen", "number"),
        }
        table = self._beside()
        return Table(table, columns, "Three models on the same held-out slices.")

    def _beside(self) -> pd.DataFrame:
        return models_beside(self.test()).set_index("model", drop=False)

    def reference(self) -> Answers:
        """Take the model nearest to slope 1 and to as many told as seen."""
        table = self._beside()
        ratio = table["told"] / table["seen"]
        slope = table["slope"].astype(float)
        off = pd.Series(np.abs(np.log(ratio)) + np.abs(np.log(slope)), table.index)
        return {
            "trusted": str(off.idxmin()),
            "too_sure": str(slope.idxmin()),
            "told_for_one": float(ratio["C"]),
        }

    @mistake(
        "You trusted the boldest model. Asked is the one whose risks come true: slope "
        "near 1, and as many losses told as seen."
    )
    def boldest(self) -> Answers:
        """Take boldness for quality."""
        return {"trusted": str(self._beside()["slope"].astype(float).idxmin())}

    @mistake(
        "You named the model that tells most losses in all. Asked is the one too sure "
        "of itself: its slope lies furthest below 1."
    )
    def most_told(self) -> Answers:
        """Mix up too many with too bold."""
        return {"too_sure": str(self._beside()["told"].astype(float).idxmax())}

    @mistake(
        "You divided the losses seen by those told. Asked is how many are told for "
        "each one seen: the other way round."
    )
    def upside_down(self) -> Answers:
        """Divide the wrong way round."""
        return {"told_for_one": 1 / float(self.reference()["told_for_one"])}
