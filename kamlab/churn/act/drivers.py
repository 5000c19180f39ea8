"""The true drivers of a simulated company, in the units of the signals."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.what_if import rules_for
from kamlab.company import Company

MONTHS = 3.0  # that most signals look back over


def true_drivers(firm: Company) -> pd.DataFrame:
    """Give what really drives accounts away, signal by signal.

    What only shows that somebody is leaving (silence, a narrower range) drives
    nothing: its true weight is 0, however well it foretells.

    Parameters
    ----------
    firm : Company
        With truth.

    Returns
    -------
    DataFrame
        feature, per_unit (log-odds of leaving in a month that one unit more adds).
        Signals that count over three months are brought to a month.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    world = rules_for(firm).world
    causes = {
        "late_share": world.loss_late,
        "tickets": world.loss_ticket / MONTHS,
        "champions_lost": world.loss_champion,
        "offers": world.loss_offer / MONTHS,
        "price_gap": world.loss_gap,
        "tenure": world.loss_tenure,
    }
    symptoms = (
        "gap_ratio",
        "days_silent",
        "orders_month",
        "orders_change",
        "revenue_month",
        "revenue_change",
        "revenue_change_year",
        "products",
        "products_change",
        "overdue_share",
        "overdue_change",
    )
    rows = [*causes.items(), *((name, 0.0) for name in symptoms)]
    return pd.DataFrame(rows, columns=["feature", "per_unit"])
