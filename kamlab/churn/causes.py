"""Why accounts were lost: the clues in the books, and how often they are right."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.definitions import names_of
from kamlab.churn.loss_types import GUESS, LossTypes
from kamlab.company import Company
from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f

SHOWN = 8


def causes_table(firm: Company, causes: LossTypes) -> Table:
    """Show the latest losses with the cause the books point to, and on what evidence.

    Parameters
    ----------
    firm : Company
        It knows the names.
    causes : LossTypes
        From :func:`kamlab.churn.loss_types.loss_types`.
    """
    table = causes.table.sort_values("lost_on", ascending=False, kind="stable")
    table.insert(1, "name", names_of(firm, table["account_id"]))
    columns = {
        "name": Column("Account"),
        "lost_on": Column("Last order", "day"),
        "loss_type": Column("Cause"),
        "certainty": Column("How sure"),
        "evidence": Column("Evidence"),
    }
    return Table(table, columns, "Lost accounts, the latest first.", rows=SHOWN)


def guesses_sentence(causes: LossTypes, true: pd.DataFrame) -> str:
    """Say how many of the guessed causes are true, and what the rest really was.

    Parameters
    ----------
    causes : LossTypes
        From :func:`kamlab.churn.loss_types.loss_types`.
    true : DataFrame
        From :func:`kamlab.churn.loss_types.true_loss_types`.
    """
    told = causes.table.merge(
        true[["account_id", "loss_type"]], on="account_id", suffixes=("", "_true")
    )
    guessed = told[told["certainty"] == GUESS]
    if guessed.empty:
        return "There was no clue in the books, so no cause was guessed."
    right = int((guessed["loss_type"] == guessed["loss_type_true"]).sum())
    text = f"Of {f.plural(len(guessed), 'guessed cause')} {right or 'none'} "
    text += f"{'is' if right == 1 else 'are'} true."
    rest = told[told["certainty"] != GUESS]["loss_type_true"].value_counts()
    if rest.empty:
        return text
    said = ", ".join(f"{n} {kind}" for kind, n in rest.items())
    losses = f.plural(int(rest.sum()), "loss", "losses")
    return f"{text} Without a clue stood {losses}: {said}."
