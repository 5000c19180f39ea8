"""The best rate on sales found by trying: a check on search, with a known answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.behaviour.linear import Job, linear_contract
from kamlab.errors import NotEnoughDataError

Floats = NDArray[np.float64]
WILDEST = 3.0  # risk aversion × spread of pay; beyond, the rarest draw decides


def found_rate(job: Job, *, n_sims: int = 20_000, seed: int = 1) -> float:
    """Find the best rate of a linear contract by simulation, on one set of draws.

    What swings cost the KAM is taken from the simulated pay (the safe pay that feels
    alike under exponential utility), not from a formula. The answer must agree with
    :func:`kamlab.compensation.behaviour.best_rate`.

    Parameters
    ----------
    job : Job
        The KAM's job.
    n_sims : int
        Draws, 100 or more; each comes with its mirror image.
    seed : int
        Fixes the draws; every rate is tried on the same ones.

    Raises
    ------
    RefusedError
        If there are too few draws.
    NotEnoughDataError
        If pay would swing so wildly that no number of draws tells its price.
    """
    from scipy.optimize import minimize_scalar
    from scipy.stats import norm

    n = int(checked("n_sims", n_sims, 100, 10_000_000))
    # one draw in each of n equal slices: the tails that cost most are never missed
    rng = np.random.default_rng(seed)
    half = norm.ppf((np.arange(n) + rng.random(n)) / n)
    luck = np.concatenate([half, -half]) * np.sqrt(job.noise_variance)
    found = minimize_scalar(
        lambda rate: -_profit(job, rate, luck),
        bounds=(0.0, job.margin),
        method="bounded",
        options={"xatol": 1e-6 * job.margin},
    )
    rate = float(found.x)
    wild = job.risk_aversion * rate * float(np.sqrt(job.noise_variance))
    if wild > WILDEST:
        raise NotEnoughDataError(
            f"At this aversion to risk a spread of pay feels {wild:.1f} times as large "
            f"as itself; simulation tells its price up to {WILDEST:g}. Use best_rate."
        )
    return rate


def _profit(job: Job, rate: float, luck: Floats) -> float:
    """Give the company's profit when the salary just keeps the KAM."""
    effort = linear_contract(job, rate).effort
    toil = job.effort_cost * effort**2 / 2
    risk = -job.risk_aversion * rate * luck
    top = float(risk.max())  # keeps the exponential within range
    premium = 0.0
    if job.risk_aversion > 0:
        premium = (top + float(np.log(np.mean(np.exp(risk - top))))) / job.risk_aversion
    return job.margin * job.effect * effort - toil - premium - job.reservation
