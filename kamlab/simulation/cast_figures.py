"""Measure what makes each planted account and KAM a case."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.simulation.moments import YEAR, day_before_last_year, last_year
from kamlab.simulation.simulate import SimulatedCompany


def cast_figures(company: SimulatedCompany) -> pd.DataFrame:
    """Measure what makes each planted account and KAM a case.

    Returns
    -------
    DataFrame
        role, figure, value, low, high: the value and where it must lie.
    """
    year = last_year(company)
    share = year["revenue"] / year["revenue"].sum()
    part = year["contribution"] / year["contribution"].sum()
    cast = company.truth["cast"]
    ids = cast[cast["kind"] == "account"].groupby("role")["account_id"].agg(list)
    one = {role: accounts[0] for role, accounts in ids.items()}
    truth = company.truth["accounts"].set_index("account_id")
    wallet, insolvent = truth["wallet_share"], one["Insolvent-Soon"]
    books = company.tables["accounts"].set_index("account_id")
    pillars = sorted(share[ids["Pillar"]])
    twins = _real_contacts(company)[ids["Twins"]]
    end = pd.Timestamp(company.world.start) + pd.DateOffset(months=company.world.months)
    ends = books.loc[one["Tender-Due"], "contract_end"] - end
    rows = [
        ("Goliath", "revenue share", share[one["Goliath"]], 0.21, 0.23),
        ("Goliath", "contribution share", part[one["Goliath"]], 0.02, 0.04),
        ("Pillar", "larger revenue share", pillars[1], 0.115, 0.125),
        ("Pillar", "smaller revenue share", pillars[0], 0.105, 0.115),
        ("Quiet Star", "revenue share", share[one["Quiet Star"]], 0.05, 0.07),
        ("Quiet Star", "contribution share", part[one["Quiet Star"]], 0.11, 0.13),
        ("Quiet Star", "order gap now / before", *_fade(company, one["Quiet Star"])),
        ("Potential", "share of wallet", wallet[one["Potential"]], 0.03, 0.07),
        ("Beacon", "is a reference", books.loc[one["Beacon"], "is_reference"], 1, 1),
        ("Mentor", "competence", truth.loc[one["Mentor"], "competence"], 0.9, 1),
        ("Mentor", "is demanding", truth.loc[one["Mentor"], "demanding"], 1, 1),
        ("Pioneer", "innovator", truth.loc[one["Pioneer"], "innovator"], 0.9, 1),
        ("Ally", "openness", truth.loc[one["Ally"], "openness"], 0.9, 1),
        ("Ally", "share of wallet", wallet[one["Ally"]], 0.8, 0.9),
        ("Champion-Gone", "months since", *_champion(company, one["Champion-Gone"])),
        ("Warehouse-3 pair", "late share", *_late(company, ids["Warehouse-3 pair"])),
        ("Tender-Due", "days to contract end", ends.days, 300, 310),
        ("Twins", "contacts of one", min(twins), 1, 1),
        ("Twins", "contacts of the other", max(twins), 5, 8),
        *_levels(company, share, one["Dept-Key"]),
        ("Insolvent-Soon", "days later than before", *_delay(company, insolvent)),
        *_kam_figures(company),
    ]
    figures = pd.DataFrame(rows, columns=["role", "figure", "value", "low", "high"])
    return figures.astype({"value": float, "low": float, "high": float})


def _fade(company: SimulatedCompany, account: str) -> tuple[float, float, float]:
    """Compare the order gaps of the last 90 days with those before the fading."""
    orders = company.tables["orders"].query("account_id == @account")["order_date"]
    gaps, last = orders.diff().dt.days, orders.max()
    late = gaps[orders > last - pd.Timedelta(days=90)].mean()
    return late / gaps[orders < last - pd.Timedelta(days=180)].mean(), 1.4, 5.0


def _champion(company: SimulatedCompany, account: str) -> tuple[float, float, float]:
    left = company.tables["contacts"].query("account_id == @account")["left"].max()
    end = pd.Timestamp(company.world.start) + pd.DateOffset(months=company.world.months)
    return (end - left).days / 30.4, 0.9, 2.1


def _late(company: SimulatedCompany, accounts: list[str]) -> tuple[float, float, float]:
    orders = company.tables["orders"]
    orders = orders[orders["account_id"].isin(accounts) & orders["delivered"].notna()]
    late = (orders["delivered"] > orders["promised"]) & (orders["warehouse"] == "W3")
    return float(late.mean()), 0.14, 0.22


def _real_contacts(company: SimulatedCompany) -> pd.Series:
    """Count the contacts who know the KAM from the start, by account."""
    tables = company.tables
    known = tables["contact_history"].drop_duplicates("contact_id")
    known = known[known["knows_kam"]].merge(tables["contacts"], on="contact_id")
    return known.groupby("account_id").size()


def _levels(
    company: SimulatedCompany, share: pd.Series, account: str
) -> list[tuple[str, str, float, float, float]]:
    """Give the share of Dept-Key in its KAM's book and in its department."""
    history = company.tables["account_history"].drop_duplicates(
        "account_id", keep="last"
    )
    rows = []
    bounds = (("kam_id", "book", 0.1, 0.4), ("department_id", "department", 0, 0.1))
    for column, word, low, high in bounds:
        place = history.set_index("account_id")[column]
        same = place.index[place == place[account]]
        whole = share.reindex(same).fillna(0).sum()
        rows.append(("Dept-Key", f"share of {word}", share[account] / whole, low, high))
    return rows


