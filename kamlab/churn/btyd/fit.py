"""Fit a model of buying and silent leaving to a book's purchase histories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kamlab.churn.btyd import geometric, pareto
from kamlab.churn.btyd.advice import PART, fit_warnings, runaway
from kamlab.churn.btyd.checked import Floats, histories
from kamlab.churn.btyd.geometric import GeometricLikelihood
from kamlab.churn.btyd.maximise import Likelihood, maximise
from kamlab.churn.btyd.model import NAMES, Btyd, known_model
from kamlab.churn.btyd.pareto import ParetoLikelihood

Model = Literal["bg_nbd", "mbg_nbd", "pareto_nbd"]


@dataclass(frozen=True)
class BtydFit(Btyd):
    """A fitted model: its parameters, how sure they are, and what it expects.

    Parameters
    ----------
    log_likelihood : float
        At the parameters; comparable between models on the same histories.
    standard_errors : dict of str to float
        Of every parameter; NaN where the data do not tell.
    n : int
        Accounts in the fit.
    histories : int
        Different histories among them.
    warnings : tuple of str
        What to mind, a sentence each; empty where all is well.
    """

    log_likelihood: float
    standard_errors: dict[str, float]
    n: int
    histories: int
    warnings: tuple[str, ...]


def fit_btyd(
    model: Model, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
) -> BtydFit:
    """Learn from who bought when how often accounts buy, and how they silently leave.

    For a business without contracts, where nobody says goodbye. Maximum likelihood;
    accounts with the same history share one term.

    Parameters
    ----------
    model : {"bg_nbd", "mbg_nbd", "pareto_nbd"}
        ``bg_nbd``: an account may leave after each repeat purchase; ``mbg_nbd``: after
        the first one too; ``pareto_nbd``: at any moment.
    frequency : array-like
        Repeat purchases of each account: purchase days after the first.
    recency : array-like
        Time from its first to its last purchase, 0 where there is no repeat.
    age : array-like
        Time from its first purchase to the cut-off, in the same unit (days, weeks).

    Returns
    -------
    BtydFit
        Parameters, log-likelihood, standard errors, warnings, and predictions. Its
        unit of time is the unit given here.

    Raises
    ------
    RefusedError
        If the model is unknown or a number cannot be part of a history.
    NotEnoughDataError
        If there are fewer than 30 accounts, or fewer than 10 bought again.

    Notes
    -----
    All three take purchases to come at random. Of accounts that order by the calendar,
    silence tells sooner than these models say: hold them against a rule on the
    account's own rhythm (:func:`kamlab.churn.btyd.held_out`) before they are used.

    References
    ----------
    Fader, Hardie & Lee 2005 (``bg_nbd``); Batislam, Denizel & Filiztekin 2007
    (``mbg_nbd``); Schmittlein, Morrison & Colombo 1987 (``pareto_nbd``).
    """
    known_model(model)
    book = histories(frequency, recency, age)
    likelihood: Likelihood
    starts: list[Floats]
    if model == "pareto_nbd":
        likelihood, starts = ParetoLikelihood(book), pareto.beginnings(book)
    else:
        likelihood = GeometricLikelihood(book, int(model == "mbg_nbd"))
        starts = geometric.beginnings(book)
    peak = maximise(likelihood, starts, book.n)
    parameters = dict(zip(NAMES[model], map(float, peak.parameters), strict=True))
    lost = runaway(parameters, book)
    known = np.array([PART[name] not in lost for name in NAMES[model]])
    errors = dict(zip(NAMES[model], map(float, peak.errors(known)), strict=True))
    texts = fit_warnings(parameters, errors, book, settled=peak.settled)
    return BtydFit(model, parameters, peak.value, errors, book.n, len(book.x), texts)
