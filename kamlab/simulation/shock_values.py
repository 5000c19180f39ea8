"""What befalls a simulated company on a set day; the defaults let nothing happen."""

from __future__ import annotations

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient

_NEVER = ", 0 for never"


class ShockValues(Settings):
    """Events with a date: a pillar goes, prices fall, service fails, a KAM leaves."""

    pillar_leaves: int = coefficient(
        0, 0, 240, "month number", f"A pillar of the company leaves{_NEVER}"
    )
    war_begins: int = coefficient(
        0, 0, 240, "month number", f"A competitor begins a price war{_NEVER}"
    )
    war_gap: float = coefficient(
        0.05, 0, 0.2, "share", "How much cheaper the competition becomes by the war"
    )
    war_offers: float = coefficient(
        0.1, 0, 1, "chance a month", "Further offers of competitors in the war"
    )
    crisis_begins: int = coefficient(
        0, 0, 240, "month number", f"The service crisis begins{_NEVER}"
    )
    crisis_months: int = coefficient(
        6, 1, 240, "months", "How long the service crisis lasts"
    )
    crisis_late: float = coefficient(
        0.2, 0, 1, "share", "Further late deliveries of every warehouse in the crisis"
    )
    crisis_hours: float = coefficient(
        2.0, 1, 20, "times", "How much longer a ticket takes in the crisis"
    )
    kam_leaves: int = coefficient(
        0, 0, 240, "month number", f"A KAM leaves the company{_NEVER}"
    )
    kam_vacancy: int = coefficient(
        3, 1, 24, "months", "Months until colleagues know the accounts of that KAM"
    )
