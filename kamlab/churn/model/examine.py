"""Look at a slices frame before anything is fitted: what is usable, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.churn.model.settings import ModelSettings
from kamlab.errors import (
    MissingPartError,
    NotEnoughDataError,
    UndefinedError,
    did_you_mean,
)
from kamlab.presentation import formats as f

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Examined:
    """The usable part of a slices frame.

    Parameters
    ----------
    frame : DataFrame
        Its rows whose label is known, in their order.
    values : ndarray
        Rows × signals, NaN where unknown.
    lost : ndarray of bool
        The label of each row.
    accounts : ndarray of int
        Number of the account of each row, in the order of their names.
    names : ndarray
        The name of the account of each number.
    features : tuple of str
        The usable signals: the columns of ``values``.
    dropped : dict of str to str
        The others, each with the reason in words.
    notes : tuple of str
        What else was left out, in sentences.
    """

    frame: pd.DataFrame
    values: Floats
    lost: Flags
    accounts: Codes
    names: NDArray[np.object_]
    features: tuple[str, ...]
    dropped: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def events(self) -> int:
        """How many accounts were lost, each counted once however many slices it has."""
        return len(np.unique(self.accounts[self.lost]))

    @property
    def kept(self) -> int:
        """How many accounts were never lost."""
        return len(np.unique(self.accounts)) - self.events


def examine(
    frame: pd.DataFrame,
    features: Sequence[str],
    *,
    label: str = "lost",
    groups: str = "account_id",
    known_on: Mapping[str, str] | None = None,
    settings: ModelSettings | None = None,
) -> Examined:
    """Say which signals can be used, and why the others cannot.

    A signal that never changes, is unknown for most, is no number, or became known
    only after the cut-off is left out and named; nothing is filled in or guessed here.

    Parameters
    ----------
    frame : DataFrame
        One row per account and cut-off.
    features : sequence of str
        Names of the signals, columns of the frame.
    label, groups : str
        Columns with the loss (true or false) and with the account.
    known_on : mapping of str to str, optional
        For a signal the column of days on which its value became known; a day after
        the row's ``cut_off`` gives the signal away.
    settings : ModelSettings, optional
        The share of unknown values that is too much.

    Returns
    -------
    Examined
        Values, labels and accounts as arrays, and what was left out.

    Raises
    ------
    MissingPartError
        If a column is not there, or no row has a label.
    UndefinedError
        If the label is not true or false.
    NotEnoughDataError
        If no usable signal is left.
    """
    settings = settings or ModelSettings()
    wanted = [features] if isinstance(features, str) else list(dict.fromkeys(features))
    _all_there(frame, wanted, label, groups)
    lost, labelled, notes = _labels(frame, label)
    frame = frame[labelled].reset_index(drop=True)
    late = _known_late(frame, known_on or {})
    dropped: dict[str, str] = {}
    columns: list[Floats] = []
    for name in wanted:
        reason = "it is the label itself" if name == label else late.get(name, "")
        numbers, trouble = numbers_of(frame[name])
        reason = reason or trouble or _useless(numbers, settings.most_missing)
        if reason:
            dropped[name] = reason
        else:
            columns.append(numbers)
    usable = tuple(name for name in wanted if name not in dropped)
    if not usable:
        raise NotEnoughDataError(
            f"None of {f.plural(len(wanted), 'signal')} can be used: "
            + "; ".join(f"{name}: {why}" for name, why in dropped.items())
            + ". Give at least one column of numbers that differ."
        )
    accounts, names = pd.factorize(frame[groups], sort=True)
    return Examined(
        frame,
        np.column_stack(columns),
        lost,
        accounts.astype(np.int64),
        np.asarray(names, dtype=object),
        usable,
        dropped,
        notes,
    )


def left_out_sentence(dropped: Mapping[str, str]) -> str:
    """Name the signals that were left out, and why; empty where none was.

    Examples
    --------
    >>> left_out_sentence({"visits": "it is 0 in every row"})
    'Left out: visits (it is 0 in every row).'
    """
    if not dropped:
        return ""
    return "Left out: " + "; ".join(f"{n} ({why})" for n, why in dropped.items()) + "."


def _all_there(
    frame: pd.DataFrame, features: list[str], label: str, groups: str
) -> None:
    if not features:
        raise NotEnoughDataError("No signal was given; name at least one column.")
    for name, what in (
        (label, "The label column"),
        (groups, "The column of accounts"),
        *((name, "The signal") for name in features),
    ):
        if name not in frame.columns:
            near = did_you_mean(name, map(str, frame.columns))
            raise MissingPartError(f"{what} '{name}' is not in the table{near}.")
    if frame[groups].isna().any():
        raise MissingPartError(
            f"{int(frame[groups].isna().sum())} rows do not say which account they "
            f"are about; fill the column '{groups}'."
        )


def _labels(
    frame: pd.DataFrame, label: str
) -> tuple[Flags, pd.Series, tuple[str, ...]]:
    """Read the label as true and false; rows without one are left out and counted."""
    column = frame[label]
    known = column.notna()
    if not known.any():
        raise MissingPartError(
            f"No row says whether the account was lost: '{label}' is empty. Labels "
            "need data up to the end of the horizon."
        )
    if column.dtype == np.bool_:
        return np.asarray(column.to_numpy(), dtype=np.bool_), known, ()
    found = column[known]
    if not found.isin([True, False]).all():
        odd = ", ".join(
            f"'{v}'" for v in found[~found.isin([True, False])].unique()[:3]
        )
        raise UndefinedError(
            f"The label '{label}' must be true or false; found {odd}. Turn it into "
            "true for lost and false for kept."
        )
    gone = int((~known).sum())
    note = f"{f.plural(gone, 'row')} without a label left out." if gone else ""
    lost = np.asarray(found.astype(bool).to_numpy(), dtype=np.bool_)
    return lost, known, (note,) if note else ()


def _known_late(frame: pd.DataFrame, known_on: Mapping[str, str]) -> dict[str, str]:
    """Name the signals with values that became known after the cut-off."""
    late: dict[str, str] = {}
    for name, day in known_on.items():
        for column in (day, "cut_off"):
            if column not in frame.columns:
                raise MissingPartError(
                    f"'{name}' cannot be dated: the column '{column}' is not there"
                    f"{did_you_mean(column, map(str, frame.columns))}."
                )
        after = pd.to_datetime(frame[day]) > pd.to_datetime(frame["cut_off"])
        if after.any():
            first = frame[after].iloc[0]
            late[name] = (
                f"known only afterwards in {f.plural(int(after.sum()), 'row')}, as on "
                f"{f.day(first[day])} for the cut-off {f.day(first['cut_off'])}"
            )
    return late


def numbers_of(column: pd.Series) -> tuple[Floats, str]:
    """Give a column as numbers, or say what in it is none.

    Parameters
    ----------
    column : Series
        Any column; numbers written as text are read.

    Returns
    -------
    tuple
        The numbers, NaN where unknown, and the trouble in words, empty where none.
    """
    if column.dtype == np.float64:  # as signals are; the rest is for other tables
        values = column.to_numpy()
        return values, _endless(values)
    numbers = pd.to_numeric(column, errors="coerce")
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return np.empty(0), "it holds days, not numbers"
    strange = column[column.notna() & numbers.isna()]
    if len(strange):
        rows = f.plural(len(strange), "row")
        return np.empty(0), f"it holds text in {rows}, such as '{strange.iloc[0]}'"
    values = numbers.to_numpy(dtype=float, na_value=np.nan)
    return values, _endless(values)


def _endless(values: Floats) -> str:
    endless = int(np.isinf(values).sum())
    return f"it is infinite in {f.plural(endless, 'row')}" if endless else ""


def _useless(values: Floats, most_missing: float) -> str:
    """Say why a column of numbers tells nothing; empty where it may tell something."""
    unknown = float(np.isnan(values).mean())
    if unknown == 1:
        return "it is unknown in every row"
    # fmin and fmax pass over what is unknown
    low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    if low == high and unknown == 0:
        return f"it is {f.number(low)} in every row"
    if unknown > most_missing:
        return f"it is unknown in {f.share(unknown, 0)} of the rows"
    return f"it is {f.number(low)} wherever it is known" if low == high else ""