def _delay(company: SimulatedCompany, account: str) -> tuple[float, float, float]:
    """Compare how late the last paid invoices were with those a year before."""
    bills = company.tables["invoices"].query("account_id == @account")
    after = day_before_last_year(company)
    paid = bills["paid"].fillna(after + pd.DateOffset(months=YEAR))
    late = (paid - bills["due"]).dt.days
    now = bills["issued"] > after + pd.DateOffset(months=8)
    ripe = bills["due"] < after + pd.DateOffset(months=YEAR)
    return late[now & ripe].mean() - late[~now].mean(), 8, 90


def _kam_figures(
    company: SimulatedCompany,
) -> list[tuple[str, str, float, float, float]]:
    """Compare KAM M with the other KAMs, and find KAM W's windfall."""
    tables, truth = company.tables, company.truth
    kams = truth["cast"].set_index("role")["kam_id"]
    kam_m, kam_w = kams["KAM M"], kams["KAM W"]
    history = tables["account_history"].drop_duplicates("account_id", keep="last")
    kam = history.set_index("account_id")["kam_id"]
    months = truth["months"]
    owner = months["account_id"].map(kam)
    visits = tables["activities"].query("kind == 'visit'")
    logged = visits["account_id"].map(kam).value_counts() / owner.value_counts()
    fate = truth["accounts"].set_index("account_id")["loss_type"]
    lost = fate.notna() & (fate != "insolvent")
    losses = lost.groupby(kam.reindex(lost.index)).sum() / owner.value_counts() * YEAR
    known = tables["contact_history"].drop_duplicates("contact_id", keep="last")
    known = known.merge(tables["contacts"], on="contact_id")
    known = known.assign(known=known["influence"] * known["knows_kam"])
    sums = known.groupby(known["account_id"].map(kam))[["known", "influence"]].sum()
    coverage = sums["known"] / sums["influence"]
    sold = tables["order_lines"].groupby(["account_id", "order_id"], as_index=False)
    deals = sold["net_amount"].sum()
    mine = deals["account_id"].map(kam) == kam_w
    largest = deals.loc[mine, "net_amount"].max()
    plan = tables["quotas"].query("kam_id == @kam_w")["plan_sales"].tail(4).median()
    middle = float(np.median(logged.drop(kam_m)))
    return [
        ("KAM M", "logged visits / middle KAM", logged[kam_m] / middle, 0, 0.5),
        ("KAM M", "known influence", coverage[kam_m], coverage.median(), 1),
        ("KAM M", "yearly loss but insolvency", losses[kam_m], 0, losses.mean()),
        ("KAM W", "largest deal / quarter's plan", largest / plan, 0.3, 1.5),
    ]
