"""What a set of possible years is drawn from: how many, how wild, what is shared."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from kamlab.company import Settings
from kamlab.errors import RefusedError, did_you_mean


class DrawSettings(Settings):
    """How possible years are drawn."""

    n_sims: int = Field(
        500,
        ge=2,
        le=1_000_000,
        description="Possible years drawn",
        json_schema_extra={"unit": "years"},
    )
    seed: int = Field(
        1, ge=0, le=2**31 - 1, description="Number that fixes every throw of the dice"
    )
    noise_cv: float = Field(
        0.2,
        ge=0,
        le=1.5,
        description="Spread of a KAM's year around what is expected",
        json_schema_extra={"unit": "share of the mean"},
    )
    market_share: float = Field(
        0.2,
        ge=0,
        le=1,
        description="Part of that variance that all KAMs share: the market",
        json_schema_extra={"unit": "share of the variance"},
    )
    skill_share: float = Field(
        0.3,
        ge=0,
        le=1,
        description="Part of it that lasts a KAM's whole year: skill not known yet",
        json_schema_extra={"unit": "share of the variance"},
    )
    losses: bool = Field(True, description="Whether accounts may leave within the year")

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> Self:
        total = self.market_share + self.skill_share
        if total > 1 + 1e-12:
            raise ValueError(
                f"market_share and skill_share are parts of one variance; they sum to "
                f"{total:g}, more than 1"
            )
        return self


def draw_settings(**values: Any) -> DrawSettings:
    """Make the settings of a set of possible years from values by name.

    Parameters
    ----------
    **values
        Fields of :class:`DrawSettings`.

    Raises
    ------
    RefusedError
        If a name is unknown or a value of the wrong type or out of its range.
    """
    for name in values:
        if name not in DrawSettings.model_fields:
            near = did_you_mean(name, DrawSettings.model_fields)
            raise RefusedError(f"There is no setting '{name}' of the draws{near}")
    try:
        return DrawSettings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        head = f"{name} is {first['input']!r}: " if name else ""
        raise RefusedError(f"{head}{said[:1].lower()}{said[1:]}.") from None
