"""A pay plan: what is paid for what, read from a file and checked before use."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Self

from pydantic import Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees
from kamlab.compensation.kinds import Amount, Measure, Share, Text


class Component(Settings):
    """One part of the variable pay: a measure, its weight, its curve."""

    name: Text = Field(description="What it is called on the slip")
    measure: Measure = Field(description="What is measured against the quota")
    weight: Share = Field(description="Its share of the target variable pay")
    curve: Curve | None = Field(None, description="Its own curve, empty for the plan's")


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
    settlement: Literal["period", "year"] = Field(
        "period", description="Settled for each quota period, or once for the year"
    )
    curve: Curve = Field(Curve(), description="The payout curve of its components")
    components: tuple[Component, ...] = Field((), description="Parts with a quota")
    fees: Fees | None = Field(None, description="A percentage of each deal")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.components and self.fees is None:
            raise ValueError("the plan pays for nothing: it needs components or fees")
        total = sum(part.weight for part in self.components)
        if self.components and abs(total - 1) > 1e-9:
            raise ValueError(
                f"the weights of the components sum to {total:g}; they must sum to 1"
            )
        names = Counter(part.name for part in self.components)
        twice = [name for name, count in names.items() if count > 1]
        if twice:
            raise ValueError(f"two components are called '{twice[0]}'")
        return self

    def curve_of(self, component: Component) -> Curve:
        """Give the payout curve that holds for a component."""
        return component.curve or self.curve
