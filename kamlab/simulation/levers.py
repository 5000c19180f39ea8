"""What may be done differently: levers on the company, incentives of its people."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationError

from kamlab.company.settings import Settings
from kamlab.errors import RefusedError, did_you_mean
from kamlab.simulation.world import explain


class Levers(Settings):
    """What the company does differently; the defaults change nothing."""

    start: int = Field(
        1,
        ge=1,
        le=240,
        description="First month in which the levers hold, 1 for the first month",
        json_schema_extra={"unit": "month number"},
    )
    late_cap: float = Field(
        1.0,
        ge=0,
        le=1,
        description="No warehouse delivers a larger share late than this",
        json_schema_extra={"unit": "share"},
    )
    fix_warehouse: int = Field(
        0,
        ge=0,
        le=3,
        description="Warehouse made as punctual as the best one, 0 for none",
        json_schema_extra={"unit": "warehouse number"},
    )
    breadth_plus: int = Field(
        0,
        ge=0,
        le=5,
        description="Further real contacts at every account",
        json_schema_extra={"unit": "contacts"},
    )
    close_hours: float = Field(
        0.0,
        ge=0,
        le=1000,
        description="Every ticket is solved sooner than this, 0 for no promise",
        json_schema_extra={"unit": "hours"},
    )
    visits_plus: int = Field(
        0,
        ge=0,
        le=8,
        description="Further visits to every account each month",
        json_schema_extra={"unit": "visits a month"},
    )
    randomised_visits: bool = Field(
        False, description="Whether visits follow the dice instead of the KAM's sense"
    )
    save_call: str = Field(
        "",
        description="Accounts that get save calls: ids between commas, all, or nothing",
    )
    save_until: int = Field(
        0,
        ge=0,
        le=240,
        description="Last month of the save calls, 0 for the end",
        json_schema_extra={"unit": "month number"},
    )
    prices: float = Field(
        0.0,
        ge=-0.2,
        le=0.2,
        description="Change of all our prices",
        json_schema_extra={"unit": "share"},
    )


class Incentives(Settings):
    """What pay makes the KAMs do, as plain numbers; the defaults change nothing."""

    volume_effort: float = Field(
        1.0,
        ge=0,
        le=3,
        description="Effort for sales, 1 for the usual effort",
        json_schema_extra={"unit": "times the usual effort"},
    )
    care_effort: float = Field(
        1.0,
        ge=0,
        le=3,
        description="Effort for relations, which drives visits and calls",
        json_schema_extra={"unit": "times the usual effort"},
    )
    pull_forward: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Share of the next period's first orders pulled before a deadline",
        json_schema_extra={"unit": "share"},
    )
    deadline_months: int = Field(
        3,
        ge=1,
        le=12,
        description="Months from one deadline of the pay plan to the next",
        json_schema_extra={"unit": "months"},
    )
    extra_discount: float = Field(
        0.0,
        ge=0,
        le=0.2,
        description="Discount the KAMs give on top of the price list",
        json_schema_extra={"unit": "share"},
    )


NEUTRAL = Levers()
USUAL = Incentives()
ACTIONS: dict[str, Levers] = {
    "late_cap": Levers(late_cap=0.05),
    "breadth_plus": Levers(breadth_plus=1),
    "close_hours": Levers(close_hours=48),
    "visits_plus": Levers(visits_plus=1),
    "save_call": Levers(save_call="all"),
}


def make_levers(**values: Any) -> Levers:
    """Make levers from values by name.

    Raises
    ------
    RefusedError
        If a name is unknown or a value outside its range, in one sentence.
    """
    for name in values:
        if name not in Levers.model_fields:
            raise RefusedError(
                f"There is no lever '{name}'{did_you_mean(name, Levers.model_fields)}"
            )
    try:
        return Levers(**values)
    except ValidationError as error:
        raise RefusedError(explain(error, Levers)) from None


def in_month(levers: Levers, month: int) -> Levers:
    """Give the levers that hold in a month (0 = the first): none before their start."""
    if levers is NEUTRAL or month + 1 < levers.start:
        return NEUTRAL
    if levers.save_call and levers.save_until and month + 1 > levers.save_until:
        return levers.model_copy(update={"save_call": ""})
    return levers


def on_top(levers: Levers, action: str) -> Levers:
    """Add one of the standard actions to the levers that hold already.

    Parameters
    ----------
    levers : Levers
        Those that hold in the month.
    action : str
        A name of ``ACTIONS``.
    """
    more = ACTIONS[action]
    if levers is NEUTRAL:
        return more
    promised = [hours for hours in (levers.close_hours, more.close_hours) if hours]
    added = {
        "late_cap": min(levers.late_cap, more.late_cap),
        "breadth_plus": levers.breadth_plus + more.breadth_plus,
        "close_hours": min(promised, default=0.0),
        "visits_plus": levers.visits_plus + more.visits_plus,
        "save_call": more.save_call or levers.save_call,
    }
    return levers.model_copy(update={action: added[action]})
