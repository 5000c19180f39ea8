"""What competitors offered, as far as the KAM heard of it."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.evenings import HALF_YEAR, Evenings, in_window


def offers(evenings: Evenings) -> pd.DataFrame:
    """Give how many competitors' offers to each account were heard of in half a year.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, offers (number in the last 6 months); accounts that ever
        had one. Where the company knows prices: price_gap (share by which the cheapest
        of them was below ours, blank where none is known).

    Raises
    ------
    MissingPartError
        If the company keeps no record of competitors' offers.
    """
    rows = evenings.rows("competitor_offers")
    recent = in_window(rows, rows.month, HALF_YEAR)
    found = {"offers": recent.sum()}
    if evenings.firm.has("competitor_offers", "price_gap"):
        found["price_gap"] = rows.price_gap.max(where=recent)
    return evenings.collect(rows.group_by(evenings.keys).agg(**found))
