"""What a plan counts, for a block of possible years: each measure and its quota."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine.inputs import needed
from kamlab.compensation.fees import fee
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.draws import Block
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import MissingPartError

Floats = NDArray[np.float64]
LONG_EMPLOYED = 999.0  # months: nobody is on a ramp in the year to come


def columns_of(
    plan: PayPlan, team: Territories, block: Block, seed: int
) -> dict[str, Floats]:
    """Give the columns a plan is paid from, in the shape the engine wants.

    Money other than revenue follows revenue at the KAM's own rate of last year; its
    quota is the sales quota at the rate of all KAMs together. Active accounts and
    retention follow who is left; new accounts are Poisson. Fees follow revenue at what
    last year's deals would have paid under the plan.

    Parameters
    ----------
    plan : PayPlan
        Names what it needs.
    team : Territories
        The KAMs.
    block : Block
        Some possible years.
    seed : int
        For the new accounts.

    Raises
    ------
    MissingPartError
        If the plan counts something the KAMs' books cannot tell.
    """
    found: dict[str, Floats] = {"base": team.base, "target_variable": team.target}
    for name, who in needed(plan).items():
        found[name] = _measure(name, who, plan, team, block, seed)
        quota = _quota(name, team)
        if quota is not None:
            found[f"quota_{name}"] = quota
    return found


def _measure(
    name: str, who: str, plan: PayPlan, team: Territories, block: Block, seed: int
) -> Floats:
    shape = block.revenue.shape
    kept = np.ones((1, 1, 1)) if block.kept is None else block.kept
    if name == "revenue":
        return block.revenue
    if name in team.ratios:
        return block.revenue * team.ratios[name][:, None]
    if name == "fee" and plan.fees is not None and team.deals is not None:
        rates = [fee(sizes, plan.fees).sum() / sizes.sum() for sizes in team.deals]
        return np.asarray(block.revenue * np.array(rates)[:, None])
    if name == "retention":
        return np.broadcast_to(kept, shape)
    if name == "active_accounts" and team.active is not None:
        return np.broadcast_to(kept * team.active[:, None], shape)
    if name == "new_accounts" and team.new is not None:
        words = [seed, block.first, 1]
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(words)))
        return rng.poisson(team.new[:, None] / shape[-1], shape).astype(np.float64)
    if name == "months_employed":
        return np.full(shape[1:], LONG_EMPLOYED)
    if name == "team":
        return np.zeros(shape[1])
    raise MissingPartError(
        f"{who} of the {plan.title} counts '{name}', which these books do not tell; "
        "choose another plan, or give its rate to revenue in 'ratios'."
    )


def _quota(name: str, team: Territories) -> Floats | None:
    if name == "revenue":
        return team.quota
    if name in team.other_quotas:
        return team.other_quotas[name]
    if name in team.ratios and name != "fee":
        weight = team.expected.sum(axis=1)
        rate = float(np.average(team.ratios[name], weights=weight))
        if rate <= 0:
            raise MissingPartError(
                f"All KAMs together have no {name.replace('_', ' ')} above 0; a quota "
                "in it has no meaning."
            )
        return team.quota * rate
    return None
