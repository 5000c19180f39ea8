"""A pay plan: what is paid for what, read from a file and checked before use."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Self

from pydantic import Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees
from kamlab.compensation.kinds import (
    LARGEST_PAYOUT,
    LARGEST_RATIO,
    Amount,
    Measure,
    Share,
    Text,
    above,
)
from kamlab.compensation.pieces import Pieces
from kamlab.compensation.rates import Rates
from kamlab.compensation.rules import (
    Cap,
    Clawback,
    Draw,
    Gate,
    HandOver,
    Pool,
    Ramp,
    Spiff,
    Windfall,
)
from kamlab.errors import did_you_mean


class Component(Settings):
    """One part of the variable pay: a measure, and how its results are paid."""

    name: Text = Field(description="What it is called on the slip")
    measure: Measure = Field(description="What is measured, a column of the results")
    weight: Share = Field(0.0, description="Its share of the target variable pay")
    curve: Curve | None = Field(None, description="Its own curve, empty for the plan's")
    rates: Rates | None = Field(None, description="A rate table in place of a curve")
    paid_on: Literal["target", "quota", "result"] = Field(
        "target",
        description="target: by attainment, a share of the target pay; quota: rates on "
        "the result, tiers in multiples of the quota; result: rates and tiers on the "
        "result itself",
    )
    quota: Amount | None = Field(
        None,
        description="Quota where the results tell none: a year's, or the level if over "
        "is mean",
    )
    over: Literal["sum", "mean"] = Field(
        "sum", description="Whether results of several periods add up or are a level"
    )
    team: bool = Field(
        False, description="Whether the result of the whole team counts for each"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.paid_on == "target":
            if not self.weight:
                raise ValueError(
                    f"'{self.name}' is paid on the target and needs a weight above 0"
                )
            if self.rates and self.curve:
                raise ValueError(f"'{self.name}' has a curve and rates; keep one")
        elif self.weight or self.curve or self.rates is None:
            raise ValueError(
                f"'{self.name}' is paid on the {self.paid_on}: it needs rates, and "
                "neither weight nor curve"
            )
        return self

    @model_validator(mode="after")
    def _no_percent(self) -> Self:
        for tier in self.rates.tiers if self.rates else ():
            top = LARGEST_PAYOUT if self.paid_on == "target" else 1.0
            if tier.rate is not None:
                above(tier.rate, top, f"the rate of '{self.name}':")
            if tier.pays is not None and self.paid_on != "result":
                above(tier.pays, top, f"what a tier of '{self.name}' pays:")
            if self.paid_on != "result" and tier.start > LARGEST_RATIO:
                raise ValueError(
                    f"'{self.name}' has a tier from {tier.start:g} times the quota; "
                    f"1 is the quota. Did you mean {tier.start / 100:g}, that is "
                    f"{tier.start:g} %?"
                )
        return self


class Evidence(Settings):
    """One thing that is known about such plans, and which way it points."""

    says: Text = Field(description="The statement in a sentence")
    source: Text = Field(description="Rule of the articles (S…) or publication")
    side: Literal["for", "against", "open"] = Field(
        description="Whether it speaks for such a plan"
    )


class PayPlan(Settings):
    """A pay plan; amounts in the company's currency, shares from 0 to 1."""

    name: Text = Field(description="Name in commands, such as three_plans")
    title: Text = Field(description="Name in sentences")
    purpose: Text = Field(description="What the plan is meant to achieve")
    used_by: Text = Field(description="Who pays like this")
    side_effects: tuple[Text, ...] = Field((), description="What else it brings about")
    evidence: tuple[Evidence, ...] = Field((), description="What is known, both sides")
    ote: Amount = Field(
        description="Pay of a year with every target met, where no pay table tells it"
    )
    base_share: Share = Field(description="Base salary as a share of that pay")
    mix_binds: bool = Field(
        False,
        description="Whether base_share also splits the pay of the company's pay table",
    )
    settlement: Literal["period", "month", "quarter", "year"] = Field(
        "period",
        description="Settled for each period of the results, or these months at once",
    )
    true_up: bool = Field(
        False,
        description="Whether each settlement pays the year so far, less what was paid",
    )
    curve: Curve = Field(Curve(), description="The payout curve of its components")
    components: tuple[Component, ...] = Field((), description="Parts with a quota")
    fees: Fees | None = Field(None, description="A percentage of each deal")
    spiffs: tuple[Spiff, ...] = Field((), description="Sums for each unit, for a while")
    pools: tuple[Pool, ...] = Field((), description="Sums the team earns and shares")
    gates: tuple[Gate, ...] = Field((), description="Conditions on other measures")
    windfall: Windfall | None = Field(None, description="Rule for one very large deal")
    cap: Cap | None = Field(None, description="The most variable pay")
    draw: Draw | None = Field(None, description="An advance at each settlement")
    clawback: Clawback = Field(
        Clawback(), description="What a later return or loss takes back"
    )
    ramp: Ramp | None = Field(None, description="The first months of a new KAM")
    hand_over: HandOver | None = Field(
        None, description="Credit after an account changed hands"
    )
    double_credit: bool = Field(
        False, description="Whether the credits of one deal may sum to more than 1"
    )
    max_cut_share: Share | None = Field(
        None,
        description="Most that missed targets may cut from base and target pay of a "
        "settlement; no legal advice",
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not (self.components or self.fees or self.spiffs or self.pools):
            raise ValueError("the plan pays for nothing: it needs components or fees")
        weighted = [part.weight for part in self.components if part.weight]
        if weighted and abs(sum(weighted) - 1) > 1e-9:
            raise ValueError(
                f"the weights of the components sum to {sum(weighted):g}; they must "
                "sum to 1"
            )
        names = Counter(part.name for part in self.parts)
        twice = [name for name, count in names.items() if count > 1]
        if twice:
            raise ValueError(f"two components are called '{twice[0]}'")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        names = [part.name for part in self.components]
        asked = [(f"gate '{g.name}'", g.component) for g in self.gates if g.component]
        if self.windfall:
            asked.append(("the windfall rule", self.windfall.component))
        for who, name in asked:
            if name not in names:
                raise ValueError(
                    f"{who} names the component '{name}', which there is not"
                    f"{did_you_mean(name, names)}"
                )
        return self

    @property
    def parts(self) -> tuple[Component | Spiff | Pool, ...]:
        """What has a name and is paid: components, sums for units, team pools."""
        return (*self.components, *self.spiffs, *self.pools)

    @property
    def has_target(self) -> bool:
        """Whether any component is a share of the target variable pay."""
        return any(part.paid_on == "target" for part in self.components)

    def pieces_of(self, component: Component) -> Pieces:
        """Give the straight pieces by which a component is paid."""
        if component.rates is not None:
            return component.rates.pieces
        return self.curve_of(component).pieces

    def curve_of(self, component: Component) -> Curve:
        """Give the payout curve that holds for a component."""
        return component.curve or self.curve
