"""Measure what a simulated company is calibrated on."""

from __future__ import annotations

import math

import pandas as pd

from kamlab.company import Rates
from kamlab.simulation.simulate import SimulatedCompany

YEAR = 12


def last_year(company: SimulatedCompany) -> pd.DataFrame:
    """Give revenue, cost, service and contribution of each account in its last year.

    Returns
    -------
    DataFrame
        Indexed by account_id: revenue, cost, contribution; in currency.
    """
    tables, rates = company.tables, Rates()
    after = day_before_last_year(company)
    void = tables["orders"].query("status in ('cancelled', 'refused')")["order_id"]
    lines = tables["order_lines"]
    lines = lines[(lines["order_date"] > after) & ~lines["order_id"].isin(void)]
    sums = lines.groupby("account_id")[["net_amount", "cost_amount"]].sum()
    last = lines["order_date"].max()
    costs = tables["account_costs"]
    booked = costs[costs["month"] > after].groupby("account_id")["amount"].sum()
    back = tables["returns"]
    returned = back[back["return_date"] > after].groupby("account_id")["amount"].sum()
    out = tables["orders"]
    sent = out[out["delivered"] > after].groupby("account_id").size()
    bills = tables["invoices"]
    until = bills["paid"].fillna(last)
    days = (until - bills["issued"].where(bills["issued"] > after, after)).dt.days.clip(
        lower=0
    )
    credit = (bills["amount"] * days).groupby(bills["account_id"]).sum()
    parts = [booked, returned, sent * rates.delivery, credit * rates.capital / 365]
    spent = pd.concat(parts, axis=1).fillna(0).sum(axis=1)
    frame = sums.set_axis(["revenue", "cost"], axis=1)
    frame = frame.reindex(frame.index.union(spent.index)).fillna(0.0)
    margin = frame["revenue"] - frame["cost"]
    frame["contribution"] = margin - spent.reindex(frame.index).fillna(0.0)
    return frame


def day_before_last_year(company: SimulatedCompany) -> pd.Timestamp:
    """Give the last day that does not count to the last 12 months."""
    end = pd.Timestamp(company.world.start) + pd.DateOffset(months=company.world.months)
    return end - pd.DateOffset(months=YEAR) - pd.Timedelta(days=1)


def yearly_loss(company: SimulatedCompany) -> float:
    """Give the losses per account-year, the planted accounts left out.

    Returns
    -------
    float
        Losses by any cause divided by months at risk / 12, 0–1.
    """
    truth = company.truth
    planted = set(truth["cast"]["account_id"].dropna())
    months = truth["months"]["account_id"]
    at_risk = (~months.isin(planted)).sum() / YEAR
    accounts = truth["accounts"]
    lost = accounts["lost"].notna() & ~accounts["account_id"].isin(planted)
    return float(lost.sum() / at_risk)


def moments(company: SimulatedCompany) -> pd.DataFrame:
    """Measure what a simulated company is calibrated on, over its last 12 months.

    Returns
    -------
    DataFrame
        name, value, unit; one row a moment.
    """
    year = last_year(company)
    active = year[year["revenue"] > 0]
    revenue = active["revenue"].sort_values(ascending=False)
    total, all_of_it = revenue.sum(), year["contribution"].sum()
    shares = revenue / total
    whale = year["contribution"].sort_values(ascending=False).cumsum() / all_of_it
    top = math.ceil(0.2 * len(revenue))
    rows = [
        ("yearly_loss", yearly_loss(company), "share a year"),
        ("active_accounts", len(active), "accounts"),
        ("revenue", total, "currency a year"),
        ("gross_margin", 1 - active["cost"].sum() / total, "share of revenue"),
        ("contribution", all_of_it / total, "share of revenue"),
        ("top20_share", revenue.iloc[:top].sum() / total, "share of revenue"),
        ("key_count", int((shares > 0.10).sum()), "accounts"),
        ("key_total", shares[shares > 0.10].sum(), "share of revenue"),
        ("whale_peak", whale.max(), "share of contribution"),
        ("order_lines", len(company.tables["order_lines"]), "lines"),
        ("order_gap", _middle_gap(company), "days"),
    ]
    return pd.DataFrame(rows, columns=["name", "value", "unit"])


def _middle_gap(company: SimulatedCompany) -> float:
    """Give the median over accounts of the median days between two orders."""
    orders = company.tables["orders"].sort_values(["account_id", "order_date"])
    gaps = orders.groupby("account_id")["order_date"].diff().dt.days
    return float(gaps.groupby(orders["account_id"]).median().median())
