"""The rules around the rates of a plan: gates, caps, draws, ramps and the like."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.kinds import (
    Amount,
    Measure,
    Ratio,
    Share,
    Text,
    above,
    is_share,
)
from kamlab.compensation.rates import Rates

Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Gate(Settings):
    """A condition on another measure, and what happens when it is missed."""

    name: Text = Field(description="What it is called on the slip")
    measure: Measure = Field(description="What is looked at, such as overdue_share")
    at_least: float | None = Field(None, description="Passed from this value on")
    at_most: float | None = Field(None, description="Passed up to this value")
    over: Literal["last", "mean", "sum"] = Field(
        "last", description="Which value counts when several periods settle at once"
    )
    component: str = Field("", description="The component it holds for, empty for all")
    pays: Share | None = Field(
        None, description="Share of the pay that stays if missed"
    )
    limit: Ratio | None = Field(
        None, description="If missed, at most this multiple of the target pay"
    )
    instead: Measure | None = Field(
        None, description="If missed, this measure counts in place of the component's"
    )

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(
                f"gate '{self.name}' needs at_least or at_most, one of both"
            )
        done = [self.pays, self.limit, self.instead]
        if sum(x is not None for x in done) != 1:
            raise ValueError(
                f"gate '{self.name}' must say one thing that happens when it is "
                "missed: pays, limit or instead"
            )
        bound = self.at_least if self.at_most is None else self.at_most
        if is_share(self.measure) and self.over != "sum" and bound is not None:
            # the revenue of accounts kept may be more than it was
            most = 1.5 if self.measure == "retention" else 1.0
            above(bound, most, f"gate '{self.name}':")
        return self


class Cap(Settings):
    """The most variable pay, as a multiple of its target."""

    times: Ratio = Field(description="Most pay, 2 for twice the target variable pay")
    per: Literal["settlement", "year"] = Field("year", description="Over which time")


class Draw(Settings):
    """An advance on variable pay, paid at each settlement."""

    amount: Amount = Field(description="What is paid at least, in currency")
    recoverable: bool = Field(
        True, description="Whether later pay above it is kept back until it is even"
    )


class Ramp(Settings):
    """Easier quotas, and some pay that is safe, in the first months of a new KAM."""

    quota_shares: tuple[Share, ...] = Field(
        min_length=1,
        max_length=60,
        description="Share of the quota in month 1, 2, … of employment",
    )
    guarantee: Share = Field(
        0.0, description="Share of the target variable pay that is safe meanwhile"
    )


class Windfall(Settings):
    """A single deal too large to be the KAM's work alone; see E49 on 50 %."""

    measure: Measure = Field("largest_deal", description="Size of the largest deal")
    component: Text = Field(description="The component that counts the deal")
    over: Ratio = Field(
        0.5, description="From which share of the year's target pay a deal is one"
    )
    pays: Share = Field(0.0, description="Share of what lies above that is paid")


class Spiff(Settings):
    """A sum for each unit of something, for some months."""

    model_config = ConfigDict(populate_by_name=True)

    name: Text = Field(description="What it is called on the slip")
    measure: Measure = Field(description="What is counted")
    each: Amount = Field(description="Paid for each unit, in currency")
    start: Month | None = Field(None, alias="from", description="First month, YYYY-MM")
    to: Month | None = Field(None, description="Last month, YYYY-MM")
    most: Amount | None = Field(None, description="At most this at a settlement")


class Pool(Settings):
    """A sum the whole team earns and shares."""

    name: Text = Field(description="What it is called on the slip")
    measure: Measure = Field(description="What the team's results are summed from")
    rates: Rates = Field(description="What the team's result pays into the pool")
    shared: Literal["equal", "target", "result"] = Field(
        "equal", description="Shared alike, by target variable pay, or by own result"
    )

    @model_validator(mode="after")
    def _no_percent(self) -> Self:
        for tier in self.rates.tiers:
            # a sum for each account may be any; of money it is a share
            if tier.rate is not None and not self.measure.endswith("_accounts"):
                above(tier.rate, 1.0, f"the rate of pool '{self.name}':")
        return self


class Clawback(Settings):
    """What is taken back when a paid sale is returned or its account leaves."""

    share: Share = Field(1.0, description="Share of what was paid that is taken back")
    months: int = Field(
        12, ge=1, le=120, description="Up to how many months after it was paid"
    )


class HandOver(Settings):
    """Whose sales count after an account changed hands."""

    months: int = Field(3, ge=0, le=24, description="Months in which both are credited")
    former_share: Share = Field(0.5, description="The former KAM's part of the credit")
