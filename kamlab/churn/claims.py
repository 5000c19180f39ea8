"""The health score of the trade put to the test: weights are claims."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.definitions import names_of
from kamlab.churn.model.risk_set import still_buying
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.signals import (
    SIGNALS,
    HealthWeights,
    health_score,
    signals,
    slices,
    weights_beside,
)
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.measures.rhythm import MIN_SILENT_DAYS
from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f

BACKED, AGAINST = "the past backs it", "the past says the opposite"
OPEN, UNKNOWN = "cannot be told", "not in the books"
SHOWN = 5


def signals_before(firm: Company, settings: EarlyWarningSettings) -> pd.DataFrame:
    """Give the signals of past evenings, of those who were not lost by then.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : EarlyWarningSettings
        Number of cut-offs, horizon, and the silence that makes a loss.

    Returns
    -------
    DataFrame
        As :func:`kamlab.churn.signals.slices` gives them, less those an account was
        lost at already: to foresee them is no art.

    Raises
    ------
    NotEnoughDataError
        If the history is too short, or nobody was at risk.
    UndefinedError
        If the books ended long before the cut-off.
    """
    try:
        past = slices(firm, cut_offs=settings.cutoffs, horizon=settings.horizon)
    except RefusedError as error:  # what is refused there is a missing part here
        raise UndefinedError(str(error)) from None
    return still_buying(past, gaps=settings.gap_k, days=MIN_SILENT_DAYS)


def least_healthy(firm: Company, settings: EarlyWarningSettings) -> pd.DataFrame:
    """Rank the accounts by health, the sickest first, with what worries most.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : EarlyWarningSettings
        The silence that makes a loss; who is lost has no health.

    Returns
    -------
    DataFrame
        account_id, name, health (0 sick to 100 healthy), known (share of the weights
        whose signal is known), worry (in words, blank where nothing worries).

    Raises
    ------
    NotEnoughDataError
        If too few signals are known of every account.
    """
    frame = signals(firm)
    if frame.empty:
        raise NotEnoughDataError(
            f"No account of {firm.name} ordered within a year, so none has a health."
        )
    frame = still_buying(frame, gaps=settings.gap_k, days=MIN_SILENT_DAYS)
    table = health_score(frame)
    table = table[table["health"].notna()]
    if table.empty:
        raise NotEnoughDataError(
            f"Of no account of {firm.name} are signals enough known for a health score."
        )
    table.insert(1, "name", names_of(firm, table["account_id"]))
    titles = {name: signal.title for name, signal in SIGNALS.items()}
    table["worry"] = table["worry"].map(titles)
    columns = ["account_id", "name", "health", "known", "worry"]
    return table[columns].sort_values(["health", "account_id"], ignore_index=True)


def health_table(table: pd.DataFrame) -> Table:
    """Show the sickest accounts.

    Parameters
    ----------
    table : DataFrame
        From :func:`least_healthy`.
    """
    columns = {
        "name": Column("Account"),
        "health": Column("Health, 0 to 100", "number"),
        "worry": Column("What worries most"),
        "known": Column("Part of the weights known", "share"),
    }
    return Table(
        table.assign(health=table["health"].round()),
        columns,
        "The least healthy accounts by weights set by hand.",
        rows=SHOWN,
    )


def health_sentence(table: pd.DataFrame) -> str:
    """Name the sickest account, and what worries most there.

    Parameters
    ----------
    table : DataFrame
        From :func:`least_healthy`.
    """
    first = table.iloc[0]
    why = f": {first['worry']}" if isinstance(first["worry"], str) else ""
    return (
        f"Of {f.plural(len(table), 'account')} {first['name']} is the least healthy, "
        f"at {first['health']:.0f} of 100{why}."
    )


def record_sentence(past: pd.DataFrame) -> str:
    """Say how healthy those looked who then stopped, beside all the others.

    Parameters
    ----------
    past : DataFrame
        From :func:`signals_before`.
    """
    health = health_score(past)["health"]
    gone, kept = (health[past["lost"] == flag].dropna() for flag in (True, False))
    if gone.empty or kept.empty:
        return (
            "At the past cut-offs nobody stopped, or nobody stayed: the score has no "
            "record to judge it by."
        )
    return (
        f"At past cut-offs the middle health of accounts that then stopped was "
        f"{gone.median():.0f} (n = {len(gone):,}), of the others {kept.median():.0f} "
        f"(n = {len(kept):,}); an account counts once at each cut-off."
    )


def claims_tested(
    fitted: pd.DataFrame, hand: HealthWeights | None = None
) -> pd.DataFrame:
    """Say of each weight set by hand whether the past backs it, by its interval.

    Parameters
    ----------
    fitted : DataFrame
        From :func:`kamlab.churn.signals.fitted_weights`.
    hand : HealthWeights, optional
        The weights tested; default the kit's own.

    Returns
    -------
    DataFrame
        signal, title, hand, fitted (shares), low, high (90 % interval of the fitted
        log-odds), verdict: backed where all of it lies above 0, against where all of it
        lies below, not in the books where the signal is unknown, else open.

    Raises
    ------
    NotEnoughDataError
        If no signal of the health score told anything.
    """
    beside = weights_beside(hand, fitted)[["signal", "title", "hand", "fitted"]]
    table = beside.merge(fitted[["signal", "low", "high"]], on="signal", how="left")
    verdict = pd.Series(OPEN, table.index, dtype="str")
    verdict[table["low"] > 0] = BACKED
    verdict[table["high"] < 0] = AGAINST
    verdict[table["fitted"].isna()] = UNKNOWN
    return table.assign(verdict=verdict)


def claims_table(table: pd.DataFrame, fitted: pd.DataFrame) -> Table:
    """Show weight by weight what was set by hand and what the past would have set.

    Parameters
    ----------
    table : DataFrame
        From :func:`claims_tested`.
    fitted : DataFrame
        From :func:`kamlab.churn.signals.fitted_weights`, for its n.
    """
    columns = {
        "title": Column("Signal"),
        "hand": Column("Weight by hand", "share"),
        "fitted": Column("Weight by the past", "share"),
        "verdict": Column("Verdict"),
    }
    accounts, lost = int(fitted["accounts"].iloc[0]), int(fitted["lost"].iloc[0])
    return Table(
        table,
        columns,
        f"Weights as shares of their sum; n = {f.plural(accounts, 'account')}, {lost} "
        "lost. The past backs a weight where all of its 90 % interval lies on the "
        "same side.",
    )


def claims_sentence(table: pd.DataFrame, fitted: pd.DataFrame) -> str:
    """Say how many of the weights the past backs, and which.

    Parameters
    ----------
    table : DataFrame
        From :func:`claims_tested`.
    fitted : DataFrame
        From :func:`kamlab.churn.signals.fitted_weights`, for its n.
    """
    titles = {name: list(rows["title"]) for name, rows in table.groupby("verdict")}
    backed, against = titles.get(BACKED, []), titles.get(AGAINST, [])
    parts = [f"the past backs {len(backed) or 'none'}"]
    if backed:
        parts[0] += f" ({', '.join(backed[:SHOWN])})"
    if against:
        parts.append(f"says the opposite of {', '.join(against)}")
    if still := len(titles.get(OPEN, [])):
        lost = f.plural(int(fitted["lost"].iloc[0]), "loss", "losses")
        parts.append(f"cannot tell of {still} from {lost}")
    text = f"Of {f.plural(len(table), 'weight')} {'; it '.join(parts)}."
    if unknown := len(titles.get(UNKNOWN, [])):
        text += f" Of {unknown} the books know nothing."
    return text
