"""Do visits drive accounts away? The same question asked in three ways."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.survival import fit_hazard
from kamlab.churn.what_if import rules_for
from kamlab.company import Company

RECORDED = ("late_share", "tickets", "champion", "breadth", "offer", "tenure")


def decisions(firm: Company) -> pd.DataFrame:
    """Give every account-month with what bore on it, and whether the account decided.

    Only a simulated company knows the month in which an account decides to leave; the
    books see the last order, weeks or months later.

    Parameters
    ----------
    firm : Company
        With truth.

    Returns
    -------
    DataFrame
        account_id, month, visits (log of 1 + visits of the month), late_share (0–1),
        tickets, breadth (contacts), champion, offer (1 or 0), tenure (years), decides
        (bool); months of accounts that had decided before are left out.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    world = rules_for(firm).world
    months = firm.truth("months")
    here = months[~months["leaving"].astype(bool)]
    keys = ["account_id", "month", "late_share", "tickets", "breadth"]
    table = here[keys].assign(visits=np.log1p(here["visits"]))
    for name in ("champion", "offer", "tenure"):
        size = getattr(world, f"loss_{name}")
        table[name] = here[f"term_{name}"] / size if size else 0.0
    return table.assign(decides=here["decides"].astype(bool)).reset_index(drop=True)


def visit_signs(usual: Company, drawn: Company) -> pd.DataFrame:
    """Ask three times what visits do: plainly, with all that is recorded, by the dice.

    Parameters
    ----------
    usual : Company
        Where KAMs visit whom they fear for; with truth.
    drawn : Company
        The same world, where the dice choose who is visited; with truth.

    Returns
    -------
    DataFrame
        way (``naive``, ``adjusted``, ``randomised``), coefficient, low, high (log-odds
        to decide to leave, for one more of log(1 + visits); 90 % interval), months,
        losses. The first two are signs of who is visited, not of what a visit does.

    Raises
    ------
    MissingPartError
        If one of them carries no truth.
    NotEnoughDataError
        If nearly nobody decided to leave.

    References
    ----------
    Rule S67 and domain page C1 (hidden fragility drives visits and losses alike).
    """
    told, thrown = decisions(usual), decisions(drawn)
    ways = {
        "naive": (told, ["visits"]),
        "adjusted": (told, ["visits", *RECORDED]),
        "randomised": (thrown, ["visits"]),
    }
    rows = []
    for way, (table, names) in ways.items():
        model = fit_hazard(table, _told(table, names), lost="decides")
        weights = model.weights()
        row = weights[weights["feature"] == "visits"]
        row = row[["coefficient", "low", "high"]].assign(way=way)
        rows.append(row.assign(months=model.months, losses=model.losses))
    columns = ["way", "coefficient", "low", "high", "months", "losses"]
    return pd.concat(rows, ignore_index=True)[columns]


def _told(table: pd.DataFrame, names: list[str]) -> list[str]:
    """Keep the columns that differ at all."""
    return [name for name in names if table[name].nunique() > 1]
