"""Questions 7.2 and 7.7: how good the list was, and how little forty accounts tell."""

from __future__ import annotations

import pandas as pd
from scipy.stats import norm

from kamlab.churn import hits, lead_times
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.losses import LossQuestion
from kamlab.teaching.parts import Part, share, yes_no
from kamlab.teaching.question import Answers, mistake


class Q72(LossQuestion):
    """Precision, recall and lead time of the watch list on the past."""

    number = "7.2"
    text = (
        "How good was the list in the past: what was its precision, its recall, and "
        "how many days before a loss was confirmed did the mean first flag come?"
    )
    rule = "S71"
    minutes = 6
    parts = (
        share("precision"),
        share("recall"),
        Part("mean_lead", "num", tolerance=0.05),
    )
    companies = ("polar",)  # the list of mini never hit, so its ways coincide
    hints = (
        "Precision asks of the list: of all that stood on it, what share was lost? "
        "Recall asks of the losses: of all that were lost, what share stood on it?",
        "Both divide the same number, on the list and lost, by another total.",
        "The lead time is the mean of the days in the second table.",
    )
    meaning = (
        "Precision is the price of a list, recall its reach, lead time the time you "
        "have. Ask for all three before you trust one."
    )
    explanation = (
        "Listed and lost, divided by listed, is the precision; the same, divided by "
        "lost, is the recall. The lead time is counted from the first flag to the "
        "day on which silence made the loss."
    )

    def counts(self) -> Table:
        """Show how many were listed and lost over the cut-offs of the past."""
        names = {
            "both": "on the list, and lost",
            "listed": "on the list",
            "lost": "lost",
            "all": "all at risk",
        }
        found = self._counts()
        frame = pd.DataFrame(
            [(words, found[name]) for name, words in names.items()],
            columns=["what", "count"],
        )
        columns = {"what": Column("What"), "count": Column("Count", "number")}
        cut_offs = hits(self.history(), self.settings()).cut_offs
        note = f"Accounts at {cut_offs} monthly cut-offs, added up."
        return Table(frame, columns, note)

    def leads(self) -> Table:
        """Show how many days before its confirmation each loss was first flagged."""
        frame = self._leads().rename(columns={"account_id": "account"})
        columns = {
            "account": Column("Account"),
            "first_flag": Column("First flag", "day"),
            "confirmed_on": Column("Loss confirmed on", "day"),
            "lead_days": Column("Days between", "number"),
        }
        note = "Losses that were flagged in time."
        return Table(frame[list(columns)], columns, note, rows=len(frame))

    def _leads(self) -> pd.DataFrame:
        status = self.status()
        table = lead_times(self.history(), status[status["status"] == "lost"])
        flagged = table[table["lead_days"].notna()]
        if flagged.empty:
            raise NotEnoughDataError("No loss of this company was flagged in time.")
        return flagged

    def _counts(self) -> dict[str, int]:
        history = self.history()
        history = history[history["lost"].notna()]
        listed = history["watched"] & (history["rank"] <= self.settings().top_n)
        lost = history["lost"].astype(bool)
        found = {
            "both": int((listed & lost).sum()),
            "listed": int(listed.sum()),
            "lost": int(lost.sum()),
            "all": len(history),
        }
        if not found["listed"] or not found["lost"]:
            raise NotEnoughDataError("No account was listed, or none was lost.")
        return found

    def reference(self) -> Answers:
        """Divide by the list, divide by the losses, take the mean of the days."""
        found = hits(self.history(), self.settings())
        self._counts()
        return {
            "precision": found.precision.value,
            "recall": found.recall.value,
            "mean_lead": float(self._leads()["lead_days"].mean()),
        }

    @mistake(
        "You swapped the two. Precision divides by the list, recall by the losses."
    )
    def swapped(self) -> Answers:
        """Divide by the wrong total."""
        right = self.reference()
        return {"precision": right["recall"], "recall": right["precision"]}

    @mistake(
        "You divided by all accounts at risk. Precision divides by those on the list, "
        "recall by those lost."
    )
    def of_all(self) -> Answers:
        """Divide by everybody."""
        found = self._counts()
        rate = found["both"] / found["all"]
        return {"precision": rate, "recall": rate}

    @mistake(
        "This is the share lost among all: what picking blindly gives. Precision is "
        "the share lost among those on the list."
    )
    def blindly(self) -> Answers:
        """Take the base rate."""
        found = self._counts()
        return {"precision": found["lost"] / found["all"]}

    @mistake("You took the longest lead. Asked is the mean of all of them.")
    def longest(self) -> Answers:
        """Take the best case."""
        return {"mean_lead": float(self._leads()["lead_days"].max())}

    @mistake("You took the middle lead. Asked is the mean: add up and divide.")
    def median(self) -> Answers:
        """Take the median."""
        return {"mean_lead": float(self._leads()["lead_days"].median())}


