"""What if: the levers of the settings pulled in the simulated company."""

from __future__ import annotations

from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.what_if import WhatIf, what_if
from kamlab.company import Company
from kamlab.errors import UndefinedError

SMALL = 500  # accounts up to which chance asks for other companies beside
UNCHANGED = {"late_cap": 1.0, "breadth_plus": 0, "close_hours": 0.0, "visits_plus": 0}


def levers_tried(firm: Company, settings: ChurnModelSettings) -> list[WhatIf]:
    """Play the company again under each lever of the settings, one at a time.

    Parameters
    ----------
    firm : Company
        With truth.
    settings : ChurnModelSettings
        The levers; one that changes nothing is left out. Other companies of the kind
        are played only for a company of up to 500 accounts: a larger one is less at
        the mercy of chance, and takes long.

    Returns
    -------
    list of WhatIf
        One a lever.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    UndefinedError
        If no lever changes anything.
    """
    asked = {
        name: getattr(settings, name)
        for name, nothing in UNCHANGED.items()
        if getattr(settings, name) != nothing
    }
    if not asked:
        raise UndefinedError(
            "No lever is set. Give late_cap, breadth_plus, close_hours or visits_plus "
            "a value that changes something."
        )
    few = firm.frame("accounts")["account_id"].nunique() <= SMALL
    # one other company has no interval
    others = max(settings.replicates, 2) if few and settings.replicates else 0
    return [
        what_if(firm, replicates=others, **{name: value})
        for name, value in asked.items()
    ]
