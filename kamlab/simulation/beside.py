"""The same moments of any company's books, to put a simulated one beside a real one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.errors import MissingPartError
from kamlab.measures import (
    Period,
    contribution,
    gross_margin,
    months_before,
    order_days,
    period_of,
    revenue,
)
from kamlab.presentation import formats as f

YEAR = 12
SILENT_MONTHS = 6
FEW_ORDERS = 6  # fewer order days tell little about a rhythm


@dataclass(frozen=True)
class Moment:
    """One figure of a company's books.

    Parameters
    ----------
    words : str
        What it is, as the data card says it.
    unit : str
        ``share``, ``times``, ``days``, ``accounts`` or ``ratio``.
    """

    words: str
    unit: str


MOMENTS = {
    "accounts": Moment("accounts that bought", "accounts"),
    "top20": Moment("share of revenue of the top 20 %", "share"),
    "largest": Moment("share of the largest account", "share"),
    "keys": Moment("accounts above 10 % of revenue", "accounts"),
    "effective": Moment("effective number of accounts (1 / HHI)", "accounts"),
    "margin": Moment("gross margin of revenue", "share"),
    "whale_margin": Moment("peak of the whale curve, gross margin", "times"),
    "below_cost": Moment("accounts that bought below cost", "share"),
    "whale": Moment("peak of the whale curve, contribution", "times"),
    "negative": Moment("accounts with a negative contribution", "share"),
    "orders": Moment("order days an account and year, middle account", "number"),
    "gap": Moment("days between two orders, middle account", "days"),
    "gap_low": Moment("… the quickest tenth of the accounts", "days"),
    "gap_high": Moment("… the slowest tenth of the accounts", "days"),
    "own_spread": Moment("spread of an account's own gaps (s.d. / mean)", "ratio"),
    "once": Moment("accounts with a single order day", "share"),
    "weekend": Moment("order days on a Saturday or Sunday", "share"),
    "silent": Moment("of a year's buyers, no order in the next half year", "share"),
}


def book_moments(firm: Company, months: int = YEAR) -> dict[str, float | None]:
    """Measure the moments of ``MOMENTS`` in a company's books.

    The rhythm is of the whole history; gaps are told of accounts with six order days
    or more.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    months : int
        Months that concentration and margins are of; 0 for the whole history.

    Returns
    -------
    dict of str to float or None
        By name; None where the company lacks the column, or too few accounts tell.
    """
    period = period_of(firm, months)
    bought = revenue(firm, period)["revenue"].sort_values(ascending=False)
    shares = bought / bought.sum()
    return {
        "accounts": float(len(bought)),
        "top20": float(shares.iloc[: math.ceil(0.2 * len(shares))].sum()),
        "largest": float(shares.iloc[0]),
        "keys": float((shares > 0.10).sum()),
        "effective": float(1 / (shares**2).sum()),
        **_margins(firm, period),
        **_rhythm(firm),
    }


def _margins(firm: Company, period: Period) -> dict[str, float | None]:
    """Measure margins; contribution only where service costs are in the books."""
    names = ("margin", "whale_margin", "below_cost", "whale", "negative")
    found: dict[str, float | None] = dict.fromkeys(names)
    try:
        table = gross_margin(firm, period)
    except MissingPartError:
        return found
    margin = table["gross_margin"]
    found["margin"] = float(margin.sum() / table["revenue"].sum())
    found["whale_margin"] = _peak(margin)
    found["below_cost"] = float((margin < 0).mean())
    if firm.has("account_costs"):
        left = contribution(firm, period).table["contribution"]
        found["whale"], found["negative"] = _peak(left), float((left < 0).mean())
    return found


def _peak(amounts: pd.Series) -> float | None:
    """Give the peak of the whale curve in times the total; None without a total."""
    total = float(amounts.sum())
    if total <= 0:
        return None
    return float(amounts.sort_values(ascending=False).cumsum().max() / total)


def _rhythm(firm: Company) -> dict[str, float | None]:
    days = order_days(firm)
    gaps = days.groupby("account_id")["day"].diff().dt.days
    accounts = (
        days.assign(gap=gaps)
        .groupby("account_id")
        .agg(
            orders=("day", "size"),
            first=("day", "min"),
            last=("day", "max"),
            middle=("gap", "median"),
            mean=("gap", "mean"),
            spread=("gap", "std"),
        )
    )
    told = accounts[accounts["orders"] >= FEW_ORDERS]
    years = ((told["last"] - told["first"]).dt.days / 365).clip(lower=1 / 365)
    gap = told["middle"]
    return {
        "orders": _known(((told["orders"] - 1) / years).median()),
        "gap": _known(gap.median()),
        "gap_low": _known(gap.quantile(0.1)),
        "gap_high": _known(gap.quantile(0.9)),
        "own_spread": _known((told["spread"] / told["mean"]).median()),
        "once": float((accounts["orders"] == 1).mean()),
        "weekend": float((days["day"].dt.day_of_week >= 5).mean()),
        "silent": _silent(firm, days),
    }


def _silent(firm: Company, days: pd.DataFrame) -> float | None:
    """Give the share of a year's buyers who do not order in the half year after it."""
    end = pd.Timestamp(months_before(firm.cut_off, SILENT_MONTHS))
    begin = pd.Timestamp(months_before(firm.cut_off, SILENT_MONTHS + YEAR))
    if begin < pd.Timestamp(firm.first_date) - pd.Timedelta(days=1):
        return None
    before = set(days.loc[(days["day"] > begin) & (days["day"] <= end), "account_id"])
    after = set(days.loc[days["day"] > end, "account_id"])
    return len(before - after) / len(before) if before else None


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


