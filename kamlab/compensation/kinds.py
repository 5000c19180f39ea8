"""The kinds of figures in a pay plan; they ask where 12 may have meant 12 %."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

MoneyMeasure = Literal["revenue", "gross_margin", "contribution", "collected_cash"]
MONEY: tuple[MoneyMeasure, ...] = (
    "revenue",
    "gross_margin",
    "contribution",
    "collected_cash",
)
WORDS: dict[str, str] = {
    "revenue": "revenue",
    "gross_margin": "gross margin",
    "contribution": "contribution",
    "collected_cash": "collected cash",
    "active_accounts": "active accounts",
    "new_accounts": "new accounts",
}


OTHER_WORDS = {
    "retention": "accounts kept",
    "largest_deal": "largest deal",
    "overdue_share": "overdue share",
}


def word_of(measure: str) -> str:
    """Write a measure in words; a column of one's own by its name."""
    return WORDS.get(measure, OTHER_WORDS.get(measure, measure.replace("_", " ")))


LARGEST_PAYOUT = 5.0  # 500 % of target pay for any one attainment
LARGEST_RATIO = 20.0  # 2,000 % of target; anything above is a percentage in disguise


def _share(value: float) -> float:
    return _asked(value, 1.0, "a share is written from 0 to 1")


def _ratio(value: float) -> float:
    return _asked(
        value, LARGEST_RATIO, "a multiple of target is written as 1 for 100 %"
    )


def _payout(value: float) -> float:
    return _asked(value, LARGEST_PAYOUT, "a payout is written as 1 for the target pay")


def _asked(value: float, largest: float, rule: str) -> float:
    if value < 0:
        raise ValueError(f"{value:g} is below 0; {rule}")
    if value > largest:
        raise ValueError(
            f"{value:g} looks like a percentage: {rule}. "
            f"Did you mean {value / 100:g}, that is {value:g} %?"
        )
    return value


def above(value: float, largest: float, what: str) -> None:
    """Ask whether a figure is a percentage; nothing happens where it is none.

    Raises
    ------
    ValueError
        With the share that may have been meant.
    """
    if value > largest:
        raise ValueError(
            f"{what} {value:g} is above {largest:g}; did you mean {value / 100:g}, "
            f"that is {value:g} %?"
        )


def is_share(measure: str) -> bool:
    """Tell whether a measure is a share from 0 to 1, by its name."""
    return measure.endswith("_share") or measure == "retention"


Share = Annotated[float, AfterValidator(_share)]
Payout = Annotated[float, AfterValidator(_payout)]
Ratio = Annotated[float, AfterValidator(_ratio)]
Amount = Annotated[float, Field(ge=0, le=1e12)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
# a column of the results; which ones there are, the results tell
Measure = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
