"""What to mind before a fit is believed, in sentences."""

from __future__ import annotations

import numpy as np

from kamlab.churn.btyd.checked import Histories

NOT_FOR_CONTRACTS = (
    "These models read leaving from silence; an account under contract buys as agreed "
    "until it gives notice, and then the loss is seen, so count renewals instead "
    "(fit_sbg)."
)
SMALL_BOOK = 100
RUNAWAY = 1e4
SHAPES = {"r": "buying", "a": "leaving", "b": "leaving", "s": "leaving"}
RATES = {"alpha": "buying", "beta": "leaving"}


def fit_warnings(
    parameters: dict[str, float],
    errors: dict[str, float],
    book: Histories,
    span: float,
    *,
    settled: bool,
) -> tuple[str, ...]:
    """Say what speaks against trusting a fit.

    Parameters
    ----------
    parameters, errors : dict of str to float
        The fit and its standard errors.
    book : Histories
        What was fitted.
    span : float
        Longest age, which says what is large for a parameter measured in time.
    settled : bool
        Whether the search ended at a top.

    Returns
    -------
    tuple of str
        A sentence each.
    """
    found = [_runaway(name, value, span) for name, value in parameters.items()]
    gone = {part for part in found if part}
    texts = [
        f"The parameters of {part} ran away: the histories do not tell how accounts "
        f"differ in {part}, and a fit without that difference would be as good. Read "
        "no meaning into these parameters."
        for part in sorted(gone)
    ]
    if not settled and not gone:
        texts.append(
            "The search ended before it reached a clear top; take the parameters as "
            "a rough guess."
        )
    loose = [n for n, v in parameters.items() if not errors[n] < v]
    if loose and not gone:
        texts.append(
            f"The standard error of {', '.join(loose)} is as large as the figure "
            "itself; this book is too small or too short for it."
        )
    if book.n < SMALL_BOOK:
        texts.append(
            f"Only {book.n} accounts: models of this kind want some hundred; treat "
            "probabilities as an order, not as amounts."
        )
    at_end = book.weight[(book.last >= book.age) & (book.x > 0)].sum()
    if at_end > 0.5 * book.n:
        texts.append(
            f"{int(at_end)} of {book.n} accounts bought on the very day of the "
            "cut-off, as under a standing order. " + NOT_FOR_CONTRACTS
        )
    return tuple(texts)


def _runaway(name: str, value: float, span: float) -> str:
    """Give the part of the model whose parameter is beyond all measure, or nothing."""
    measure = value / span if name in RATES else value
    if 1 / RUNAWAY < measure < RUNAWAY and np.isfinite(measure):
        return ""
    return {**SHAPES, **RATES}[name]
