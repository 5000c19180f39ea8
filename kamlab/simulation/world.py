"""The world of a simulated company: every coefficient, its unit and its range."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from kamlab.company.settings import Settings
from kamlab.errors import RefusedError, did_you_mean


class World(Settings):
    """All that decides how a simulated company behaves; one world, one company."""

    # The company
    name: str = Field("Polar Supply", description="Name of the company")
    currency: str = Field("EUR", description="Currency of every amount")
    seed: int = Field(
        2023,
        ge=0,
        le=2147483647,
        description="Number that fixes every throw of the dice",
    )
    accounts: int = Field(
        120,
        ge=20,
        le=1000000,
        description="Accounts over the whole time, those yet to come included",
        json_schema_extra={"unit": "accounts"},
    )
    months: int = Field(
        36,
        ge=12,
        le=240,
        description="Months simulated",
        json_schema_extra={"unit": "months"},
    )
    start_year: int = Field(
        2023,
        ge=1990,
        le=2100,
        description="The first month is January of this year",
        json_schema_extra={"unit": "year"},
    )
    kams: int = Field(
        10,
        ge=9,
        le=20000,
        description="Key account managers",
        json_schema_extra={"unit": "KAMs"},
    )
    cast: bool = Field(
        True, description="Whether the planted accounts and KAMs are there"
    )
    start_share: float = Field(
        0.78,
        ge=0.5,
        le=1,
        description="Share of the accounts that are there from the first day",
        json_schema_extra={"unit": "share"},
    )
    account_revenue: float = Field(
        150000.0,
        ge=1000,
        le=10000000,
        description="Mean yearly revenue of an ordinary account",
        json_schema_extra={"unit": "currency a year"},
    )
    size_sigma: float = Field(
        1.4,
        ge=0.2,
        le=2.5,
        description="Spread of the accounts' sizes",
        json_schema_extra={"unit": "log scale"},
    )
    growth_sd: float = Field(
        0.06,
        ge=0,
        le=0.5,
        description="Spread of the accounts' own growth",
        json_schema_extra={"unit": "share a year"},
    )

    # Loss of an account: terms of the monthly log-odds
    loss_base: float = Field(
        -5.0,
        ge=-12,
        le=0,
        description="Starting value",
        json_schema_extra={"unit": "log-odds"},
    )
    loss_late: float = Field(
        2.0,
        ge=0,
        le=20,
        description="Share of late deliveries of the last three months",
        json_schema_extra={"unit": "log-odds per share"},
    )
    loss_ticket: float = Field(
        0.45,
        ge=0,
        le=5,
        description="Tickets of the month, those solved quickly counted in part",
        json_schema_extra={"unit": "log-odds per ticket"},
    )
    loss_champion: float = Field(
        1.1,
        ge=0,
        le=5,
        description="Champion left in the last months",
        json_schema_extra={"unit": "log-odds"},
    )
    loss_breadth: float = Field(
        -0.45,
        ge=-5,
        le=0,
        description="Real contacts above the usual number",
        json_schema_extra={"unit": "log-odds per contact"},
    )
    loss_offer: float = Field(
        0.8,
        ge=0,
        le=5,
        description="Competitor's offer in the month",
        json_schema_extra={"unit": "log-odds"},
    )
    loss_gap: float = Field(
        4.0,
        ge=0,
        le=40,
        description="How much cheaper the competition is",
        json_schema_extra={"unit": "log-odds per share"},
    )
    loss_visits: float = Field(
        -0.35,
        ge=-5,
        le=0,
        description="Visits of the month",
        json_schema_extra={"unit": "log-odds per log(1 + visits)"},
    )
    loss_tenure: float = Field(
        -0.05,
        ge=-1,
        le=0,
        description="Years of the relation",
        json_schema_extra={"unit": "log-odds per year"},
    )
    loss_fragility: float = Field(
        0.8,
        ge=0,
        le=5,
        description="Hidden fragility, which the KAM senses and the books do not show",
        json_schema_extra={"unit": "log-odds per standard deviation"},
    )
    insolvency: float = Field(
        0.01,
        ge=0,
        le=0.5,
        description="Insolvency of an account",
        json_schema_extra={"unit": "chance a year"},
    )
    insolvency_lead: int = Field(
        6,
        ge=1,
        le=12,
        description="Months in which payments slow down before an insolvency",
        json_schema_extra={"unit": "months"},
    )
    silent_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Accounts that fade out over 3–5 months once they have decided to leave",
        json_schema_extra={"unit": "share"},
    )
    fade_gap: float = Field(
        0.35,
        ge=0,
        le=2,
        description="How much longer the order gap grows each month of fading",
        json_schema_extra={"unit": "share a month"},
    )
    fade_breadth: float = Field(
        0.15,
        ge=0,
        le=0.3,
        description="How much of the range is dropped each month of fading",
        json_schema_extra={"unit": "share a month"},
    )

    # Deliveries and complaints
    late_1: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Late deliveries of warehouse 1",
        json_schema_extra={"unit": "share"},
    )
    late_2: float = Field(
        0.09,
        ge=0,
        le=1,
        description="Late deliveries of warehouse 2",
        json_schema_extra={"unit": "share"},
    )
    late_3: float = Field(
        0.18,
        ge=0,
        le=1,
        description="Late deliveries of warehouse 3",
        json_schema_extra={"unit": "share"},
    )
    home_share: float = Field(
        0.85,
        ge=0,
        le=1,
        description="Orders served by the account's own warehouse",
        json_schema_extra={"unit": "share"},
    )
    tickets_base: float = Field(
        0.1,
        ge=0,
        le=5,
        description="Tickets without any cause",
        json_schema_extra={"unit": "tickets a month"},
    )
    tickets_late: float = Field(
        0.35,
        ge=0,
        le=5,
        description="Tickets that a late delivery raises",
        json_schema_extra={"unit": "tickets per late delivery"},
    )
    tickets_demanding: float = Field(
        0.3,
        ge=0,
        le=5,
        description="Further tickets of a demanding account, which mean no harm",
        json_schema_extra={"unit": "tickets a month"},
    )
    demanding_share: float = Field(
        0.2,
        ge=0,
        le=1,
        description="Accounts that are demanding but loyal",
        json_schema_extra={"unit": "share"},
    )
    ticket_hours: float = Field(
        60.0,
        ge=1,
        le=1000,
        description="Median time to solve a ticket",
        json_schema_extra={"unit": "hours"},
    )
    quick_hours: float = Field(
        48.0,
        ge=1,
        le=1000,
        description="A ticket solved sooner than this is a quick one",
        json_schema_extra={"unit": "hours"},
    )
    quick_factor: float = Field(
        0.5,
        ge=0,
        le=1,
        description="What a quick ticket counts in the loss of an account",
        json_schema_extra={"unit": "share"},
    )

    # People and visits
    contacts_extra: float = Field(
        1.2,
        ge=0,
        le=5,
        description="Mean number of real contacts beyond the first",
        json_schema_extra={"unit": "contacts"},
    )
    contacts_usual: float = Field(
        2.2,
        ge=0,
        le=10,
        description="Real contacts at which the breadth term is zero",
        json_schema_extra={"unit": "contacts"},
    )
    champion_leaves: float = Field(
        0.012,
        ge=0,
        le=0.5,
        description="The champion leaves",
        json_schema_extra={"unit": "chance a month"},
    )
    champion_memory: int = Field(
        6,
        ge=1,
        le=24,
        description="Months in which a champion's leaving is felt",
        json_schema_extra={"unit": "months"},
    )
    successor_months: int = Field(
        3,
        ge=0,
        le=24,
        description="Months until the champion's successor knows the KAM",
        json_schema_extra={"unit": "months"},
    )
    visits_base: float = Field(
        0.2,
        ge=-3,
        le=2,
        description="Visits to an account of middle size and risk",
        json_schema_extra={"unit": "log of visits a month"},
    )
    visits_response: float = Field(
        0.7,
        ge=0,
        le=2,
        description="How strongly visits answer the risk the KAM senses",
        json_schema_extra={"unit": "per log-odds"},
    )
    visits_size: float = Field(
        0.25,
        ge=0,
        le=1,
        description="How strongly visits follow size",
        json_schema_extra={"unit": "per log of size"},
    )
    calls_mean: float = Field(
        0.8,
        ge=0,
        le=8,
        description="Calls to an account",
        json_schema_extra={"unit": "calls a month"},
    )
    hidden_contacts: float = Field(
        1.0,
        ge=0,
        le=5,
        description="Mean number of persons who do not know the KAM, beyond the first",
        json_schema_extra={"unit": "contacts"},
    )
    save_strength: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Largest cut of the hazard by a save call",
        json_schema_extra={"unit": "share"},
    )
    save_centre: float = Field(
        0.6,
        ge=0,
        le=1,
        description="Rank of the hazard at which a save call works best",
        json_schema_extra={"unit": "rank"},
    )
    save_width: float = Field(
        0.08,
        ge=0.001,
        le=1,
        description="How wide the range is in which it works",
        json_schema_extra={"unit": "rank squared"},
    )

    # Competition and prices
    offer_rate: float = Field(
        0.04,
        ge=0,
        le=1,
        description="A competitor makes an offer",
        json_schema_extra={"unit": "chance a month"},
    )
    offer_known: float = Field(
        0.7,
        ge=0,
        le=1,
        description="Offers the KAM hears of",
        json_schema_extra={"unit": "share"},
    )
    offer_bite: float = Field(
        0.15,
        ge=0,
        le=1,
        description="Offers after which part of the purchases goes elsewhere",
        json_schema_extra={"unit": "share"},
    )
    bite_size: float = Field(
        0.4,
        ge=0,
        le=1,
        description="Part of the purchases that goes",
        json_schema_extra={"unit": "share"},
    )
    gap_mean: float = Field(
        0.02,
        ge=-0.2,
        le=0.2,
        description="Mean price gap before it is cut at 0 and 0.2",
        json_schema_extra={"unit": "share"},
    )
    gap_sd: float = Field(
        0.04,
        ge=0,
        le=0.2,
        description="Spread of the price gap",
        json_schema_extra={"unit": "share"},
    )
    discount_step: float = Field(
        0.05,
        ge=0,
        le=0.12,
        description="Discount from one price column to the next",
        json_schema_extra={"unit": "share a column"},
    )
    power_size: float = Field(
        0.75,
        ge=0,
        le=1,
        description="How much of an account's bargaining power is its size",
        json_schema_extra={"unit": "share"},
    )

    # Orders and costs
    gap_days: float = Field(
        13.0,
        ge=7.5,
        le=45,
        description="Median days between two orders of an account",
        json_schema_extra={"unit": "days"},
    )
    gap_sigma: float = Field(
        0.42,
        ge=0,
        le=1,
        description="Spread of the order gaps between accounts",
        json_schema_extra={"unit": "log scale"},
    )
    gap_noise: float = Field(
        0.22,
        ge=0,
        le=1,
        description="Spread of an account's own order gaps",
        json_schema_extra={"unit": "log scale"},
    )
    order_noise: float = Field(
        0.35,
        ge=0,
        le=1.5,
        description="Spread of the amounts of an account's orders",
        json_schema_extra={"unit": "log scale"},
    )
    unit_cost: float = Field(
        0.49,
        ge=0.05,
        le=0.95,
        description="Cost of the goods",
        json_schema_extra={"unit": "share of list price"},
    )
    returned: float = Field(
        0.04,
        ge=0,
        le=1,
        description="Orders of which something comes back",
        json_schema_extra={"unit": "share of orders"},
    )
    credited: float = Field(
        0.005,
        ge=0,
        le=1,
        description="Orders followed by a credit note",
        json_schema_extra={"unit": "share of orders"},
    )
    service_variable: float = Field(
        0.08,
        ge=0,
        le=1,
        description="Service that grows with revenue, before the level is solved",
        json_schema_extra={"unit": "share of revenue"},
    )
    service_spread: float = Field(
        0.7,
        ge=0,
        le=2,
        description="Spread of the service cost between accounts",
        json_schema_extra={"unit": "log scale"},
    )
    service_fixed: float = Field(
        0.08,
        ge=0,
        le=1,
        description="Service every account needs, before the level is solved",
        json_schema_extra={"unit": "share of the mean account's revenue"},
    )
    service_power: float = Field(
        0.5,
        ge=0,
        le=3,
        description="How much more service an account of full bargaining power obtains",
        json_schema_extra={"unit": "share"},
    )
    rebate_top: float = Field(
        0.05,
        ge=0,
        le=0.3,
        description="Rebate of an account of full bargaining power",
        json_schema_extra={"unit": "share of revenue"},
    )
    contribution_share: float = Field(
        0.13,
        ge=-0.5,
        le=0.9,
        description="Contribution of the last twelve months, reached by the level of service cost",
        json_schema_extra={"unit": "share of revenue"},
    )

    # What effort and deals would do
    effort_gain: float = Field(
        0.25,
        ge=0,
        le=2,
        description="Sales gained when volume effort doubles",
        json_schema_extra={"unit": "share"},
    )
    pull_days: int = Field(
        20,
        ge=0,
        le=31,
        description="How far ahead of a quarter's end an order can be pulled",
        json_schema_extra={"unit": "days"},
    )
    pull_discount: float = Field(
        0.08,
        ge=0,
        le=0.5,
        description="Discount given for an order that is pulled ahead",
        json_schema_extra={"unit": "share"},
    )

    @property
    def start(self) -> str:
        """The first day, as text."""
        return f"{self.start_year}-01-01"


def make_world(file: str | Path | None = None, **values: Any) -> World:
    """Make a world from its defaults, a file of other values, and values by name.

    Parameters
    ----------
    file : str or Path, optional
        A YAML file ``name: value`` a line.
    **values
        Values that go before those of the file.

    Raises
    ------
    RefusedError
        If a name is unknown (the nearest one is named), a value is of the wrong kind
        or outside its range, or the file cannot be read.

    Examples
    --------
    >>> make_world(loss_late=3.0).loss_late
    3.0
    """
    given = {**(read_world(Path(file)) if file else {}), **values}
    for name in given:
        if name not in World.model_fields:
            raise RefusedError(
                f"A world has no value '{name}'{did_you_mean(name, World.model_fields)}"
            )
    try:
        return World(**given)
    except ValidationError as error:
        raise RefusedError(explain(error, World)) from None


def explain(error: ValidationError, model: type[Settings]) -> str:
    """Say in one sentence which value is wrong and what it may be."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    schema = model.model_json_schema()["properties"][name]
    low, high = schema.get("minimum"), schema.get("maximum")
    span = f" from {low:,} to {high:,}" if low is not None and high is not None else ""
    kinds = {
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
    }
    kind = kinds.get(schema["type"], "text")
    unit = f" ({schema['unit']})" if "unit" in schema else ""
    return f"{name} = {first['input']!r} cannot be: it must be {kind}{span}{unit}."


def read_world(file: Path) -> dict[str, Any]:
    """Read a YAML file of world values.

    Raises
    ------
    RefusedError
        If it cannot be read or holds something else.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise RefusedError(
            f"{file} is not a YAML file; write one 'name: value' a line."
        ) from None
    if not isinstance(content or {}, dict):
        raise RefusedError(f"{file} holds no 'name: value' lines.")
    return {str(name): value for name, value in (content or {}).items()}
