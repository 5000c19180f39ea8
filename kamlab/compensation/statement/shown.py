"""A statement as people read it: a picture, the sums, every step, what to mind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.compensation.charts import waterfall
from kamlab.compensation.statement.statement import BASE, Statement
from kamlab.presentation import Column, Table, in_words, notice
from kamlab.presentation.formats import in_currency, money, plural

NO_ADVICE = (
    "Worked out by KamLab from the plan and the results given; nothing here is legal "
    "advice, and the contract decides."
)


def one_statement(statement: Statement, kam_id: str) -> list[Any]:
    """Show one KAM's statement.

    Parameters
    ----------
    statement : Statement
        From :func:`kamlab.compensation.pay`.
    kam_id : str
        The KAM.

    Returns
    -------
    list
        Picture, sentence, the settlements, every step, and what must be known.
    """
    cur, lines = statement.currency, statement.of(kam_id)
    rows = statement.table[statement.table["kam_id"] == kam_id]
    sums = lines.groupby("part", sort=False)["amount"].sum().round(2)
    parts = sums.drop(BASE)
    title = f"KAM {kam_id}, {span(rows)}"
    chart = waterfall(float(sums[BASE]), list(parts.index), list(parts), title, cur)
    notes = [text for text in statement.notes if f"KAM {kam_id} " in text]
    return [
        chart,
        in_words(sentence(statement, kam_id)),
        _settlements(rows, cur, f"What was settled for KAM {kam_id}."),
        _steps(lines, cur, f"Every step for KAM {kam_id}; they sum to the totals."),
        notice(" ".join([*notes, NO_ADVICE])),
    ]


def span(rows: pd.DataFrame) -> str:
    """Write the days a statement covers."""
    return f"{rows['first_day'].min().date()} to {rows['last_day'].max().date()}"


def sentence(statement: Statement, kam_id: str) -> str:
    """Say what one KAM is paid, for how many settlements, and the largest part."""
    cur = statement.currency
    totals = statement.totals()
    row = totals[totals["kam_id"] == kam_id].to_dict("records")[0]
    lines = statement.of(kam_id)
    parts = lines[lines["part"] != BASE].groupby("part", sort=False)["amount"].sum()
    text = (
        f"KAM {kam_id} is paid {money(row['total'], cur)} under the "
        f"{statement.plan.title}: {money(row['base'], cur)} base and "
        f"{money(row['variable'], cur)} variable pay "
        f"(n = {plural(int(row['settlements']), 'settlement')})"
    )
    if parts.empty or not parts.abs().max():
        return f"{text}; no part of the variable pay brought anything."
    top = str(parts.abs().idxmax())
    return f"{text}; the largest part is {top} with {money(parts[top], cur)}."


def _settlements(rows: pd.DataFrame, currency: str, caption: str) -> Table:
    columns = {"period": Column("Settled")}
    for name in ("base", "variable", "total", "balance"):
        if name in rows:
            word = "Owed on the draw" if name == "balance" else name.capitalize()
            columns[name] = Column(in_currency(word, currency), "money")
    return Table(rows, columns, caption, rows=len(rows))


def _steps(lines: pd.DataFrame, currency: str, caption: str) -> Table:
    columns = {
        "step": Column("Step", "number"),
        "period": Column("Settled"),
        "part": Column("Part"),
        "attainment": Column("Attainment", "share"),
        "amount": Column(in_currency("Pay", currency), "money"),
        "why": Column("Why"),
    }
    return Table(lines, columns, caption, rows=len(lines))


def everybody(statement: Statement) -> list[Any]:
    """Show what all KAMs are paid, and what is odd about the plan.

    Parameters
    ----------
    statement : Statement
        From :func:`kamlab.compensation.pay`.

    Returns
    -------
    list
        The sums of all KAMs, the flags of the plan, the notes on the results.
    """
    cur, totals = statement.currency, statement.totals()
    columns = {
        "kam_id": Column("KAM"),
        "settlements": Column("Settlements", "number"),
        **{
            name: Column(in_currency(name.capitalize(), cur), "money")
            for name in ("base", "variable", "total")
        },
    }
    whole = money(totals["total"].sum(), cur)
    table = Table(totals, columns, f"All KAMs, {whole} in all.", rows=len(totals))
    shown: list[Any] = [table]
    if statement.flags:
        shown.append(
            notice("\n".join(("Mind these steps of the plan.", *statement.flags)))
        )
    return [*shown, notice("\n".join([*statement.notes, NO_ADVICE]))]
