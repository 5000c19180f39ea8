"""What one KAM achieved in a year, as a pay plan sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kamlab.compensation.deals import deal_steps
from kamlab.compensation.kinds import WORDS
from kamlab.compensation.measured import Measured
from kamlab.compensation.quota import quota_of
from kamlab.errors import MissingPartError, UndefinedError


@dataclass(frozen=True)
class Achieved:
    """What one KAM achieved, as a pay plan sees it.

    Parameters
    ----------
    periods : DataFrame
        period, period_end of each settled period.
    results, quotas : DataFrame
        A row a period, a column a measure; a quota is blank where there is none.
    reasons : mapping of str to str
        Why the company cannot tell a measure.
    deals : DataFrame
        From :func:`kamlab.compensation.deals.deal_steps`.
    fee_factor : tuple of float, optional
        For each period, what the fee counts for under another basis; default 1.
    mates : tuple of (DataFrame, DataFrame)
        Results and quotas of the others of the team, where the plan counts the team.
    """

    periods: pd.DataFrame
    results: pd.DataFrame
    quotas: pd.DataFrame
    reasons: Mapping[str, str]
    deals: pd.DataFrame
    fee_factor: tuple[float, ...] = ()
    mates: tuple[tuple[pd.DataFrame, pd.DataFrame], ...] = ()


def achieved_by(
    kam_id: str,
    found: Measured,
    quotas: pd.DataFrame,
    periods: pd.DataFrame,
    others: tuple[pd.DataFrame, Mapping[str, str]] | None = None,
    mates: Sequence[str] = (),
) -> Achieved:
    """Put together the results, quotas and deals of one KAM.

    Parameters
    ----------
    kam_id : str
        The KAM.
    found : Measured
        The results of all KAMs in these periods.
    quotas : DataFrame
        From :func:`kamlab.compensation.periods.quota_rows`.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.
    others : tuple of (DataFrame, mapping), optional
        From :func:`kamlab.compensation.other_measures.other_measures`.
    mates : sequence of str
        The others of the team, where the plan counts its result.
    """
    results = found.of(kam_id)
    more, lacking = others or (pd.DataFrame(index=periods.index), {})
    plans, reasons = _quotas(kam_id, found, quotas, periods)
    return Achieved(
        periods=periods,
        results=results.assign(**{str(name): more[name].to_numpy() for name in more}),
        quotas=plans,
        reasons={**reasons, **lacking},
        deals=deal_steps(found.lines, kam_id),
        mates=tuple(
            (found.of(mate), _quotas(mate, found, quotas, periods)[0]) for mate in mates
        ),
    )


def _quotas(
    kam_id: str, found: Measured, quotas: pd.DataFrame, periods: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give the quotas of a KAM, and why a measure has none."""
    reasons = dict(found.missing)
    plans: dict[str, pd.Series] = {}
    for measure in WORDS:
        if measure in reasons:
            continue
        try:
            plans[measure] = quota_of(quotas, kam_id, periods, measure, found)
        except (MissingPartError, UndefinedError) as reason:
            reasons[measure] = str(reason)
    return pd.DataFrame(plans), reasons
