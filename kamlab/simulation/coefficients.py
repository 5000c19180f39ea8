"""The coefficients of a simulated world: value, range, unit, and a sentence each."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from kamlab.company.settings import Settings


def _value(default: Any, low: float, high: float, unit: str, sentence: str) -> Any:
    """Declare a coefficient with its range and unit."""
    return Field(
        default,
        ge=low,
        le=high,
        description=sentence,
        json_schema_extra={"unit": unit},
    )


class CompanyValues(Settings):
    """How large the company is and how its accounts differ."""

    name: str = Field("Polar Supply", description="Name of the company")
    currency: str = Field("EUR", description="Currency of every amount")
    seed: int = _value(
        2023, 0, 2**31 - 1, "", "Number that fixes every throw of the dice"
    )
    accounts: int = _value(
        120,
        20,
        1000000,
        "accounts",
        "Accounts over the whole time, those yet to come included",
    )
    months: int = _value(36, 12, 240, "months", "Months simulated")
    start_year: int = _value(
        2023, 1990, 2100, "year", "The first month is January of this year"
    )
    kams: int = _value(10, 9, 20000, "KAMs", "Key account managers")
    cast: bool = Field(
        True, description="Whether the planted accounts and KAMs are there"
    )
    start_share: float = _value(
        0.78, 0.5, 1, "share", "Share of the accounts that are there from the first day"
    )
    account_revenue: float = _value(
        150000.0,
        1000,
        10000000,
        "currency a year",
        "Mean yearly revenue of an ordinary account",
    )
    size_sigma: float = _value(
        1.4, 0.2, 2.5, "log scale", "Spread of the accounts' sizes"
    )
    growth_sd: float = _value(
        0.06, 0, 0.5, "share a year", "Spread of the accounts' own growth"
    )


class LossValues(Settings):
    """Why accounts leave: the terms of the monthly log-odds of leaving."""

    loss_base: float = _value(-5.0, -12, 0, "log-odds", "Starting value")
    loss_late: float = _value(
        2.0,
        0,
        20,
        "log-odds per share",
        "Share of late deliveries of the last three months",
    )
    loss_ticket: float = _value(
        0.45,
        0,
        5,
        "log-odds per ticket",
        "Tickets of the month, those solved quickly counted in part",
    )
    loss_champion: float = _value(
        1.1, 0, 5, "log-odds", "Champion left in the last months"
    )
    loss_breadth: float = _value(
        -0.45, -5, 0, "log-odds per contact", "Real contacts above the usual number"
    )
    loss_offer: float = _value(0.8, 0, 5, "log-odds", "Competitor's offer in the month")
    loss_gap: float = _value(
        4.0, 0, 40, "log-odds per share", "How much cheaper the competition is"
    )
    loss_visits: float = _value(
        -0.35, -5, 0, "log-odds per log(1 + visits)", "Visits of the month"
    )
    loss_tenure: float = _value(
        -0.05, -1, 0, "log-odds per year", "Years of the relation"
    )
    loss_fragility: float = _value(
        0.8,
        0,
        5,
        "log-odds per standard deviation",
        "Hidden fragility, which the KAM senses and the books do not show",
    )
    insolvency: float = _value(
        0.01, 0, 0.5, "chance a year", "Insolvency of an account"
    )
    insolvency_lead: int = _value(
        6, 1, 12, "months", "Months in which payments slow down before an insolvency"
    )
    silent_share: float = _value(
        0.5, 0, 1, "share", "Accounts that fade out over months once they mean to leave"
    )
    fade_gap: float = _value(
        0.35,
        0,
        2,
        "share a month",
        "How much longer the order gap grows each month of fading",
    )
    fade_breadth: float = _value(
        0.15,
        0,
        0.3,
        "share a month",
        "How much of the range is dropped each month of fading",
    )


class ServiceValues(Settings):
    """Deliveries, complaints, people and visits."""

    late_1: float = _value(0.05, 0, 1, "share", "Late deliveries of warehouse 1")
    late_2: float = _value(0.09, 0, 1, "share", "Late deliveries of warehouse 2")
    late_3: float = _value(0.18, 0, 1, "share", "Late deliveries of warehouse 3")
    home_share: float = _value(
        0.85, 0, 1, "share", "Orders served by the account's own warehouse"
    )
    tickets_base: float = _value(
        0.1, 0, 5, "tickets a month", "Tickets without any cause"
    )
    tickets_late: float = _value(
        0.35, 0, 5, "tickets per late delivery", "Tickets that a late delivery raises"
    )
    tickets_demanding: float = _value(
        0.3,
        0,
        5,
        "tickets a month",
        "Further tickets of a demanding account, which mean no harm",
    )
    demanding_share: float = _value(
        0.2, 0, 1, "share", "Accounts that are demanding but loyal"
    )
    ticket_hours: float = _value(
        60.0, 1, 1000, "hours", "Median time to solve a ticket"
    )
    quick_hours: float = _value(
        48.0, 1, 1000, "hours", "A ticket solved sooner than this is a quick one"
    )
    quick_factor: float = _value(
        0.5, 0, 1, "share", "What a quick ticket counts in the loss of an account"
    )
    contacts_extra: float = _value(
        1.2, 0, 5, "contacts", "Mean number of real contacts beyond the first"
    )
    contacts_usual: float = _value(
        2.2, 0, 10, "contacts", "Real contacts at which the breadth term is zero"
    )
    champion_leaves: float = _value(
        0.012, 0, 0.5, "chance a month", "The champion leaves"
    )
    champion_memory: int = _value(
        6, 1, 24, "months", "Months in which a champion's leaving is felt"
    )
    successor_months: int = _value(
        3, 0, 24, "months", "Months until the champion's successor knows the KAM"
    )
    visits_base: float = _value(
        0.2,
        -3,
        2,
        "log of visits a month",
        "Visits to an account of middle size and risk",
    )
    visits_response: float = _value(
        0.7, 0, 2, "per log-odds", "How strongly visits answer the risk the KAM senses"
    )
    visits_size: float = _value(
        0.25, 0, 1, "per log of size", "How strongly visits follow size"
    )
    calls_mean: float = _value(0.8, 0, 8, "calls a month", "Calls to an account")
    hidden_contacts: float = _value(
        1.0,
        0,
        5,
        "contacts",
        "Mean number of persons who do not know the KAM, beyond the first",
    )
    save_strength: float = _value(
        0.5, 0, 1, "share", "Largest cut of the hazard by a save call"
    )
    save_centre: float = _value(
        0.6, 0, 1, "rank", "Rank of the hazard at which a save call works best"
    )
    save_width: float = _value(
        0.08, 0.001, 1, "rank squared", "How wide the range is in which it works"
    )


class MoneyValues(Settings):
    """Competition, prices, orders, costs, and what effort would do."""

    offer_rate: float = _value(
        0.04, 0, 1, "chance a month", "A competitor makes an offer"
    )
    offer_known: float = _value(0.7, 0, 1, "share", "Offers the KAM hears of")
    offer_bite: float = _value(
        0.15, 0, 1, "share", "Offers after which part of the purchases goes elsewhere"
    )
    bite_size: float = _value(0.4, 0, 1, "share", "Part of the purchases that goes")
    gap_mean: float = _value(
        0.02, -0.2, 0.2, "share", "Mean price gap before it is cut at 0 and 0.2"
    )
    gap_sd: float = _value(0.04, 0, 0.2, "share", "Spread of the price gap")
    discount_step: float = _value(
        0.05, 0, 0.12, "share a column", "Discount from one price column to the next"
    )
    power_size: float = _value(
        0.75, 0, 1, "share", "How much of an account's bargaining power is its size"
    )
    gap_days: float = _value(
        13.0, 7.5, 45, "days", "Median days between two orders of an account"
    )
    gap_sigma: float = _value(
        0.42, 0, 1, "log scale", "Spread of the order gaps between accounts"
    )
    gap_noise: float = _value(
        0.22, 0, 1, "log scale", "Spread of an account's own order gaps"
    )
    order_noise: float = _value(
        0.35, 0, 1.5, "log scale", "Spread of the amounts of an account's orders"
    )
    unit_cost: float = _value(
        0.49, 0.05, 0.95, "share of list price", "Cost of the goods"
    )
    returned: float = _value(
        0.04, 0, 1, "share of orders", "Orders of which something comes back"
    )
    credited: float = _value(
        0.005, 0, 1, "share of orders", "Orders followed by a credit note"
    )
    service_variable: float = _value(
        0.08,
        0,
        1,
        "share of revenue",
        "Service that grows with revenue, before the level is solved",
    )
    service_spread: float = _value(
        0.7, 0, 2, "log scale", "Spread of the service cost between accounts"
    )
    service_fixed: float = _value(
        0.08,
        0,
        1,
        "share of the mean account's revenue",
        "Service every account needs, before the level is solved",
    )
    service_power: float = _value(
        0.5,
        0,
        3,
        "share",
        "How much more service an account of full bargaining power obtains",
    )
    rebate_top: float = _value(
        0.05,
        0,
        0.3,
        "share of revenue",
        "Rebate of an account of full bargaining power",
    )
    contribution_share: float = _value(
        0.13,
        -0.5,
        0.9,
        "share of revenue",
        "Contribution of the last year, which the level of service cost is solved for",
    )
    effort_gain: float = _value(
        0.25, 0, 2, "share", "Sales gained when volume effort doubles"
    )
    pull_days: int = _value(
        20, 0, 31, "days", "How far ahead of a quarter's end an order can be pulled"
    )
    pull_discount: float = _value(
        0.08, 0, 0.5, "share", "Discount given for an order that is pulled ahead"
    )
