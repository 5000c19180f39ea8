"""Volume and care: strong pay for what is measured drains what is not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamlab.compensation.behaviour.checks import checked


@dataclass(frozen=True)
class TwoTasks:
    """A job of two tasks: selling volume and caring for relations.

    Both efforts count from what the KAM does unpaid; below 0 means less than that.

    Parameters
    ----------
    volume_value, care_value : float
        What a unit of each effort leaves the company.
    volume_variance, care_variance : float
        Luck in the measure of each; ``math.inf`` for what cannot be measured.
    crowding : float
        How much one task tires for the other: 0 not at all, just below 1 wholly.
    effort_cost, risk_aversion : float
        As in the linear contract.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.
    """

    volume_value: float = 1.0
    care_value: float = 1.0
    volume_variance: float = 1.0
    care_variance: float = math.inf
    crowding: float = 0.5
    effort_cost: float = 1.0
    risk_aversion: float = 1.0

    def __post_init__(self) -> None:
        for name in ("volume_value", "care_value", "risk_aversion", "care_variance"):
            checked(name, getattr(self, name), 0.0)
        checked("volume_variance", self.volume_variance, 0.0, 1e12)
        checked("effort_cost", self.effort_cost, 0.0, above=True)
        checked("crowding", self.crowding, 0.0, 0.999)


@dataclass(frozen=True)
class TwoRates:
    """What is paid for each task, what the KAM does, and what the company has of it."""

    volume_rate: float
    care_rate: float
    volume: float
    care: float
    surplus: float


def efforts(job: TwoTasks, volume_rate: float, care_rate: float) -> tuple[float, float]:
    """Give the KAM's efforts for volume and for care at two rates.

    Parameters
    ----------
    job : TwoTasks
        The job.
    volume_rate, care_rate : float
        Pay for one more unit of each.

    Returns
    -------
    tuple of float
        Volume and care, from what is done unpaid.
    """
    scale = job.effort_cost * (1 - job.crowding**2)
    return (
        (volume_rate - job.crowding * care_rate) / scale,
        (care_rate - job.crowding * volume_rate) / scale,
    )


def best_two_rates(job: TwoTasks) -> TwoRates:
    """Give the best rates for volume and care (Holmström and Milgrom 1991 [E42]).

    b = (I + r C Σ)⁻¹ v with C the matrix of effort costs and Σ that of the measures'
    noise. Where care cannot be measured its rate is 0, and the rate for volume falls
    below that of a KAM with one task: what is not paid must be protected.

    Parameters
    ----------
    job : TwoTasks
        The job.
    """
    r, c = job.risk_aversion, job.effort_cost
    cost = c * np.array([[1.0, job.crowding], [job.crowding, 1.0]])
    values = np.array([job.volume_value, job.care_value])
    if math.isinf(job.care_variance):
        drain = c * (1 - job.crowding**2)
        own = values[0] - job.crowding * values[1]
        rates = np.array([own / (1 + r * drain * job.volume_variance), 0.0])
    else:
        noise = np.diag([job.volume_variance, job.care_variance])
        rates = np.linalg.solve(np.eye(2) + r * cost @ noise, values)
    return paid_by(job, float(rates[0]), float(rates[1]))


def paid_by(job: TwoTasks, volume_rate: float, care_rate: float = 0.0) -> TwoRates:
    """Give what two rates bring about: efforts, and what is left after toil and risk.

    Parameters
    ----------
    job : TwoTasks
        The job.
    volume_rate, care_rate : float
        Pay for one more unit of each task.

    Raises
    ------
    RefusedError
        If a rate is no number, or care is paid though it cannot be measured.
    """
    b1 = checked("volume_rate", volume_rate)
    blind = math.isinf(job.care_variance)
    b2 = checked("care_rate", care_rate, *((0.0, 0.0) if blind else ()))
    volume, care = efforts(job, b1, b2)
    toil = job.effort_cost * ((volume**2 + care**2) / 2 + job.crowding * volume * care)
    noise = b1**2 * job.volume_variance + (0.0 if blind else b2**2 * job.care_variance)
    value = job.volume_value * volume + job.care_value * care
    return TwoRates(b1, b2, volume, care, value - toil - job.risk_aversion * noise / 2)
