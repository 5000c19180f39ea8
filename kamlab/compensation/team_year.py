"""The same year of every KAM: where each stands, and who moves under another basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from kamlab.company import Company
from kamlab.compensation.bases import same_year
from kamlab.compensation.case import PayCase
from kamlab.compensation.kinds import MONEY, WORDS
from kamlab.compensation.settings import PaySlipSettings
from kamlab.errors import KamLabError, NotEnoughDataError

BASES = tuple(WORDS[name] for name in MONEY)


def cases(firm: Company, settings: PaySlipSettings) -> list[PayCase]:
    """Give a pay slip case for every KAM whose year can be paid.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : PaySlipSettings
        Plan and year; its KAM is left aside.

    Returns
    -------
    list of PayCase
        In the order of their names.

    Raises
    ------
    NotEnoughDataError
        If no KAM held an account in the year.
    """
    return colleagues(PayCase(firm, settings))


def colleagues(first: PayCase) -> list[PayCase]:
    """Give the case of every KAM of the same company, year and plan.

    Parameters
    ----------
    first : PayCase
        Any of them; what it has measured is used for all.

    Returns
    -------
    list of PayCase
        In the order of their names.

    Raises
    ------
    NotEnoughDataError
        If no KAM sold anything or had a quota in the year.
    """
    found = first.found
    held = found.table.loc[found.table["revenue"] != 0, "kam_id"]
    quoted = first.quotas.loc[
        first.quotas["period_end"].dt.year == first.year, "kam_id"
    ]
    names = sorted({*held, *quoted} - {""})
    if not names:
        raise NotEnoughDataError(
            f"No KAM of {first.firm.name} sold anything or had a quota in "
            f"{first.year}; choose another year."
        )
    return [_case(first, name) for name in names]


def _case(first: PayCase, kam_id: str) -> PayCase:
    """Give the case of one KAM; results measured once serve all with equal periods."""
    if kam_id == first.kam_id:
        return first
    settings = first.settings.model_copy(update={"kam_id": kam_id})
    case = PayCase(first.firm, settings)
    own = case.periods[["period", "period_end"]]
    if own.equals(first.periods[["period", "period_end"]]):
        # a cached property may be filled from outside, also in a frozen object
        vars(case)["found"] = first.found
    return case


def team_bases(firm: Company, settings: PaySlipSettings) -> pd.DataFrame:
    """Pay the year of every KAM under four bases: revenue, margin, contribution, cash.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : PaySlipSettings
        Plan and year.

    Returns
    -------
    DataFrame
        A row a KAM (kam_id), a column a basis with the variable pay of the year in
        currency; a basis the company cannot tell is left out.

    Raises
    ------
    KamLabError
        If no KAM's year can be paid under two bases; the text says why.
    """
    return bases_of(cases(firm, settings))


def bases_of(everyone: Sequence[PayCase]) -> pd.DataFrame:
    """Pay the year of these KAMs under four bases; see :func:`team_bases`.

    Parameters
    ----------
    everyone : sequence of PayCase
        From :func:`colleagues`.

    Returns
    -------
    DataFrame
        A row a KAM, a column a basis.

    Raises
    ------
    KamLabError
        If no KAM's year can be paid under two bases.
    """
    rows: dict[str, pd.Series] = {}
    reason: KamLabError | None = None
    for case in everyone:
        try:
            years = same_year(case.plan, case.pay, case.achieved, case.found)
        except KamLabError as error:
            reason = error
            continue
        rows[case.kam_id] = years.set_index("basis")["variable"]
    table = pd.DataFrame(rows).T.reindex(columns=list(BASES)).dropna(axis=1, how="all")
    table = table.dropna()
    if table.empty or len(table.columns) < 2:
        raise reason or NotEnoughDataError(
            "Two bases are needed to compare, and this company tells "
            f"{len(table.columns)}; it would need the cost of its goods or the "
            "payments of its invoices."
        )
    return table.rename_axis("kam_id").rename_axis(None, axis=1).reset_index()


def ranks(years: pd.DataFrame) -> pd.DataFrame:
    """Rank the KAMs by variable pay under each basis; 1 is paid most.

    Parameters
    ----------
    years : DataFrame
        From :func:`team_bases`.

    Returns
    -------
    DataFrame
        kam_id, a column a basis (equal pay shares the better rank), and moved: the
        worst rank less the best.
    """
    bases = years.drop(columns="kam_id")
    table = bases.rank(ascending=False, method="min").astype(int)
    moved = table.max(axis=1) - table.min(axis=1)
    table.insert(0, "kam_id", years["kam_id"])
    return table.assign(moved=moved)


def team_slips(firm: Company, settings: PaySlipSettings) -> pd.DataFrame:
    """Give what every KAM reached and is paid in the year.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : PaySlipSettings
        Plan and year.

    Returns
    -------
    DataFrame
        kam_id, part, attainment and payout (of the year, 1 = quota and target pay;
        blank without a quota), at_target and amount (currency); one row a KAM and
        component with a quota or target.
    """
    return parts_of(cases(firm, settings))


def parts_of(everyone: Sequence[PayCase]) -> pd.DataFrame:
    """Give the parts of these KAMs that are paid by attainment; see team_slips.

    Parameters
    ----------
    everyone : sequence of PayCase
        From :func:`colleagues`.

    Returns
    -------
    DataFrame
        As :func:`team_slips`.
    """
    names = ["kam_id", "part", "attainment", "payout", "at_target", "amount"]
    found = [table for case in everyone for table in _parts(case)]
    if not found:
        return pd.DataFrame(columns=names)
    return pd.concat(found, ignore_index=True)[names]


def _parts(case: PayCase) -> Iterator[pd.DataFrame]:
    """Give the parts of one KAM that are paid by attainment."""
    try:
        slip = case.slip
    except KamLabError:
        return
    by_quota = [p.name for p in case.plan.components if p.paid_on == "target"]
    table = slip.components[slip.components["part"].isin(by_quota)]
    stake = table["weight"] * float(slip.target_variable)
    paid = (table["amount"] / stake.where(stake > 0)).where(table["attainment"].notna())
    yield table.assign(kam_id=case.kam_id, at_target=stake, payout=paid)
