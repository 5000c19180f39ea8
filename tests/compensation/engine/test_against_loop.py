"""On random plans the engine pays what a plain loop pays, cent for cent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.compensation.curve import Curve
from kamlab.compensation.engine import Returned, payouts
from kamlab.compensation.flags import pays_less_for_more
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Cap, Clawback, Draw, Gate, Spiff
from kamlab.compensation.statement import pay

from .plain import Loop

MODES = ("flat", "whole", "marginal", "interpolated", "lump")
amounts = st.integers(-20_000, 200_000).map(lambda n: n / 100)
quotas = st.one_of(
    st.just(float("nan")), st.integers(0, 100_000).map(lambda n: n / 100)
)


@st.composite
def rate_tables(draw: Any, on_result: bool) -> Rates:
    mode = draw(st.sampled_from(MODES))
    count = 1 if mode == "flat" else draw(st.integers(1, 4))
    scale = 100.0 if on_result else 0.25
    steps = draw(st.lists(st.integers(1, 6), min_size=count, max_size=count))
    starts = [0.0]
    for step in steps[1:]:
        starts.append(starts[-1] + step * scale)
    word = "pays" if mode in ("interpolated", "lump") else "rate"
    tiers = [
        Step(start=start, **{word: draw(st.integers(0, 100)) / 100}) for start in starts
    ]
    return Rates(mode=mode, tiers=tuple(tiers))


@st.composite
def curves(draw: Any) -> Curve:
    return Curve(
        threshold=draw(st.sampled_from([0.0, 0.5, 0.75, 0.9])),
        threshold_payout=draw(st.sampled_from([0.0, 0.5, 1.0])),
        excellence=draw(st.sampled_from([1.2, 1.5, 2.0])),
        excellence_payout=draw(st.sampled_from([1.0, 1.5, 3.0])),
        capped=draw(st.booleans()),
    )


@st.composite
def components(draw: Any) -> tuple[Component, ...]:
    weights = draw(st.sampled_from([(), (1.0,), (0.6, 0.4), (0.25, 0.3, 0.45)]))
    parts = []
    for n, weight in enumerate(weights):
        rates = draw(st.one_of(st.none(), rate_tables(on_result=False)))
        curve = None if rates else draw(st.one_of(st.none(), curves()))
        measure = draw(st.sampled_from(["revenue", "margin"]))
        parts.append(
            Component(
                name=f"T{n}", measure=measure, weight=weight, rates=rates, curve=curve
            )
        )
    for n in range(draw(st.integers(0 if parts else 1, 2))):
        paid_on = draw(st.sampled_from(["quota", "result"]))
        rates = draw(rate_tables(on_result=paid_on == "result"))
        measure = draw(st.sampled_from(["revenue", "margin"]))
        parts.append(
            Component(name=f"R{n}", measure=measure, paid_on=paid_on, rates=rates)
        )
    return tuple(parts)


@st.composite
def gates(draw: Any, names: list[str]) -> Gate:
    does: dict[str, Any] = draw(
        st.sampled_from(
            [{"pays": 0.0}, {"pays": 0.5}, {"limit": 1.0}, {"instead": "cash"}]
        )
    )
    bound = draw(
        st.sampled_from(
            [
                {"measure": "overdue_share", "at_most": 0.2},
                {"measure": "overdue_share", "at_least": 0.1},
                {"measure": "cash", "at_least": 100.0},
            ]
        )
    )
    over = draw(st.sampled_from(["last", "mean", "sum"]))
    component = draw(st.sampled_from(["", *names]))
    return Gate(name="G", over=over, component=component, **does, **bound)


@st.composite
def plans(draw: Any) -> PayPlan:
    parts = draw(components())
    names = [part.name for part in parts]
    return PayPlan(
        name="random",
        title="random plan",
        purpose="to be tested",
        used_by="nobody",
        ote=draw(st.sampled_from([12_000.0, 99_999.0])),
        base_share=draw(st.sampled_from([0.3, 0.7, 0.8])),
        settlement=draw(st.sampled_from(["period", "month", "quarter", "year"])),
        true_up=draw(st.booleans()),
        curve=draw(curves()),
        components=parts,
        spiffs=draw(
            st.sampled_from(
                [(), (Spiff(name="S", measure="new", each=33.33, most=100.0),)]
            )
        ),
        gates=tuple(draw(st.lists(gates(names), max_size=2))),
        cap=draw(
            st.sampled_from([None, Cap(times=1.2), Cap(times=0.8, per="settlement")])
        ),
        draw=draw(
            st.sampled_from(
                [None, Draw(amount=500.0), Draw(amount=300.1, recoverable=False)]
            )
        ),
        max_cut_share=draw(st.sampled_from([None, 0.2])),
        clawback=Clawback(share=draw(st.sampled_from([1.0, 0.5]))),
    )


@st.composite
def years(draw: Any) -> list[dict[str, float]]:
    return [
        {
            "revenue": draw(amounts),
            "margin": draw(amounts),
            "cash": draw(amounts),
            "overdue_share": draw(st.integers(0, 40)) / 100,
            "new": float(draw(st.integers(0, 4))),
            "quota_revenue": draw(quotas),
            "quota_margin": draw(quotas),
        }
        for _ in range(draw(st.integers(1, 12)))
    ]


def runs_of(plan: PayPlan, count: int) -> list[list[int]]:
    length = {"period": 1, "month": 1, "quarter": 3, "year": 12}[plan.settlement]
    return [list(range(t, min(t + length, count))) for t in range(0, count, length)]


def arrays(rows: list[dict[str, float]]) -> dict[str, np.ndarray]:
    return {name: np.array([[row[name] for row in rows]]) for name in rows[0]}


def spread(plan: PayPlan, amounts: list[Any], count: int) -> list[float]:
    out = [0.0] * count
    for run, amount in zip(runs_of(plan, count), amounts, strict=True):
        out[run[-1]] = float(amount)
    return out


@settings(max_examples=150)
@given(plans(), years())
def test_the_engine_pays_what_the_loop_pays(
    plan: PayPlan, rows: list[dict[str, float]]
) -> None:
    loop = Loop(plan, rows, runs_of(plan, len(rows))).pay([])
    expected = spread(plan, loop, len(rows))
    assert payouts(plan, arrays(rows))[0].tolist() == expected


@settings(max_examples=150)
@given(plans(), years(), st.data())
def test_returns_too(plan: PayPlan, rows: list[dict[str, float]], data: Any) -> None:
    plan = plan.model_copy(update={"true_up": False})
    runs = runs_of(plan, len(rows))
    returns, given_to_loop = [], []
    for _ in range(data.draw(st.integers(0, 3))):
        of = data.draw(st.integers(0, len(runs) - 1))
        when = data.draw(st.integers(of, len(runs) - 1))
        amount = data.draw(amounts.map(abs))
        if of != when:
            back = Returned("revenue", runs[of][0], runs[when][-1], np.array([amount]))
            returns.append(back)
            given_to_loop.append((of, when, amount))
    loop = Loop(plan, rows, runs).pay(given_to_loop)
    expected = spread(plan, loop, len(rows))
    assert payouts(plan, arrays(rows), returns=returns)[0].tolist() == expected


@settings(max_examples=60)
@given(plans(), years())
def test_the_statement_says_the_same_and_adds_up(
    plan: PayPlan, rows: list[dict[str, float]]
) -> None:
    table = pd.DataFrame(rows).assign(kam_id="K1")
    table["period"] = pd.date_range("2025-01-01", periods=len(rows), freq="MS")
    statement = pay(plan, table)
    paid = payouts(plan, arrays(rows))[0]
    lasts = [run[-1] for run in runs_of(plan, len(rows))]
    assert statement.table["variable"].tolist() == paid[lasts].tolist()
    for row in statement.table.itertuples():
        trace = statement.trace("K1", str(row.period))
        assert round(trace["amount"].sum(), 2) == row.total
        zeros = trace[trace["amount"] == 0]
        assert (zeros["why"].str.len() > 10).all()


@settings(max_examples=100)
@given(plans(), years(), st.integers(0, 11), st.integers(1, 50_000))
def test_more_result_never_means_less_pay_unless_flagged(
    plan: PayPlan, rows: list[dict[str, float]], place: int, more: int
) -> None:
    if pays_less_for_more(plan):
        return
    better = [dict(row) for row in rows]
    better[place % len(rows)]["revenue"] += more / 100
    low, high = (payouts(plan, arrays(one)).sum() for one in (rows, better))
    assert high >= low - 0.005 * (1 + len(rows) * plan.true_up)


@settings(max_examples=100)
@given(plans(), years(), st.randoms())
def test_the_order_within_an_open_period_is_irrelevant(
    plan: PayPlan, rows: list[dict[str, float]], rng: Any
) -> None:
    """Months of a year settled once may come in any order, unless a gate asks when."""
    plan = plan.model_copy(update={"settlement": "year", "gates": ()})
    mixed = list(rows)
    rng.shuffle(mixed)
    one, other = (payouts(plan, arrays(x))[0] for x in (rows, mixed))
    assert one.sum() == other.sum()
