"""Why accounts leave: values of the monthly hazard."""

from __future__ import annotations

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient


class LossValues(Settings):
    """Why accounts leave: the terms of the monthly log-odds of leaving."""

    loss_base: float = coefficient(-5.0, -12, 0, "log-odds", "Starting value")
    loss_late: float = coefficient(
        2.0,
        0,
        20,
        "log-odds per share",
        "Share of late deliveries of the last three months",
    )
    loss_ticket: float = coefficient(
        0.45,
        0,
        5,
        "log-odds per ticket",
        "Tickets of the month, those solved quickly counted in part",
    )
    loss_champion: float = coefficient(
        1.1, 0, 5, "log-odds", "Champion left in the last months"
    )
    loss_breadth: float = coefficient(
        -0.45, -5, 0, "log-odds per contact", "Real contacts above the usual number"
    )
    loss_offer: float = coefficient(
        0.8, 0, 5, "log-odds", "Competitor's offer in the month"
    )
    loss_gap: float = coefficient(
        4.0, 0, 40, "log-odds per share", "How much cheaper the competition is"
    )
    loss_visits: float = coefficient(
        -0.35, -5, 0, "log-odds per log(1 + visits)", "Visits of the month"
    )
    loss_tenure: float = coefficient(
        -0.05, -1, 0, "log-odds per year", "Years of the relation"
    )
    loss_fragility: float = coefficient(
        0.8,
        0,
        5,
        "log-odds per standard deviation",
        "Hidden fragility, which the KAM senses and the books do not show",
    )
    insolvency: float = coefficient(
        0.01, 0, 0.5, "chance a year", "Insolvency of an account"
    )
    insolvency_lead: int = coefficient(
        6, 1, 12, "months", "Months in which payments slow down before an insolvency"
    )
    silent_share: float = coefficient(
        0.5, 0, 1, "share", "Accounts that fade out over months once they mean to leave"
    )
    fade_gap: float = coefficient(
        0.35,
        0,
        2,
        "share a month",
        "How much longer the order gap grows each month of fading",
    )
    fade_breadth: float = coefficient(
        0.15,
        0,
        0.3,
        "share a month",
        "How much of the range is dropped each month of fading",
    )
