"""Pay for many scenarios, KAMs and periods at once, in blocks and on all cores."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.engine.inputs import Inputs, gathered
from kamlab.compensation.engine.parts import Work
from kamlab.compensation.engine.periods import Groups, Periods
from kamlab.compensation.engine.returns import Returned, netted, taken_back
from kamlab.compensation.engine.settle import settle
from kamlab.compensation.plan import PayPlan
from kamlab.errors import RefusedError

Floats = NDArray[np.float64]
BLOCK = 40_000  # payouts of a block: its few arrays stay in the processor's cache


def payouts(
    plan: PayPlan,
    results: Mapping[str, ArrayLike],
    *,
    periods: Periods | None = None,
    returns: Sequence[Returned] = (),
    totals: bool = False,
    out: Floats | None = None,
    threads: int | None = None,
) -> Floats:
    """Give the variable pay of every KAM, period and scenario, to the cent.

    The same amounts as :func:`kamlab.compensation.pay`, without the words.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    results : mapping of str to array
        A column for each measure the plan names, of shape (…, KAMs, periods) or what
        broadcasts to it. Further columns: ``quota_<measure>`` (NaN: no quota),
        ``target_variable`` and ``base`` (currency a period; default: the plan's pay),
        ``employed`` (share of the period), ``months_employed`` (1 in the first month;
        a ramp needs it), ``team`` (one label a KAM), ``fee`` (the agency fee of the
        period's deals before the KAM's part; a plan with fees needs it). Others are
        left alone.
    periods : Periods, optional
        What the last axis is; default: months from January.
    returns : sequence of Returned, optional
        What came back of earlier results.
    totals : bool
        Whether to sum over the periods, for an answer of shape (…, KAMs).
    out : array, optional
        Where to write the answer.
    threads : int, optional
        How many blocks at once; default: the cores, at most 4.

    Returns
    -------
    array (…, KAMs, periods)
        Variable pay in currency, to the cent, in the period in which it is settled (0
        in the others). NaN where a result is NaN.

    Raises
    ------
    RefusedError
        If a column is missing, shapes do not fit, or the plan cannot settle in such
        periods.

    Notes
    -----
    Blocks of scenarios, so that little memory is needed above the arrays given; the
    rates as Σ bend · max(x, start). Rounded once per component and settlement, half to
    even.
    """
    inputs, shape = gathered(plan, results, periods)
    groups = inputs.periods.groups(plan.settlement)
    flat = (inputs.shape[:2]) if totals else inputs.shape
    wanted = shape[:-1] if totals else shape
    if out is None:
        out = np.empty(wanted)
    elif out.shape != wanted or not out.flags.c_contiguous:
        raise RefusedError(f"'out' must be a contiguous array of shape {wanted}.")
    target = out.reshape(flat)
    rows = max(1, BLOCK // max(1, inputs.shape[1] * inputs.shape[2]))
    blocks = [
        slice(first, min(first + rows, inputs.shape[0]))
        for first in range(0, inputs.shape[0], rows)
    ]
    own = local()

    def run(rows: slice) -> None:
        if not hasattr(own, "work"):
            own.work = Work()
        part = [_rows_of(back, rows, shape) for back in returns]
        _block(plan, inputs.part(rows), groups, part, target[rows], own.work)

    count = threads or min(4, os.cpu_count() or 1)
    if len(blocks) == 1 or count == 1:
        for rows_of in blocks:
            run(rows_of)
    else:
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(run, blocks))
    return out


def _block(
    plan: PayPlan,
    inputs: Inputs,
    groups: Groups,
    returns: Sequence[Returned],
    out: Floats,
    work: Work,
) -> None:
    back = None
    if returns:
        inputs, later = netted(plan, inputs, groups, returns)
        back = taken_back(plan, inputs, groups, later)
    cents = settle(plan, inputs, groups, back, work)
    if out.ndim == 2:
        np.sum(cents, axis=-1, out=out)
        np.divide(out, 100, out=out)
    elif groups.single:
        np.divide(cents, 100, out=out)
    else:
        out.fill(0.0)
        out[..., groups.lasts] = cents / 100


def _rows_of(back: Returned, rows: slice, shape: tuple[int, ...]) -> Returned:
    amount = np.asarray(back.amount, dtype=np.float64).reshape(-1, shape[-2])
    part = amount if len(amount) == 1 else amount[rows]
    return Returned(back.measure, back.of, back.when, part)


def base_pay(
    plan: PayPlan,
    results: Mapping[str, ArrayLike],
    *,
    periods: Periods | None = None,
) -> Floats:
    """Give the base salary of every KAM and period.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    results : mapping of str to array
        As for :func:`payouts`; the column ``base``, or the plan's pay.
    periods : Periods, optional
        What the last axis is; default: months from January.

    Returns
    -------
    array (…, KAMs, periods)
        Currency, to the cent; scenarios only where the column ``base`` has them.

    Raises
    ------
    RefusedError
        As for :func:`payouts`.
    """
    inputs, shape = gathered(plan, results, periods)
    base = inputs.base(plan)
    full = np.broadcast_to(base, (len(base), *inputs.shape[1:]))
    cents = np.rint(np.rint(full * 1e7) / 1e5) / 100
    leading = shape[:-2] if len(base) > 1 else ()
    return np.asarray(cents.reshape(*leading, *shape[-2:]))
