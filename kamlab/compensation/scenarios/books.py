"""The coming year of a company's KAMs, from its books."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.company import Company
from kamlab.compensation.credit import holders
from kamlab.compensation.engine import Periods
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.periods import pay_year, quota_rows
from kamlab.compensation.scenarios.territories import Accounts, Territories
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError
from kamlab.presentation.formats import plural, share

Floats = NDArray[np.float64]
MEASURES = ("gross_margin", "contribution", "collected_cash")


def territories(
    firm: Company,
    *,
    year: int = 0,
    loss: Mapping[str, float] | None = None,
    found: Measured | None = None,
) -> Territories:
    """Take what each KAM's book sold in a year as what the next one may bring.

    Expected: what the accounts held at the end of the year bought in it, in the year's
    own seasons. Quotas, base and target pay are those of the year, quarter by quarter.

    Parameters
    ----------
    firm : Company
        As of its cut-off; with KAMs, quotas and pay.
    year : int
        A calendar year of the books; 0 for the last full one.
    loss : mapping of str to float, optional
        Chance of each account to leave within the year, such as a model's; default:
        the share of all accounts that went quiet within the year, the same for each.
    found : Measured, optional
        What the KAMs achieved in the quarters of the year, where it is measured
        already.

    Returns
    -------
    Territories
        KAMs without sales in the year or without a quota are left out and named.

    Raises
    ------
    MissingPartError
        If the company has no KAMs, quotas or pay.
    NotEnoughDataError
        If fewer than two KAMs remain.
    """
    _require(firm)
    when = pay_year(firm, year)
    quarters = quarters_of(when)
    found = measured(firm, quarters) if found is None else found
    sold = _sold(firm, found, when)
    quota = _by_quarter(quota_rows(firm), "plan_sales", quarters)
    kams = sorted(set(sold["kam_id"]) & set(quota.index))
    if len(kams) < 2:
        raise NotEnoughDataError(
            f"{firm.name} has {plural(len(kams), 'KAM')} with sales and a quota in "
            f"{when}; possible years of pay need two or more."
        )
    sold = sold[sold["kam_id"].isin(kams)].reset_index(drop=True)
    chance, note = _losses(firm, sold, loss, when)
    expected = _expected(sold, found, kams)
    pay = firm.frame("pay")
    return Territories(
        kam_ids=tuple(kams),
        periods=Periods(tuple((when, m) for m in (3, 6, 9, 12)), (3.0,) * 4),
        expected=expected,
        quota=quota.loc[kams].where(quota.loc[kams] > 0).to_numpy(),
        base=_paid(pay, "base", quarters, kams),
        target=_paid(pay, "target_variable", quarters, kams),
        ratios=_ratios(found, kams),
        other_quotas=_other_quotas(firm, kams, quarters),
        accounts=_accounts(sold, kams, chance),
        deals=_deals(found, kams),
        active=_floats(sold.groupby("kam_id").size().reindex(kams)),
        new=_new(found, kams),
        potential=_potential(firm, kams, quarters),
        book=expected.sum(axis=1),
        currency=firm.currency,
        notes=(note, *_left_out(firm, kams, when)),
    )


def _require(firm: Company) -> None:
    for table, column, why in (
        ("account_history", "kam_id", "who held which account"),
        ("quotas", "plan_sales", "what attainment is measured against"),
        ("pay", "target_variable", "what is at stake"),
    ):
        if not firm.has(table, column):
            raise MissingPartError(
                f"{firm.name} has no {table}.{column}, {why}; possible years of pay "
                "need it."
            )


def _left_out(firm: Company, kams: list[str], year: int) -> list[str]:
    names = sorted({*firm.frame("quotas")["kam_id"].dropna()} - set(kams))
    words = f"Left out, without sales or a quota in {year}: {', '.join(names)}."
    return [words] if names else []


def _paid(
    pay: pd.DataFrame, column: str, quarters: pd.DataFrame, kams: list[str]
) -> Floats:
    rows = _by_quarter(pay, column, quarters).reindex(kams).fillna(0.0)
    return np.asarray(rows, dtype=np.float64)


def _floats(values: pd.Series) -> Floats:
    return np.asarray(values, dtype=np.float64)


def quarters_of(year: int) -> pd.DataFrame:
    """Give the calendar quarters of a year, as pay is settled in them.

    Parameters
    ----------
    year : int
        The calendar year.
    """
    starts = pd.date_range(f"{year}-01-01", periods=4, freq="QS")
    return pd.DataFrame(
        {"period": starts, "period_end": starts + pd.offsets.QuarterEnd(0)}
    ).assign(months=3.0)


def _sold(firm: Company, found: Measured, year: int) -> pd.DataFrame:
    """Give each account's sales of the year and who holds it at its end."""
    lines = found.lines[found.lines["number"] >= 0]
    sums = lines.groupby("account_id")["net_amount"].sum()
    bought = sums[sums > 0].rename("revenue").reset_index()
    held = holders(firm)
    end = pd.Timestamp(year, 12, 31)
    last = held[held["since"] <= end].drop_duplicates("account_id", keep="last")
    table = bought.merge(last[["account_id", "kam_id"]], on="account_id")
    known = table.dropna(subset=["kam_id"])
    return known.sort_values(["kam_id", "account_id"], ignore_index=True)


