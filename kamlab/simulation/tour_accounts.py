"""Who a company sells to: its accounts side by side, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamlab.company import Company
from kamlab.errors import UndefinedError
from kamlab.measures import Period, period_of, revenue
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, INK, SKY
from kamlab.simulation.events import names_of
from kamlab.simulation.tour_settings import TourSettings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUPS = ("channel", "region", "industry")
UNKNOWN = "not known"
LABELLED = 0.06  # of all revenue: a narrower box has no room for a name


@dataclass(frozen=True)
class Buyers:
    """The accounts that bought in a period, largest first.

    Parameters
    ----------
    table : DataFrame
        account_id, name, group, revenue (above 0, in currency), share (0–1).
    by : str
        What the groups are: channel, region or industry; empty where none is known.
    period : Period
        The days that count.
    firm_name, currency : str
        As the company states them.
    """

    table: pd.DataFrame
    by: str
    period: Period
    firm_name: str
    currency: str

    @property
    def groups(self) -> pd.DataFrame:
        """The groups, largest first: group, accounts, revenue, share."""
        sums = self.table.groupby("group").agg(
            accounts=("revenue", "size"),
            revenue=("revenue", "sum"),
            share=("share", "sum"),
        )
        order = ["revenue", "group"]
        return sums.reset_index().sort_values(order, ascending=[False, True])

    @property
    def half(self) -> int:
        """How many of the largest accounts make half of the revenue."""
        return int((self.table["share"].cumsum() < 0.5).sum()) + 1


def who_buys(firm: Company, settings: TourSettings) -> Buyers:
    """Give the accounts a company sells to, largest first.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : TourSettings
        The period.

    Raises
    ------
    UndefinedError
        If no account bought anything in the period.
    """
    period = period_of(firm, settings.period_months)
    table = revenue(firm, period)
    table = table[table["revenue"] > 0]
    if table.empty:
        raise UndefinedError(f"{firm.name} sold nothing in the days {period.words}.")
    accounts = firm.accounts.set_index("account_id")
    known = [
        name for name in GROUPS if name in accounts and accounts[name].notna().any()
    ]
    by = known[0] if known else ""
    group = table["account_id"].map(accounts[by]) if by else "all accounts"
    table = table.assign(
        name=table["account_id"].map(names_of(firm)).fillna(table["account_id"]),
        group=group,
        share=table["revenue"] / table["revenue"].sum(),
    )
    table["group"] = table["group"].astype("str").where(table["group"].notna(), UNKNOWN)
    table = table.sort_values(["revenue", "account_id"], ascending=[False, True])
    columns = ["account_id", "name", "group", "revenue", "share"]
    return Buyers(
        table[columns].reset_index(drop=True), by, period, firm.name, firm.currency
    )


def buyers_sentence(buyers: Buyers) -> str:
    """Say who buys, who is largest, and how few make half of it."""
    first = buyers.table.iloc[0]
    total = f.thousands(buyers.table["revenue"].sum(), buyers.currency)
    accounts = f.plural(len(buyers.table), "account")
    text = f"{buyers.firm_name} sold {total} to {accounts} ({buyers.period.words}). "
    groups = buyers.groups
    if buyers.by and len(groups) > 1:
        top = groups.iloc[0]
        text += (
            f"By {buyers.by}, most goes to “{top['group']}”: {f.share(top['share'])} "
            f"of revenue from {f.plural(int(top['accounts']), 'account')}. "
        )
    text += f"The largest account, {first['name']}, buys {f.share(first['share'])}. "
    if buyers.half == 1:
        return f"{text}It alone makes half of the revenue."
    return (
        f"{text}{buyers.half} of the {accounts} make half of the revenue; "
        f"{len(buyers.table) - buyers.half} make the other half."
    )


def plot_buyers(buyers: Buyers) -> Chart:
    """Draw a box an account, as wide as its revenue, a row a group."""
    groups = buyers.groups
    with canvas(9.2, 1.5 + 0.78 * len(groups)) as (figure, (axis,)):
        for row, group in enumerate(groups["group"]):
            mine = buyers.table[buyers.table["group"] == group]
            _row(axis, row, mine, buyers)
        labels = [
            f"{f.short(name)}\n{f.plural(int(n), 'account')}"
            for name, n in zip(groups["group"], groups["accounts"], strict=True)
        ]
        axis.set_yticks(range(len(groups)), labels)
        axis.invert_yaxis()
        axis.set_xlim(0, groups["revenue"].max() / 1000 * 1.1)
        unit = f"thousand {buyers.currency}".rstrip()
        axis.set_xlabel(f"revenue, {unit}, {buyers.period.words}; a box an account")
        axis.xaxis.set_major_formatter("{x:,.0f}")
        axis.set_title(
            f"Who {f.short(buyers.firm_name)} sells to: {buyers.half} of "
            f"{f.plural(len(buyers.table), 'account')} "
            f"{'makes' if buyers.half == 1 else 'make'} half (dark)"
        )
    listed = "; ".join(
        f"{row['group']} {f.share(row['share'])} of revenue from "
        f"{f.plural(int(row['accounts']), 'account')}"
        for _, row in groups.iterrows()
    )
    return finish(
        figure,
        alt=f"A row of boxes a group, each as wide as its revenue: {listed}.",
        reading=_reading(buyers),
    )


def _reading(buyers: Buyers) -> str:
    half = f.plural(buyers.half, "account makes", "accounts make")
    return f"Few wide boxes, many narrow ones: {half} half of the revenue."


def _row(axis: Axes, row: int, mine: pd.DataFrame, buyers: Buyers) -> None:
    """Draw one group: the accounts that help to make half of it all are dark."""
    left = mine["revenue"].cumsum() - mine["revenue"]
    dark = mine.index < buyers.half
    axis.barh(
        row,
        mine["revenue"] / 1000,
        left=left / 1000,
        height=0.62,
        color=[BLUE if it else SKY for it in dark],
        edgecolor="white",
        linewidth=0.7,
    )
    wide = mine["share"] >= LABELLED
    for (_, account), start in zip(mine[wide].iterrows(), left[wide], strict=True):
        axis.annotate(
            f"{_fitted(account, buyers)}\n{f.share(account['share'])}",
            ((start + account["revenue"] / 2) / 1000, row),
            ha="center",
            va="center",
            fontsize=8.5,
            color="white" if account.name in mine.index[dark] else INK,
        )
    axis.annotate(
        f.share(mine["share"].sum(), 0),
        (mine["revenue"].sum() / 1000, row),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontweight="bold",
    )


def _fitted(account: pd.Series, buyers: Buyers) -> str:
    """Cut a name to what its box holds."""
    widest = buyers.groups["revenue"].max()
    return f.short(account["name"], max(int(account["revenue"] / widest * 70), 4))
