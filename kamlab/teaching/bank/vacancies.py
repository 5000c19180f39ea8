"""Questions 9.3 and 9.11: what sixteen vacancy ads say of pay, and what they hide."""

from __future__ import annotations

from functools import cache

import pandas as pd

from kamlab.company.locate import files
from kamlab.presentation import Column, Table
from kamlab.teaching.parts import Part
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, Question, mistake


@cache
def _ads() -> pd.DataFrame:
    return pd.read_csv(files("datasets", "vacancies.csv"))


class AdQuestion(Question):
    """A question about the vacancy ads of rule S79."""

    def ads(self) -> Table:
        """Show the ads."""
        columns = {
            "employer": Column("Employer"),
            "low": Column("Pay from, thousand roubles a month", "number"),
            "high": Column("Pay to", "number"),
            "midpoint": Column("Midpoint, where filled in", "number"),
        }
        caption = "Sixteen ads for key account managers, Moscow, undated."
        return Table(_ads(), columns, caption, rows=len(_ads()))

    def middles(self) -> pd.Series:
        """Give the middle of each ad's range; blank where no pay is named."""
        ads = _ads()
        return (ads["low"] + ads["high"]) / 2


class Q93(AdQuestion):
    """Median midpoint and range of the vacancy pay (golden: 102.5; 50 to 250)."""

    number = "9.3"
    text = (
        "What is the median of the midpoints of the ads that name a pay, and what are "
        "the lowest and the highest pay named in any ad, in thousand roubles a month?"
    )
    rule = "S79"
    minutes = 4
    parts = (
        Part("median_pay", "num", tolerance=0.01),
        Part("lowest_pay", "num"),
        Part("highest_pay", "num"),
    )
    hints = (
        "The midpoint is half of “from” plus “to”. Where the column is blank, work it "
        "out.",
        "The median is the value in the middle of the sorted midpoints; with an even "
        "number of them, half-way between the two in the middle.",
        "The range goes from the smallest “from” to the largest “to”.",
    )
    meaning = (
        "The ads span a factor of five: the figure in an ad says little about the pay "
        "you will get, and nothing about the mix."
    )
    explanation = (
        "Take the middle of each range, also where the column leaves it out, and sort. "
        "Ads without a figure cannot count in the median."
    )

    def reference(self) -> Answers:
        """Work out every midpoint; take the middle and the ends."""
        return {
            "median_pay": self.middles().median(),
            "lowest_pay": _ads()["low"].min(),
            "highest_pay": _ads()["high"].max(),
        }

    @mistake(
        "You used only the midpoints that were filled in. Asked are all ads that name "
        "a pay: the blank ones can be worked out from the range."
    )
    def filled_in_only(self) -> Answers:
        """Drop the rows with a blank midpoint."""
        return {"median_pay": _ads()["midpoint"].median()}

    @mistake("You took the mean. Asked is the median, the value in the middle.")
    def mean(self) -> Answers:
        """Add up and divide."""
        return {"median_pay": self.middles().mean()}

    @mistake(
        "You counted the ads without a figure as a pay of nothing. Blank is not zero; "
        "asked are the ads that name a pay."
    )
    def blank_as_zero(self) -> Answers:
        """Fill blanks with 0."""
        return {"median_pay": self.middles().fillna(0).median(), "lowest_pay": 0}

    @mistake(
        "You took the largest midpoint. Asked is the highest pay named: the end of the "
        "range."
    )
    def largest_midpoint(self) -> Answers:
        """Take the range of the midpoints."""
        return {"highest_pay": self.middles().max()}


class Q911(AdQuestion):
    """What the silent ads leave open (golden: .375; 90 to 116.5)."""

    number = "9.11"
    text = (
        "Which share of the ads names no pay? And how low and how high could the "
        "median of all sixteen be, whatever the silent ones pay?"
    )
    rule = "S79"
    minutes = 4
    parts = (
        share_part("silent_share"),
        Part("median_if_low", "num", tolerance=0.01),
        Part("median_if_high", "num", tolerance=0.01),
    )
    hints = (
        "First let all silent ads pay less than any other; then let all pay more.",
        "Of sixteen values the median lies half-way between the eighth and the ninth. "
        "The silent ones fill the places at one end.",
    )
    meaning = (
        "The silent ads leave the median open by more than a quarter: ask before you "
        "quote a market pay from ads."
    )
    explanation = (
        "If the silent ads are all at the low end, they fill the first places and the "
        "middle moves down among the named ones; at the high end it moves up. The "
        "truth lies between, with no assumption about the silent ones."
    )

    def _median(self, filled_with: float) -> float:
        return float(self.middles().fillna(filled_with).median())

    def _at_an_end(self, high: bool) -> float:
        middles = self.middles()
        return self._median(middles.max() + 1 if high else middles.min() - 1)

    def reference(self) -> Answers:
        """Put the silent ads at one end, then at the other."""
        return {
            "silent_share": self.middles().isna().mean(),
            "median_if_low": self._at_an_end(high=False),
            "median_if_high": self._at_an_end(high=True),
        }

    @mistake("You divided by the ads that name a pay. Asked is the share of all ads.")
    def of_those_that_speak(self) -> Answers:
        """Divide by the wrong total."""
        silent = self.middles().isna()
        return {"silent_share": silent.sum() / (~silent).sum()}

    @mistake(
        "You left the silent ads out: this is the median of those that speak. Asked is "
        "the median of all sixteen."
    )
    def silent_left_out(self) -> Answers:
        """Drop what is blank."""
        known = float(self.middles().median())
        return {"median_if_low": known, "median_if_high": known}

    @mistake(
        "You exchanged the two ends: where the silent ads pay least, the median is the "
        "lower one."
    )
    def ends_exchanged(self) -> Answers:
        """Turn low and high round."""
        return {
            "median_if_low": self._at_an_end(high=True),
            "median_if_high": self._at_an_end(high=False),
        }
