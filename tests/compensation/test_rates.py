"""Rate tables and the rules of a plan: what is refused, and what is asked."""

# ruff: noqa: E501 (a case a line)

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kamlab.compensation.curve import Curve
from kamlab.compensation.flags import flags, pays_less_for_more
from kamlab.compensation.plan import Component
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Cap, Gate, Pool

from .statement.conftest import a_plan, rates


@pytest.mark.parametrize(
    "mode, expected",
    [("whole", [0, 1, 40, 60]), ("marginal", [0, 1, 30, 50])],
)
def test_two_readings_of_one_table(mode: str, expected: list[float]) -> None:
    pieces = rates(mode, (0, 0.01), (1000, 0.02)).pieces
    assert pieces.at([0, 100, 2000, 3000]).tolist() == pytest.approx(expected)
    assert pieces.jumps[1] == pytest.approx(10.0 if mode == "whole" else 0.0)


def test_points_and_sums() -> None:
    points = rates("interpolated", (0.8, 0), (1.0, 1), (1.2, 3)).pieces
    assert points.at([0.79, 0.9, 1.1, 9]).tolist() == pytest.approx([0, 0.5, 2, 3])
    assert points.slope_at([0.5, 0.9, 1.1, 9]).tolist() == pytest.approx([0, 5, 10, 0])
    sums = rates("lump", (0.9, 0.2), (1.0, 1)).pieces
    assert sums.at([0.89, 0.9, 1 - 1e-12, 5]).tolist() == [0, 0.2, 1, 1]


@pytest.mark.parametrize(
    "mode, tiers, message",
    [
        ("marginal", [{"from": 0, "to": 9, "rate": 0.1}, {"from": 5, "rate": 0.2}], "overlap"),
        ("whole", [{"from": 0, "to": 5, "rate": 0.1}, {"from": 9, "rate": 0.2}], "gap"),
        ("whole", [{"from": 5, "rate": 0.1}], "gap below"),
        ("flat", [{"from": 0, "rate": 0.1}, {"from": 5, "rate": 0.2}], "one row"),
        ("lump", [{"from": 0, "rate": 0.1}], "needs 'pays'"),
        ("flat", [{"from": 0, "rate": "10 %"}], "valid number"),
    ],
)  # fmt: skip
def test_wrong_tables_are_refused(
    mode: str, tiers: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Rates.model_validate({"mode": mode, "tiers": tuple(Step(**t) for t in tiers)})


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"weight": 0.0}, "needs a weight above 0"),
        ({"weight": 0.0, "paid_on": "result"}, "it needs rates"),
        ({"weight": 0.0, "paid_on": "result", "rates": ((0, 12.0),)}, "12 is above 1; did you mean 0.12, that is 12 %"),
        ({"weight": 0.0, "paid_on": "quota", "rates": ((0, 0.1), (80, 0.2))}, "Did you mean 0.8"),
        ({"rates": ((0, 12.0),)}, "12 is above 5; did you mean 0.12"),
        ({"weight": 15.0}, "Did you mean 0.15"),
        ({"measure": "Net sales"}, "should match pattern"),
    ],
)  # fmt: skip
def test_wrong_components_are_refused(fields: dict[str, Any], message: str) -> None:
    given = {"name": "Sales", "measure": "revenue", "weight": 1.0} | fields
    if "rates" in given:
        given["rates"] = rates("marginal", *given["rates"])
    with pytest.raises(ValidationError, match=message):
        Component(**given)


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"gates": (Gate(name="G", measure="x", at_most=1.0, pays=0.0, component="Sale"),)}, "did you mean 'Sales'"),
        ({"components": ()}, "pays for nothing"),
    ],
)  # fmt: skip
def test_wrong_plans_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_plan(**fields)


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"at_most": 1.0, "at_least": 1.0, "pays": 0.0}, "one of both"),
        ({"at_most": 1.0}, "one thing that happens"),
        ({"at_most": 15.0, "pays": 0.5}, "15 is above 1; did you mean 0.15, that is"),
        ({"at_least": 90.0, "measure": "retention", "pays": 0.5}, "did you mean 0.9"),
        ({"at_most": 1.0, "pays": 50.0}, "Did you mean 0.5"),
    ],
)
def test_wrong_gates_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Gate(**{"name": "G", "measure": "overdue_share", **fields})
    with pytest.raises(ValidationError, match="Did you mean 2"):
        Cap(times=200.0)


def test_what_may_be_above_1() -> None:
    assert Gate(name="G", measure="new_accounts", at_least=15.0, pays=0.5)
    assert Gate(name="G", measure="retention", at_least=1.1, pays=0.5)
    assert on("target", "interpolated", (0.8, 0), (1, 1), (2, 5))
    assert on("result", "lump", (0, 0), (1000, 250))
    assert Pool(name="P", measure="new_accounts", rates=rates("flat", (0, 250)))
    with pytest.raises(ValidationError, match=r"12 is above 1; did you mean 0\.12"):
        Pool(name="P", measure="revenue", rates=rates("flat", (0, 12)))
    with pytest.raises(ValidationError, match=r"12 is above 5; did you mean 0\.12"):
        on("target", "interpolated", (0.8, 0), (1, 12))
    with pytest.raises(ValidationError, match=r"Did you mean 0\.12"):
        Curve(excellence_payout=12.0)


def on(paid_on: str, mode: str, *rows: tuple[float, float]) -> Component:
    weight = 1.0 if paid_on == "target" else 0.0
    return Component(
        name="Sales",
        measure="revenue",
        weight=weight,
        paid_on=paid_on,  # type: ignore[arg-type]
        rates=rates(mode, *rows),
    )


@pytest.mark.parametrize(
    "part, sentence, less",
    [
        (
            on("result", "whole", (0, 0.05), (1000, 0.02)),
            "Sales: the pay falls by 30.00 EUR at a result of 1,000.00 EUR.",
            True,
        ),
        (
            on("quota", "whole", (0, 0.01), (1, 0.02)),
            "Sales: at 100 % of quota the pay jumps by 1.00 % of the quota.",
            False,
        ),
        (
            on("target", "interpolated", (0, 0), (1, 1), (2, 0.5)),
            "Sales: pay falls by 3,000.00 EUR a year between 100 % and 200 % of quota.",
            True,
        ),
    ],
)
def test_cliffs_and_falls_are_said(part: Component, sentence: str, less: bool) -> None:
    plan = a_plan(components=(part,))
    assert flags(plan, 6000, "EUR") == [sentence]
    assert pays_less_for_more(plan) == less


def test_a_gate_is_a_cliff() -> None:
    gate = Gate(name="Overdue", measure="overdue_share", at_most=0.15, pays=0.5)
    plan = a_plan(gates=(gate,))
    assert flags(plan, 6000, "EUR")[-1] == (
        "Gate 'Overdue': overdue share just above 0.15 costs 3,000.00 EUR of the "
        "year's target pay."
    )
