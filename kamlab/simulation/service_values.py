"""Deliveries, complaints, people and visits: values of a simulated world."""

from __future__ import annotations

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient


class ServiceValues(Settings):
    """Deliveries, complaints, people and visits."""

    late_1: float = coefficient(0.05, 0, 1, "share", "Late deliveries of warehouse 1")
    late_2: float = coefficient(0.09, 0, 1, "share", "Late deliveries of warehouse 2")
    late_3: float = coefficient(0.18, 0, 1, "share", "Late deliveries of warehouse 3")
    home_share: float = coefficient(
        0.85, 0, 1, "share", "Orders served by the account's own warehouse"
    )
    tickets_base: float = coefficient(
        0.1, 0, 5, "tickets a month", "Tickets without any cause"
    )
    tickets_late: float = coefficient(
        0.35, 0, 5, "tickets per late delivery", "Tickets that a late delivery raises"
    )
    tickets_demanding: float = coefficient(
        0.3,
        0,
        5,
        "tickets a month",
        "Further tickets of a demanding account, which mean no harm",
    )
    demanding_share: float = coefficient(
        0.2, 0, 1, "share", "Accounts that are demanding but loyal"
    )
    ticket_hours: float = coefficient(
        60.0, 1, 1000, "hours", "Median time to solve a ticket"
    )
    quick_hours: float = coefficient(
        48.0, 1, 1000, "hours", "A ticket solved sooner than this is a quick one"
    )
    quick_factor: float = coefficient(
        0.5, 0, 1, "share", "What a quick ticket counts in the loss of an account"
    )
    contacts_extra: float = coefficient(
        1.2, 0, 5, "contacts", "Mean number of real contacts beyond the first"
    )
    contacts_usual: float = coefficient(
        2.2, 0, 10, "contacts", "Real contacts at which the breadth term is zero"
    )
    champion_leaves: float = coefficient(
        0.012, 0, 0.5, "chance a month", "The champion leaves"
    )
    champion_memory: int = coefficient(
        6, 1, 24, "months", "Months in which a champion's leaving is felt"
    )
    successor_months: int = coefficient(
        3, 0, 24, "months", "Months until the champion's successor knows the KAM"
    )
    visits_base: float = coefficient(
        0.2,
        -3,
        2,
        "log of visits a month",
        "Visits to an account of middle size and risk",
    )
    visits_response: float = coefficient(
        0.7, 0, 2, "per log-odds", "How strongly visits answer the risk the KAM senses"
    )
    visits_size: float = coefficient(
        0.25, 0, 1, "per log of size", "How strongly visits follow size"
    )
    calls_mean: float = coefficient(0.8, 0, 8, "calls a month", "Calls to an account")
    hidden_contacts: float = coefficient(
        1.0,
        0,
        5,
        "contacts",
        "Mean number of persons who do not know the KAM, beyond the first",
    )
    save_strength: float = coefficient(
        0.5, 0, 1, "share", "Largest cut of the hazard by a save call"
    )
    save_centre: float = coefficient(
        0.6, 0, 1, "rank", "Rank of the hazard at which a save call works best"
    )
    save_width: float = coefficient(
        0.08, 0.001, 1, "rank squared", "How wide the range is in which it works"
    )