def _expected(sold: pd.DataFrame, found: Measured, kams: list[str]) -> Floats:
    total = sold.groupby("kam_id")["revenue"].sum().reindex(kams).to_numpy()
    season = found.table.groupby("number")["revenue"].sum().clip(lower=0).to_numpy()
    return np.asarray(total[:, None] * (season / season.sum()))


def _losses(
    firm: Company, sold: pd.DataFrame, loss: Mapping[str, float] | None, year: int
) -> tuple[Floats, str]:
    if loss is not None:
        chance = _floats(sold["account_id"].map(dict(loss)))
        bad = ~((chance >= 0) & (chance <= 1))
        if bad.any():
            raise RefusedError(
                f"The chance to leave of {sold['account_id'][bad].iloc[0]} is missing "
                "or not between 0 and 1."
            )
        return chance, "Chances to leave are those given."
    lines = firm.frame("order_lines")
    before = set(lines.loc[lines["order_date"].dt.year == year - 1, "account_id"])
    still = set(lines.loc[lines["order_date"] >= f"{year}-07-01", "account_id"])
    if not before:
        before, still = set(sold["account_id"]), set(sold["account_id"])
    rate = len(before - still) / len(before)
    return np.full(len(sold), rate), (
        f"Every account may leave with the same chance, {share(rate)} a year: "
        f"{len(before - still)} of the {plural(len(before), 'account')} of "
        f"{year - 1} bought nothing from July {year} on."
    )


def _accounts(sold: pd.DataFrame, kams: list[str], chance: Floats) -> Accounts:
    place = sold["kam_id"].map({kam: k for k, kam in enumerate(kams)})
    book = sold.groupby("kam_id")["revenue"].transform("sum")
    return Accounts(
        account_id=sold["account_id"].to_numpy(object),
        kam=np.asarray(place, dtype=np.int64),
        part=_floats(sold["revenue"] / book),
        loss=chance,
    )


def _by_quarter(
    table: pd.DataFrame, column: str, quarters: pd.DataFrame
) -> pd.DataFrame:
    """Give a column by KAM and quarter, by the first day of each row's period."""
    rows = table.dropna(subset=["kam_id", "period"])
    rows = rows.assign(
        quarter=rows["period"].dt.to_period("Q").dt.start_time.astype("datetime64[us]")
    )
    starts = quarters["period"].astype("datetime64[us]")
    rows = rows[rows["quarter"].isin(starts)]
    wide = rows.pivot_table(column, "kam_id", "quarter", aggfunc="sum", min_count=1)
    return wide.reindex(columns=starts).astype(float)


def _ratios(found: Measured, kams: list[str]) -> dict[str, Floats]:
    sums = found.table.groupby("kam_id").sum(numeric_only=True).reindex(kams)
    known = [name for name in MEASURES if name in sums]
    return {name: (sums[name] / sums["revenue"]).to_numpy() for name in known}


def _deals(found: Measured, kams: list[str]) -> tuple[Floats, ...]:
    lines = found.lines[found.lines["number"] >= 0]
    sizes = lines.groupby(["kam_id", "deal"])["net_amount"].sum()
    sizes = sizes[sizes > 0]
    return tuple(_floats(sizes.xs(kam, level="kam_id")) for kam in kams)


def _new(found: Measured, kams: list[str]) -> Floats:
    sums = found.table.groupby("kam_id")["new_accounts"].sum().reindex(kams)
    return _floats(sums.fillna(0.0))


def _other_quotas(
    firm: Company, kams: list[str], quarters: pd.DataFrame
) -> dict[str, Floats]:
    columns = {"active_accounts": "plan_active", "new_accounts": "plan_new"}
    rows = quota_rows(firm)
    return {
        measure: _by_quarter(rows, column, quarters).reindex(kams).to_numpy()
        for measure, column in columns.items()
        if column in rows
    }


def _potential(firm: Company, kams: list[str], quarters: pd.DataFrame) -> Floats | None:
    if not firm.has("quotas", "potential_estimate"):
        return None
    rows = _by_quarter(firm.frame("quotas"), "potential_estimate", quarters)
    return _floats(rows.reindex(kams).sum(axis=1, min_count=1))
