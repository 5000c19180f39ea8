"""Account-months as they come in: columns that cannot carry a hazard are refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.churn.survival.times import FEW_LOSSES
from kamlab.errors import NotEnoughDataError, RefusedError, did_you_mean
from kamlab.presentation import formats as f

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEW_A_FEATURE = 10  # losses a signal (Peduzzi et al. 1996)
MOST_BLANK = 0.5
ALIKE = 1e-8  # a singular value so small means one signal is made of others


def checked_months(
    frame: pd.DataFrame, features: Sequence[str], lost: str
) -> tuple[Floats, Floats]:
    """Take the signals and the losses out of account-months, or say what is wrong.

    Parameters
    ----------
    frame : DataFrame
        One row an account-month.
    features : sequence of str
        Columns of signals.
    lost : str
        Column that says whether the account was lost in that month.

    Returns
    -------
    tuple of array of float
        Signals (rows × signals) and losses (1 or 0), rows with blanks left out.

    Raises
    ------
    RefusedError, NotEnoughDataError
        As in :func:`kamlab.churn.survival.fit_hazard`.
    """
    names = list(features)
    if not names or len(set(names)) < len(names):
        raise RefusedError("Name at least one signal, and none twice.")
    for name in [*names, lost]:
        if name not in frame:
            columns = [str(column) for column in frame.columns]
            raise RefusedError(
                f"The account-months have no column '{name}'"
                f"{did_you_mean(str(name), columns)}."
            )
    columns_ = [_numbers(frame[name], name) for name in names]
    y = _losses(frame[lost], lost)
    x = np.column_stack(columns_)
    whole = ~np.isnan(x).any(axis=1)
    x, y = x[whole], y[whole]
    _enough(y, len(frame))
    _varied(x, names)
    return x, y


def _numbers(column: pd.Series, name: str) -> Floats:
    if not pd.api.types.is_numeric_dtype(column.dtype):
        raise RefusedError(
            f"The signal '{name}' holds text or days where numbers should be; count or "
            "measure it first."
        )
    values = column.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(values).any():
        raise RefusedError(
            f"The signal '{name}' holds endless values: a division by 0."
        )
    blank = float(np.isnan(values).mean()) if len(values) else 0.0
    if blank > MOST_BLANK:
        raise RefusedError(
            f"The signal '{name}' is blank in {f.share(blank, 0)} of the "
            "account-months; most would be left out. Drop it, or begin later."
        )
    return values


def _losses(column: pd.Series, name: str) -> Floats:
    if not column.isin([True, False]).all():
        raise RefusedError(
            f"The column '{name}' must say true or false in every account-month."
        )
    return column.to_numpy(dtype=float)


def _enough(y: Floats, rows: int) -> None:
    losses = int(y.sum())
    if losses < FEW_LOSSES:
        without = f" with every signal known ({rows:,} in all)" if rows > len(y) else ""
        raise NotEnoughDataError(
            f"{f.plural(losses, 'loss', 'losses')} in "
            f"{f.plural(len(y), 'account-month')}{without}: too few for a hazard, "
            f"which needs {FEW_LOSSES} losses, better {FEW_A_FEATURE} a signal. A "
            "survival curve of the whole book can still be drawn."
        )
    if losses == len(y):
        raise NotEnoughDataError(
            f"All {losses:,} account-months end in a loss; a hazard needs months in "
            "which accounts stayed, too."
        )


def _varied(x: Floats, names: list[str]) -> None:
    spread = x.std(axis=0)
    for place, name in enumerate(names):
        if spread[place] <= 1e-12 * max(1.0, abs(float(x[0, place]))):
            raise RefusedError(
                f"The signal '{name}' is {f.number(float(x[0, place]))} in every "
                "account-month, so it can tell nobody apart; leave it out."
            )
    standard = (x - x.mean(axis=0)) / spread
    _, sizes, directions = np.linalg.svd(standard, full_matrices=False)
    if sizes[-1] < ALIKE * sizes[0]:
        involved = np.abs(directions[-1]) > 1e-3
        words = ", ".join(
            name for name, one in zip(names, involved, strict=True) if one
        )
        raise RefusedError(
            f"The signals {words} say the same thing: one follows from the others. "
            "Leave one of them out."
        )
