"""What acting on the watch list would cost and save this week."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.decision import sample_sentence
from kamlab.churn.hits import Rate
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.company import Company
from kamlab.company.rates import Rates
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Column, Figure, Table
from kamlab.presentation import formats as f

NAMED = 3
SMALLEST = 0.001  # a share that can be read; a smaller need is written as this one


def cost_of_acting(
    watched: pd.DataFrame, settings: EarlyWarningSettings, rates: Rates | None = None
) -> pd.DataFrame:
    """Say what a save call at each watched account costs, and what it may save.

    Parameters
    ----------
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`.
    settings : EarlyWarningSettings
        ``save_hours`` a call takes, and ``save_effect``: the part of the risk a call is
        claimed to take away.
    rates : Rates, optional
        What an hour costs; default the rates of every contribution.

    Returns
    -------
    DataFrame
        account_id, name, reasons, value_at_risk, hours, cost, saving = value at risk ×
        effect, net = saving − cost (currency; saving and net blank where no risk is
        known), effect_needed (part of the risk, 0–1 and beyond, from which the call
        pays; blank where nothing is at stake), pays; the largest net first.
    """
    rates = rates or Rates()
    columns = ["account_id", "name", "reasons", "value_at_risk"]
    table = watched[columns].copy()
    table["hours"] = settings.save_hours
    table["cost"] = settings.save_hours * rates.service_hour
    table["saving"] = table["value_at_risk"] * settings.save_effect
    table["net"] = table["saving"] - table["cost"]
    stake = table["value_at_risk"].where(table["value_at_risk"] > 0)
    table["effect_needed"] = table["cost"] / stake
    table["pays"] = table["net"] > 0
    return table.sort_values("net", ascending=False, kind="stable", ignore_index=True)


def acting_figures(costs: pd.DataFrame, currency: str) -> dict[str, Figure]:
    """Sum hours, cost and saving over the calls that pay.

    Parameters
    ----------
    costs : DataFrame
        From :func:`cost_of_acting`.
    currency : str
        Of the amounts.

    Returns
    -------
    dict of str to Figure
        ``save_calls`` (accounts on the list where a call pays), ``save_cost``,
        ``save_saving`` and ``save_net`` over them; None where no risk is known.
    """
    known = bool(costs["saving"].notna().any()) or costs.empty
    paying, n = costs[costs["pays"]], len(costs)
    sums = {
        name: Figure(float(paying[name].sum()) if known else None, currency, n)
        for name in ("cost", "saving", "net")
    }
    calls = Figure(len(paying) if known else None, "accounts", n)
    hours = Figure(float(paying["hours"].sum()) if known else None, "hours", n)
    return {
        "save_calls": calls,
        "save_hours": hours,
        **{f"save_{name}": figure for name, figure in sums.items()},
    }


def acting_table(
    firm: Company, costs: pd.DataFrame, settings: EarlyWarningSettings
) -> Table:
    """Show per account what a call costs, may save, and must achieve to pay.

    Parameters
    ----------
    firm : Company
        Its currency.
    costs : DataFrame
        From :func:`cost_of_acting`.
    settings : EarlyWarningSettings
        Hours and effect, for the caption.
    """
    money = firm.currency
    columns = {
        "name": Column("Account"),
        "value_at_risk": Column(f.in_currency("Value at risk", money), "money"),
        "cost": Column(f.in_currency("A call costs", money), "money"),
        "saving": Column(f.in_currency("Expected saving", money), "money"),
        "net": Column(f.in_currency("Net", money), "money"),
        "needed": Column("Pays from an effect of"),
    }
    return Table(
        costs.assign(needed=costs["effect_needed"].map(_needed)),
        columns,
        f"A call of {_hours(settings.save_hours)} at each watched account, if it takes "
        f"{f.share(settings.save_effect, 0)} of the risk away: a claim you set "
        "(save_effect), not a measurement. The last column is what it must take away "
        "to pay; – where nothing is at stake, or all of the risk would not be enough.",
        rows=settings.top_n,
    )


def _needed(effect: float) -> str:
    return f.share(max(effect, SMALLEST)) if effect <= 1 else f.BLANK


def acting_sentence(
    costs: pd.DataFrame,
    settings: EarlyWarningSettings,
    currency: str,
    rates: Rates | None = None,
) -> str:
    """Name the calls that pay, and what they cost and may save together.

    Parameters
    ----------
    costs : DataFrame
        From :func:`cost_of_acting`.
    settings : EarlyWarningSettings
        Hours and effect.
    currency : str
        Of the amounts.
    rates : Rates, optional
        As given to :func:`cost_of_acting`.
    """
    if costs.empty:
        return "Nobody is on the list, so this week costs nothing and saves nothing."
    hour = f.money((rates or Rates()).service_hour, currency)
    text = (
        f"A call of {_hours(settings.save_hours)} at {hour} an hour costs "
        f"{f.money(costs['cost'].iloc[0], currency)}."
    )
    if costs["saving"].isna().all():
        return f"{text} What it may save cannot be told: no risk is known."
    paying, n = costs[costs["pays"]], len(costs)
    claim = f"If it takes {f.share(settings.save_effect, 0)} of the risk away"
    if paying.empty:
        return f"{text} {claim}, a call pays at none of {f.plural(n, 'account')}."
    named = ", ".join(paying["name"].head(NAMED))
    more = f" and {len(paying) - NAMED} more" if len(paying) > NAMED else ""
    one = len(paying) == 1
    text += (
        f" {claim}, it pays at {len(paying)} of {f.plural(n, 'account')}: "
        f"{named}{more}. "
        f"{'That call takes' if one else f'Those {len(paying)} calls take'} "
        f"{_hours(paying['hours'].sum())}, {'costs' if one else 'cost'} "
        f"{f.thousands(paying['cost'].sum(), currency)} and "
        f"{'is' if one else 'are'} expected to save "
        f"{f.thousands(paying['saving'].sum(), currency)}: net "
        f"{f.thousands(paying['net'].sum(), currency)}."
    )
    return text + _closest(paying)


def _closest(paying: pd.DataFrame) -> str:
    """Say what effect the first call needs: the claim may be wrong by that much."""
    first = paying.iloc[0]
    needed = _needed(float(first["effect_needed"]))
    return f" At {first['name']} it pays if it takes {needed} of the risk away."


def call_words(costs: pd.DataFrame, account_id: str, currency: str) -> str:
    """Say what the call at one account costs and may save, and whether it pays.

    Parameters
    ----------
    costs : DataFrame
        From :func:`cost_of_acting`.
    account_id : str
        An account on the list.
    currency : str
        Of the amounts.
    """
    row = costs[costs["account_id"] == account_id].iloc[0]
    cost = f.thousands(row["cost"], currency)
    if pd.isna(row["saving"]):
        return f"The call costs {cost}."
    saving = f.thousands(row["saving"], currency)
    if row["pays"]:
        return f"The call costs {cost} and is expected to save {saving}."
    return (
        f"By the figures you set the call does not pay: it costs {cost} and is "
        f"expected to save {saving}. Make it a short one."
    )


def trial_sentence(
    stake: pd.DataFrame, base: Rate, settings: EarlyWarningSettings
) -> str:
    """Say whether a trial on the accounts of this book could show such an effect.

    Parameters
    ----------
    stake : DataFrame
        From :func:`kamlab.churn.watch.at_stake`: the accounts a trial could use.
    base : Rate
        Share that stopped buying among all at risk, from
        :func:`kamlab.churn.hits.hits`.
    settings : EarlyWarningSettings
        ``save_effect``, the part of the risk a call is claimed to take away.

    Raises
    ------
    NotEnoughDataError
        If nobody still buys; if nobody stopped buying at the past cut-offs, or the
        effect is 0: then there is nothing to find.
    """
    if stake.empty:
        raise NotEnoughDataError("Nobody still buys, so there is nobody to try it on.")
    if not base.value or not settings.save_effect:
        raise NotEnoughDataError(
            "A trial looks for fewer losses. Here the past shows none, or the effect "
            "is set to 0: there is nothing to find."
        )
    effect = base.value * settings.save_effect
    return (
        f"Half of the accounts get the call, half do not, drawn by lot, and "
        f"{f.plural(settings.horizon, 'month')} later you count. "
        f"{sample_sentence(len(stake), base.value, effect)}"
    )


def _hours(hours: float) -> str:
    return f"{f.number(hours)} hour{'' if hours == 1 else 's'}"
