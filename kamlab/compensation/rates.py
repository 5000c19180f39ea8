"""Rate tables: flat, one rate for all, slice by slice, joined points, lump sums."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal, Protocol, Self

from pydantic import ConfigDict, Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.kinds import Amount
from kamlab.compensation.pieces import Pieces, through

Mode = Literal["flat", "whole", "marginal", "interpolated", "lump"]
OF_MONEY = 5e-7  # amounts are to the cent; anything finer is noise
OF_ATTAINMENT = 5e-10


class _Span(Protocol):
    @property
    def start(self) -> float: ...
    @property
    def to(self) -> float | None: ...


def check_no_gap(tiers: Sequence[_Span], from_zero: bool = True) -> None:
    """Refuse tiers that leave a gap or overlap.

    Raises
    ------
    ValueError
        If two tiers overlap, or no rate holds somewhere; the text says where.
    """
    first, last = tiers[0], tiers[-1]
    if from_zero and first.start > 0:
        raise ValueError(
            f"the first tier begins at {first.start:,.2f}: there is a gap below "
            "it; let it begin at 0"
        )
    if last.to is not None:
        raise ValueError(
            f"the last tier ends at {last.to:,.2f}: there is a gap above it; "
            "leave its 'to' out"
        )
    for tier, after in pairwise(tiers):
        end = after.start if tier.to is None else tier.to
        if after.start <= tier.start or end > after.start:
            raise ValueError(
                f"the tiers from {tier.start:,.2f} and from {after.start:,.2f} "
                "overlap; each must end where the next begins"
            )
        if end < after.start:
            raise ValueError(
                f"there is a gap between the tiers: no rate from {end:,.2f} to "
                f"{after.start:,.2f}"
            )


class Step(Settings):
    """One row of a rate table; it holds its lower bound: from ≤ result < to."""

    model_config = ConfigDict(populate_by_name=True)

    start: Amount = Field(alias="from", description="Where the row begins")
    to: Amount | None = Field(
        None, description="Where it ends, empty for the next 'from'"
    )
    rate: Amount | None = Field(None, description="Paid for each unit, as a share")
    pays: Amount | None = Field(
        None, description="Paid at 'from', for joined points and lump sums"
    )


class Rates(Settings):
    """A rate table: what a result or an attainment pays."""

    mode: Mode = Field(
        description="flat, whole (one rate for all), marginal (each slice its own), "
        "interpolated (points joined by lines), lump (a sum at each step)"
    )
    tiers: tuple[Step, ...] = Field(min_length=1, description="The rows")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        word = "pays" if self.mode in ("interpolated", "lump") else "rate"
        for place, tier in enumerate(self.tiers, start=1):
            other = tier.rate if word == "pays" else tier.pays
            if getattr(tier, word) is None or other is not None:
                raise ValueError(
                    f"row {place} of the {self.mode} rate table needs '{word}' and "
                    "nothing else beside 'from' and 'to'"
                )
        if self.mode == "flat" and len(self.tiers) > 1:
            raise ValueError(
                "a flat rate has one row; for several choose whole or marginal"
            )
        check_no_gap(self.tiers, from_zero=word == "rate")
        return self

    @cached_property
    def pieces(self) -> Pieces:
        """The table as straight pieces over attainment or amount."""
        starts = tuple(tier.start for tier in self.tiers)
        slack = OF_ATTAINMENT if starts[-1] <= 20 else OF_MONEY
        if self.mode == "interpolated":
            points = [(tier.start, tier.pays or 0.0) for tier in self.tiers]
            return through(points, slack)
        if self.mode == "lump":
            sums = tuple(tier.pays or 0.0 for tier in self.tiers)
            return Pieces(starts, sums, (0.0,) * len(starts), slack)
        rates = tuple(tier.rate or 0.0 for tier in self.tiers)
        if self.mode == "whole":
            values = [s * r for s, r in zip(starts, rates, strict=True)]
            return Pieces(starts, tuple(values), rates, slack)
        values = [0.0]
        for k in range(1, len(starts)):
            values.append(values[-1] + rates[k - 1] * (starts[k] - starts[k - 1]))
        return Pieces(starts, tuple(values), rates, slack)
