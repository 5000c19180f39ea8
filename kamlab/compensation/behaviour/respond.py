"""From a pay plan to what it makes KAMs do, in the simulator's own terms.

What is assumed stands in :class:`Nature`; the literature settles the signs, not the
sizes. Effort follows the slope of pay as in the linear contract, and splits between
volume and care as in Holmström and Milgrom 1991 [E42].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from kamlab.company import Settings
from kamlab.compensation.behaviour.at_stake import Stakes, stakes
from kamlab.compensation.behaviour.moves import chosen_price, pulled_share
from kamlab.compensation.behaviour.ratchet import slope_left
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.draws import Draws
from kamlab.errors import UndefinedError
from kamlab.presentation.formats import number, share
from kamlab.simulation import Incentives

Floats = NDArray[np.float64]
MOST_EFFORT = 3.0  # the simulator's range


class Nature(Settings):
    """What KAMs are like and what their plan leaves to them."""

    unpaid: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Part of the usual effort that no pay brings about",
        json_schema_extra={"unit": "share"},
    )
    crowding: float = Field(
        0.3,
        ge=0,
        le=0.95,
        description="How much effort for volume tires for care, and the reverse",
        json_schema_extra={"unit": "share"},
    )
    price_authority: float = Field(
        0.0,
        ge=0,
        le=0.2,
        description="Largest discount a KAM may give on top of the price list",
        json_schema_extra={"unit": "share"},
    )
    discount_demand: float = Field(
        1.0,
        ge=0,
        le=10,
        description="How much more accounts buy for a discount their KAM gives",
        json_schema_extra={"unit": "% more units for 1 % off"},
    )
    movable: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of the orders near a deadline that can be pulled ahead",
        json_schema_extra={"unit": "share"},
    )
    pull_discount: float = Field(
        0.08,
        ge=0,
        le=0.5,
        description="Discount given for an order that is pulled ahead",
        json_schema_extra={"unit": "share"},
    )
    ratchet: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Part of a good year that goes into the next quota",
        json_schema_extra={"unit": "share"},
    )
    patience: float = Field(
        0.9,
        ge=0,
        le=1,
        description="What a euro of the next year is worth to a KAM today",
        json_schema_extra={"unit": "share"},
    )


@dataclass(frozen=True)
class Response:
    """What a plan makes KAMs do, and why.

    Parameters
    ----------
    incentives : Incentives
        As the simulator takes them.
    stakes : Stakes
        What one more euro and one more account kept pay.
    words : tuple of str
        Each of the effects in a sentence.
    """

    incentives: Incentives
    stakes: Stakes
    words: tuple[str, ...]


def respond(
    plan: PayPlan, usual: PayPlan, draws: Draws, nature: Nature | None = None
) -> Response:
    """Say what a plan makes KAMs do, compared with the plan they are used to.

    Parameters
    ----------
    plan : PayPlan
        The plan in question.
    usual : PayPlan
        The plan under which efforts are 1.
    draws : Draws
        Possible years; pay is looked at around all of them, not at one result.
    nature : Nature, optional
        What KAMs are like.

    Returns
    -------
    Response
        Efforts, discount, deals pulled ahead, deadline; and sentences.

    Raises
    ------
    UndefinedError
        If the usual plan pays nothing for sales: then there is nothing to compare with.
    """
    nature = nature or Nature()
    new, old = stakes(plan, draws), stakes(usual, draws)
    if old.volume <= 0:
        raise UndefinedError(
            f"The {usual.title} pays nothing for one more euro of sales; it cannot be "
            "the usual plan others are compared with."
        )
    left = slope_left(nature.ratchet, nature.patience)
    volume, care = _efforts(new, old, left, nature)
    price = chosen_price(plan, draws, nature.price_authority, nature.discount_demand)
    pulled, months = pulled_share(plan, draws, nature.movable, nature.pull_discount)
    incentives = Incentives(
        volume_effort=round(volume, 6),
        care_effort=round(care, 6),
        pull_forward=round(pulled, 6),
        extra_discount=round(price, 6),
        deadline_months=months,
    )
    return Response(incentives, new, _words(plan, usual, incentives, new, left))


def _efforts(
    new: Stakes, old: Stakes, left: float, nature: Nature
) -> tuple[float, float]:
    """Give the efforts, 1 under the usual plan.

    With rates ρ relative to the usual rate for volume and crowding θ, effort moves by
    (1 − unpaid) · Δ(ρ₁ − θ ρ₂) / (1 − θ²), and care likewise.
    """
    theta = nature.crowding
    volume = (new.volume * left - old.volume) / old.volume
    care = (new.care - old.care) / old.volume
    scale = (1 - nature.unpaid) / (1 - theta**2)
    moved = (1 + scale * (volume - theta * care), 1 + scale * (care - theta * volume))
    low, high = (float(np.clip(effort, 0.0, MOST_EFFORT)) for effort in moved)
    return low, high


def _words(
    plan: PayPlan, usual: PayPlan, found: Incentives, new: Stakes, left: float
) -> tuple[str, ...]:
    words = [
        f"One more euro sold pays {number(new.per_euro, 4)} under the {plan.title}; "
        f"effort for volume is {number(found.volume_effort)} times that under the "
        f"{usual.title}, for care {number(found.care_effort)} times.",
        f"Variable pay swings by {share(new.volatility, 0)} of its mean from year to "
        "year.",
    ]
    if left < 1:
        words.append(
            f"As a good year raises the next quota, {share(1 - left, 0)} of the slope "
            "is gone."
        )
    if found.extra_discount:
        words.append(
            f"KAMs give {share(found.extra_discount)} discount, for it pays them."
        )
    if found.pull_forward:
        words.append(
            f"{share(found.pull_forward)} of the orders near a deadline, every "
            f"{found.deadline_months} months, are pulled ahead."
        )
    return tuple(words)
