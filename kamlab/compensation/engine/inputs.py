"""What the engine computes from: arrays by name, checked, with what a plan adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.engine.periods import Periods
from kamlab.compensation.plan import Component, PayPlan
from kamlab.errors import RefusedError, did_you_mean

Floats = NDArray[np.float64]
QUOTA = "quota_"
EXTRA = ("base", "target_variable", "employed", "months_employed", "fee", "team")


@dataclass(frozen=True)
class Inputs:
    """The columns of the results as arrays (scenarios, KAMs, periods).

    Parameters
    ----------
    columns : mapping of str to array
        Measures, ``quota_`` columns and what the plan would else supply; the first
        axis may be 1 where all scenarios share a column.
    periods : Periods
        The periods of the last axis.
    shape : tuple of int
        Scenarios, KAMs, periods.
    """

    columns: Mapping[str, Floats]
    periods: Periods
    shape: tuple[int, int, int]

    def part(self, rows: slice) -> Inputs:
        """Give some scenarios only."""
        columns = {
            name: values if len(values) == 1 else values[rows]
            for name, values in self.columns.items()
        }
        return Inputs(columns, self.periods, (rows.stop - rows.start, *self.shape[1:]))

    def get(self, name: str, default: float) -> Floats:
        """Give a column, or one value where there is none."""
        found = self.columns.get(name)
        return np.full((1, 1, 1), default) if found is None else found

    def employed(self) -> Floats:
        """Give the share of each period a KAM was employed."""
        return self.get("employed", 1.0)

    def months(self) -> Floats:
        """Give the length of each period."""
        return np.array(self.periods.months)[None, None, :]

    def target(self, plan: PayPlan) -> Floats:
        """Give the target variable pay of each period, in currency."""
        return self._pay(plan, "target_variable", 1 - plan.base_share)

    def base(self, plan: PayPlan) -> Floats:
        """Give the base salary of each period, in currency."""
        return self._pay(plan, "base", plan.base_share)

    def _pay(self, plan: PayPlan, name: str, part: float) -> Floats:
        both = "base" in self.columns and "target_variable" in self.columns
        if both and plan.mix_binds:
            return (self.columns["base"] + self.columns["target_variable"]) * part
        if name in self.columns:
            return self.columns[name]
        return plan.ote * part / 12 * self.months() * self.employed()

    def quota(self, part: Component, plan: PayPlan) -> Floats:
        """Give the quota of each period; NaN where there is none.

        A quota from the plan file is cut to the days employed; a ramp lowers both.
        """
        found = self.columns.get(QUOTA + part.measure)
        if found is None:
            level = np.nan if part.quota is None else part.quota
            months = self.months() / 12 if part.over == "sum" else 1.0
            found = level * months * self.employed()
        return found if plan.ramp is None else found * self.ramp_share(plan)

    def ramp_share(self, plan: PayPlan) -> Floats:
        """Give the share of the quota that holds in each month of employment."""
        if plan.ramp is None:
            return np.ones((1, 1, 1))
        month = np.maximum(self.columns["months_employed"], 1).astype(int) - 1
        steps = np.array([*plan.ramp.quota_shares, 1.0])
        return np.asarray(steps[np.minimum(month, len(steps) - 1)])

    def on_ramp(self, plan: PayPlan) -> NDArray[np.bool_]:
        """Tell the periods in which a KAM is still new."""
        if plan.ramp is None:
            return np.zeros((1, 1, 1), dtype=bool)
        months = self.columns["months_employed"]
        return np.asarray(np.maximum(months, 1) <= len(plan.ramp.quota_shares))


def needed(plan: PayPlan) -> dict[str, str]:
    """Name the columns a plan cannot do without, each with what asks for it."""
    found: dict[str, str] = {}
    for part in plan.parts:
        found.setdefault(part.measure, f"'{part.name}'")
    for gate in plan.gates:
        found.setdefault(gate.measure, f"gate '{gate.name}'")
        if gate.instead:
            found.setdefault(gate.instead, f"gate '{gate.name}'")
    if plan.windfall:
        found.setdefault(plan.windfall.measure, "the windfall rule")
    if plan.fees:
        found.setdefault("fee", "the fee table (Σ of fees.fee over the deals)")
    if plan.ramp:
        found.setdefault("months_employed", "the ramp for new KAMs")
    if plan.pools or any(part.team for part in plan.components):
        found.setdefault("team", "the team's result")
    return found


def gathered(
    plan: PayPlan, results: Mapping[str, ArrayLike], periods: Periods | None
) -> tuple[Inputs, tuple[int, ...]]:
    """Bring the columns into one shape and check that none is missing.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    results : mapping of str to array
        Columns of shape (…, KAMs, periods), or what broadcasts to it.
    periods : Periods, optional
        Default: months from January.

    Returns
    -------
    Inputs, tuple of int
        The inputs and the full shape they came in.

    Raises
    ------
    RefusedError
        If a column is missing, the shapes do not fit, or the plan does not settle in
        such periods.
    """
    for name, who in needed(plan).items():
        if name not in results:
            near = did_you_mean(name, [str(column) for column in results])
            raise RefusedError(
                f"The results have no column '{name}', which {who} of the "
                f"{plan.title} needs{near}"
            )
    kept = {QUOTA + part.measure for part in plan.components} | set(EXTRA)
    kept |= set(needed(plan))
    arrays = {
        name: _deep(values, name) for name, values in results.items() if name in kept
    }
    try:
        shape = np.broadcast_shapes(*(a.shape for a in arrays.values()))
    except ValueError:
        sizes = ", ".join(f"{name} {a.shape}" for name, a in arrays.items())
        raise RefusedError(
            f"The columns of the results do not fit together: {sizes}."
        ) from None
    if periods is None:
        periods = Periods.monthly(shape[-1])
    if len(periods) != shape[-1]:
        raise RefusedError(
            f"The results have {shape[-1]} periods, but {len(periods)} are named."
        )
    rows = int(np.prod(shape[:-2]))
    flat = {name: _flat(a, shape, rows) for name, a in arrays.items()}
    return Inputs(flat, periods, (rows, *shape[-2:])), shape


def _deep(values: ArrayLike, name: str) -> NDArray[Any]:
    array = np.asarray(values)
    if name == "team" and array.ndim == 1:
        array = array[:, None]
    if name == "team":
        codes = np.unique(array, return_inverse=True)[1].reshape(array.shape)
        return np.atleast_2d(codes)
    if array.dtype.kind not in "fiub":
        raise RefusedError(f"The column '{name}' of the results holds no numbers.")
    return np.atleast_2d(array.astype(np.float64, copy=False))


def _flat(array: NDArray[Any], shape: tuple[int, ...], rows: int) -> NDArray[Any]:
    """Give three axes: scenarios (1 if shared), KAMs, periods, without copying."""
    if int(np.prod(array.shape[:-2])) == 1:
        own = array.reshape(array.shape[-2:])
        return np.broadcast_to(own, shape[-2:])[None]
    full = np.broadcast_to(array, (*shape[:-2], *array.shape[-2:]))
    full = full.reshape(rows, *array.shape[-2:])
    return np.broadcast_to(full, (rows, *shape[-2:]))