GROUP = 20
CONFIDENCE, POWER = 0.95, 0.80


class Q77(LossQuestion):
    """Can one test a save programme on forty accounts? (small samples)."""

    number = "7.7"
    text = (
        "Half of forty accounts get a save programme that halves the losses. How many "
        "losses a year do you expect in each half, how many accounts would each half "
        "need, and can forty accounts tell?"
    )
    rule = "S70"
    minutes = 6
    parts = (
        Part("lost_without", "num", tolerance=0.01),
        Part("lost_with", "num", tolerance=0.01),
        Part("needed", "num", tolerance=1.0),
        yes_no("forty_can_tell"),
    )
    hints = (
        "Without the programme, the losses of a half are its accounts times the yearly "
        "rate of loss; with it, half as many.",
        "Each half needs factor × (p(1 − p) + q(1 − q)) / (p − q)² accounts. p is "
        "the rate without the programme, q with it; the table gives p and the factor.",
        "Compare what is needed with the twenty that there are.",
    )
    meaning = (
        "A test on so few accounts will mostly find nothing, whether the programme "
        "works or not. Do not stop a good programme for that; pool years or companies."
    )
    explanation = (
        "To tell two rates apart in four of five tests, at the usual 5 per cent of "
        "false alarms, each half needs 7.85 × (p(1 − p) + q(1 − q)) / (p − q)² "
        "accounts (Fleiss 1981, two proportions, two-sided). The rarer the losses, the "
        "more accounts."
    )

    def given(self) -> Table:
        """Show the yearly rate of loss and the factor of the formula."""
        frame = pd.DataFrame(
            {
                "what": [
                    "accounts in each half",
                    "yearly rate of loss, p",
                    "factor of the formula",
                ],
                "value": [f"{GROUP}", f"{self._rate():.4f}", f"{factor():.2f}"],
            }
        )
        columns = {"what": Column("What"), "value": Column("Value")}
        return Table(frame, columns, "The rate is that of your own past year.")

    def _rate(self) -> float:
        """Give the yearly rate of loss, rounded as it is shown."""
        status = self.status()
        today = pd.Timestamp(self.book.company("firm").cut_off)
        year = today - pd.DateOffset(years=1)
        gone = (status["status"] == "lost") & (status["confirmed_on"] > year)
        rate = gone.sum() / max(int((status["at_risk"] | gone).sum()), 1)
        if not 0 < rate < 1:
            raise NotEnoughDataError("No account was lost in the last year.")
        return round(float(rate), 4)

    def reference(self) -> Answers:
        """Multiply, and put both rates into the formula."""
        p = self._rate()
        need = factor() * (p * (1 - p) + p / 2 * (1 - p / 2)) / (p / 2) ** 2
        return {
            "lost_without": GROUP * p,
            "lost_with": GROUP * p / 2,
            "needed": need,
            "forty_can_tell": "yes" if need <= GROUP else "no",
        }

    @mistake("You took all forty accounts. Each half has twenty.")
    def forty(self) -> Answers:
        """Forget that they are split."""
        p = self._rate()
        return {"lost_without": 2 * GROUP * p, "lost_with": GROUP * p}

    @mistake(
        "You compared with no losses at all. The programme halves the rate: q is p / 2."
    )
    def no_losses(self) -> Answers:
        """Let the programme save everybody."""
        p = self._rate()
        return {"lost_with": 0.0, "needed": factor() * p * (1 - p) / p**2}

    @mistake(
        "You did not square the difference of the rates. The formula divides by "
        "(p − q) × (p − q)."
    )
    def not_squared(self) -> Answers:
        """Divide by the difference."""
        p = self._rate()
        need = factor() * (p * (1 - p) + p / 2 * (1 - p / 2)) / (p / 2)
        return {"needed": need}


def factor() -> float:
    """Give (z for 5 per cent, two-sided, + z for power .8)², 7.85."""
    z = norm.ppf(0.5 + CONFIDENCE / 2) + norm.ppf(POWER)
    return float(round(z**2, 2))
