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
HARDLY = 0.01
PART = {
    "r": "buying",
    "alpha": "buying",
    "a": "leaving",
    "b": "leaving",
    "s": "leaving",
    "beta": "leaving",
}


def runaway(parameters: dict[str, float], book: Histories) -> set[str]:
    """Tell which part of a model, buying or leaving, the histories say nothing about.

    Where accounts do not differ, the parameters grow (or fall) without end: the
    likelihood is flat there.

    Parameters
    ----------
    parameters : dict of str to float
        The fit.
    book : Histories
        What was fitted; its ages say what is large for a parameter measured in time.

    Returns
    -------
    set of str
        ``buying``, ``leaving``, both or neither.
    """
    unit = {"alpha": book.pace, "beta": book.mean_age}
    measures = {name: value / unit.get(name, 1) for name, value in parameters.items()}
    return {
        PART[name]
        for name, value in measures.items()
        if not (1 / RUNAWAY < value < RUNAWAY)
    }


def fit_warnings(
    parameters: dict[str, float],
    errors: dict[str, float],
    book: Histories,
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
    settled : bool
        Whether the search ended at a clear top.

    Returns
    -------
    tuple of str
        A sentence or two each.
    """
    gone = runaway(parameters, book)
    texts = [_of_a_runaway(part, parameters, book) for part in sorted(gone)]
    if not settled and not gone:
        texts.append(
            "The search ended before it reached a clear top; take the parameters as "
            "a rough guess."
        )
    # of a parameter that ran away the standard error is blank, which is no news
    loose = [n for n, v in parameters.items() if errors[n] >= v]
    if loose:
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
            f"cut-off, as under a standing order. {NOT_FOR_CONTRACTS}"
        )
    return tuple(texts)


def _of_a_runaway(part: str, parameters: dict[str, float], book: Histories) -> str:
    """Say what it means that the parameters of buying, or of leaving, ran away."""
    if part == "leaving" and _left(parameters, book) < HARDLY:
        return (
            "Hardly an account seems to have left: none has been silent for long, "
            "measured by how often it bought. Read no meaning into the parameters of "
            "leaving; a longer history may show some."
        )
    return (
        f"The parameters of {part} ran away: the histories do not tell how accounts "
        f"differ in {part}, and a fit without that difference would be as good. Read "
        "no meaning into these parameters."
    )


def _left(parameters: dict[str, float], book: Histories) -> float:
    """Give about how many of its chances to leave an account took, on average."""
    if "s" in parameters:
        return parameters["s"] / parameters["beta"] * book.mean_age
    share = parameters["a"] / (parameters["a"] + parameters["b"])
    return float(share * np.average(book.x + 1, weights=book.weight))
