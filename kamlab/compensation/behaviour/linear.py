"""The linear contract: how steep pay should be when effort pays and luck intervenes.

Holmström and Milgrom 1987; Lal and Srinivasan 1993 [E41] for sales forces.
"""

from __future__ import annotations

from dataclasses import dataclass

from kamlab.compensation.behaviour.checks import checked


@dataclass(frozen=True)
class Job:
    """A KAM's job in six figures: what a linear contract has to weigh.

    Sales are ``effect`` × effort + luck; luck is normal with ``noise_variance``. Effort
    e costs the KAM ``effort_cost`` × e² / 2, and risk ``risk_aversion`` × variance of
    pay / 2 (constant absolute risk aversion).

    Parameters
    ----------
    margin : float
        What one unit sold leaves the company, above 0.
    effect : float
        Units sold by one unit of effort, above 0.
    effort_cost : float
        How hard effort is, above 0.
    risk_aversion : float
        How much the KAM dislikes risk; 0 for not at all.
    noise_variance : float
        Variance of what is sold by luck, 0 or more.
    reservation : float
        What the KAM is worth elsewhere.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.
    """

    margin: float = 1.0
    effect: float = 1.0
    effort_cost: float = 1.0
    risk_aversion: float = 1.0
    noise_variance: float = 1.0
    reservation: float = 0.0

    def __post_init__(self) -> None:
        for name in ("margin", "effect", "effort_cost"):
            checked(name, getattr(self, name), 0.0, above=True)
        for name in ("risk_aversion", "noise_variance"):
            checked(name, getattr(self, name), 0.0)
        checked("reservation", self.reservation)


@dataclass(frozen=True)
class LinearContract:
    """A salary and a rate on each unit sold, and what comes of them.

    Parameters
    ----------
    rate : float
        Pay for one more unit sold.
    effort : float
        What the KAM then does: rate × effect / effort cost.
    fixed : float
        Salary that keeps the KAM just willing to stay; below 0 the KAM pays for the
        territory.
    risk_premium : float
        What the swings of pay cost: the pay that a safe income could do without.
    surplus : float
        What the company has left after pay (and a reservation of 0).
    """

    rate: float
    effort: float
    fixed: float
    risk_premium: float
    surplus: float


def best_rate(job: Job) -> float:
    """Give the rate that is best for the company: b* = m k² / (k² + r c σ²).

    It falls with risk, aversion to risk and the cost of effort; without risk, or for a
    KAM who does not mind it, the KAM gets the whole margin and pays for the territory.

    Parameters
    ----------
    job : Job
        The KAM's job.

    Examples
    --------
    >>> round(best_rate(Job(margin=0.3)), 6)
    0.15
    """
    weight = job.risk_aversion * job.effort_cost * job.noise_variance
    return job.margin * job.effect**2 / (job.effect**2 + weight)


def linear_contract(job: Job, rate: float | None = None) -> LinearContract:
    """Give what comes of a rate on sales, with the salary that just keeps the KAM.

    Parameters
    ----------
    job : Job
        The KAM's job.
    rate : float, optional
        Pay for one more unit sold, 0 or more; default the best one.

    Returns
    -------
    LinearContract
        Effort, salary, what risk costs, and what is left for the company.

    Raises
    ------
    RefusedError
        If the rate is below 0 or no number.

    Examples
    --------
    >>> plan = linear_contract(Job(risk_aversion=0.5, effort_cost=2, noise_variance=4))
    >>> round(plan.rate, 6), round(plan.effort, 6), round(plan.fixed, 6)
    (0.2, 0.1, 0.03)
    """
    b = best_rate(job) if rate is None else checked("rate", rate, 0.0)
    effort = b * job.effect / job.effort_cost
    toil = job.effort_cost * effort**2 / 2
    premium = job.risk_aversion * b**2 * job.noise_variance / 2
    sold = job.effect * effort
    return LinearContract(
        rate=b,
        effort=effort,
        fixed=job.reservation - b * sold + toil + premium,
        risk_premium=premium,
        surplus=job.margin * sold - toil - premium - job.reservation,
    )
