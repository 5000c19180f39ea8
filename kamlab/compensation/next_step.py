"""What a little more would have been worth: where the next day of work pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation.fees import Fees, cliffs, fee
from kamlab.compensation.money import cents
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.slip import Slip

POINTS = 0.05


def next_steps(plan: PayPlan, slip: Slip, points: float = POINTS) -> pd.DataFrame:
    """Give what some more attainment in every period would have added to the pay.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    slip : Slip
        The year as it was.
    points : float
        More attainment, 0.05 = five points of quota.

    Returns
    -------
    DataFrame
        part, attainment (of the year), gain (currency, of that much more in every
        period with a quota), missed (periods below the threshold), gain_at_threshold
        (currency, of just reaching it in those); largest gain first.
    """
    rows = []
    for part in plan.components:
        pieces = plan.pieces_of(part)
        steps = slip.trace[slip.trace["part"] == part.name].dropna(
            subset=["attainment"]
        )
        if steps.empty:
            continue
        if plan.true_up:
            steps = steps.tail(1)  # it holds the whole year
        reached, stake = steps["attainment"].to_numpy(), steps["at_target"].to_numpy()
        more = pieces.at(np.round(reached + points, 9)) - pieces.at(reached)
        missed = reached < pieces.starts[0] - pieces.slack
        year = slip.components.set_index("part").loc[part.name]
        rows.append(
            {
                "part": part.name,
                "attainment": year["attainment"],
                "gain": float(cents(float((more * stake).sum()))),
                "missed": int(missed.sum()),
                "gain_at_threshold": float(
                    cents(float(stake[missed].sum() * pieces.values[0]))
                ),
            }
        )
    columns = ["part", "attainment", "gain", "missed", "gain_at_threshold"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("gain", ascending=False, kind="stable", ignore_index=True)


def past_the_cliff(fees: Fees, deals: pd.DataFrame) -> pd.DataFrame:
    """Give the deals that earned less than a smaller deal would have.

    Parameters
    ----------
    fees : Fees
        The fee table.
    deals : DataFrame
        From :func:`kamlab.compensation.deals.deal_steps`.

    Returns
    -------
    DataFrame
        deal, size, lost (currency: the KAM's part of a fee just below the boundary,
        less that of this deal); largest loss first.
    """
    sizes = deals.loc[deals["before"] == 0, ["deal", "after"]]
    sizes = sizes.rename(columns={"after": "size"})
    size = sizes["size"].to_numpy()
    lost = np.zeros(len(size))
    for cliff in cliffs(fees):
        below = fee([cliff.at], fees)[0] - cliff.jump
        lost = np.where(
            size >= cliff.at, np.maximum(lost, below - fee(size, fees)), lost
        )
    table = sizes.assign(lost=np.round(lost * fees.kam_share_of_fee, 2))
    table = table[table["lost"] > 0]
    return table.sort_values("lost", ascending=False, kind="stable", ignore_index=True)