Column = dict[str, str]


def one_column(
    found: dict[str, float | None], names: Iterable[str] = MOMENTS
) -> Column:
    """Write one company's moments as the cells of a column.

    Parameters
    ----------
    found : dict
        From :func:`book_moments`.
    names : iterable of str
        The moments that are told; the others get a dash.
    """
    told = set(names)
    return {
        name: _written(found[name], moment.unit) if name in told else f.BLANK
        for name, moment in MOMENTS.items()
    }


def many_column(found: Sequence[dict[str, float | None]]) -> Column:
    """Write the moments of several companies: the middle, lowest and highest.

    Parameters
    ----------
    found : sequence of dict
        From :func:`book_moments`, one a company.
    """
    column = {}
    for name, moment in MOMENTS.items():
        values = [v for one in found if (v := one[name]) is not None]
        three = (np.median(values), min(values), max(values)) if values else ()
        words = [_written(float(value), moment.unit) for value in three]
        column[name] = f"{words[0]} ({words[1]} to {words[2]})" if words else f.BLANK
    return column


def _written(value: float | None, unit: str) -> str:
    if unit == "share":
        return f.share(value)
    if unit in ("times", "ratio"):
        return f.BLANK if value is None else f"{value:.2f}"
    return f.number(value, 1)


def moments_table(columns: Mapping[str, Column]) -> str:
    """Lay out columns of moments as a Markdown table, a row a moment.

    Parameters
    ----------
    columns : mapping of str to Column
        From :func:`one_column` and :func:`many_column`, by heading.
    """
    lines = [["moment", *columns], ["---"] * (len(columns) + 1)]
    for name, moment in MOMENTS.items():
        lines.append([moment.words, *(column[name] for column in columns.values())])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def columns_of(table: str) -> dict[str, Column]:
    """Read a table that :func:`moments_table` wrote.

    Parameters
    ----------
    table : str
        Text with such a table in it and no other.
    """
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    head, body = rows[0][1:], rows[2:]
    return {
        title: dict(zip(MOMENTS, [row[place] for row in body], strict=True))
        for place, title in enumerate(head, start=1)
    }
