"""The cast: accounts and KAMs planted in every company, a case for each lesson.

Who is who stands in the truth only. The accounts get ordinary ids, names and places.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One planted account and what makes it a case.

    Parameters
    ----------
    name : str
        Name of the role.
    lives : bool
        Whether its hazard is 0, because a lesson needs it to the end.
    size : float
        Yearly revenue in means of an ordinary account; 0 leaves it drawn.
    share : float
        Share of the last 12 months' revenue it is solved for; 0 for none.
    contribution : float
        Share of the last 12 months' contribution it is solved for; 0 for none.
    """

    name: str
    lives: bool = True
    size: float = 0.0
    share: float = 0.0
    contribution: float = 0.0


ROLES: tuple[Role, ...] = (
    Role("Goliath", size=54.0, share=0.22, contribution=0.03),
    Role("Pillar", size=29.0, share=0.12),
    Role("Pillar", size=27.0, share=0.11),
    Role("Quiet Star", size=14.0, share=0.06, contribution=0.12),
    Role("Potential", size=1.2),
    Role("Beacon", size=1.5),
    Role("Mentor", size=1.0),
    Role("Pioneer", size=0.6),
    Role("Ally", size=2.0),
    Role("Champion-Gone", size=1.0),
    Role("Warehouse-3 pair", size=0.8),
    Role("Warehouse-3 pair", size=0.8),
    Role("Tender-Due", size=1.4),
    Role("Twins", size=0.9),
    Role("Twins", size=0.9),
    Role("Dept-Key", size=1.5),
    Role("Insolvent-Soon", size=0.8),
    Role("Windfall", size=0.7),
)
NAMES = tuple(role.name for role in ROLES)
GOLIATH, PILLAR_1, PILLAR_2, QUIET_STAR = 0, 1, 2, 3
POTENTIAL, BEACON, MENTOR, PIONEER, ALLY = 4, 5, 6, 7, 8
CHAMPION_GONE, WAREHOUSE_A, WAREHOUSE_B, TENDER_DUE = 9, 10, 11, 12
TWIN_FEW, TWIN_MANY, DEPT_KEY, INSOLVENT_SOON, WINDFALL = 13, 14, 15, 16, 17
WITH_KAM_M = (POTENTIAL, BEACON, MENTOR, PIONEER, ALLY)

FADE_MONTHS = 5  # Quiet Star fades over the last months
CHAMPION_MONTHS = 2  # Champion-Gone lost its champion so many months before the end
ONSET_MONTHS = 5  # Insolvent-Soon pays later and later since so many months
TENDER_MONTHS = 10  # Tender-Due's contract ends so many months after the end
WINDFALL_MONTHS = 7  # the windfall deal lies so many months before the end
WINDFALL_SIZE = 0.6  # of the book's usual sales in a quarter
DEPT_KEY_SHARE = 0.2  # of its KAM's book
DEPT_KEY_LEAST = 2_000_000.0  # cents a year, should the book be empty
