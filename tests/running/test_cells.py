from __future__ import annotations

import ast

import pytest
from fixture_settings import Small
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from kamlab.errors import RefusedError
from kamlab.running.cells import (
    injected_cell,
    notebook_defaults,
    parameters_cell,
    parameters_index,
)


def test_the_cell_is_one_line_a_field():
    lines = parameters_cell(Small).splitlines()
    assert lines[1] == (
        "key_share: float = 0.2  # Share from which an account is key, 0 to 1, share"
    )
    assert lines[4] == (
        "basis: str = 'revenue'  # What is measured, one of revenue, contribution"
    )
    assert all(line.count("=") == 1 for line in lines)


def test_the_cell_gives_back_the_defaults():
    assert notebook_defaults(parameters_cell(Small), Small, "x") == {
        name: info.default for name, info in Small.model_fields.items()
    }


def test_a_second_equals_sign_is_not_written():
    class Odd(BaseModel):
        n: int = Field(1, description="n >= 1")

    with pytest.raises(ValueError, match="'n'"):
        parameters_cell(Odd)


text = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(st.sampled_from("abc"), text | st.floats(allow_nan=False)))
def test_injected_values_are_literals_on_one_line(values):
    lines = injected_cell(values).split("\n")
    assert len(lines) == len(values) + 1
    namespace: dict[str, object] = {"inf": float("inf")}
    exec("\n".join(lines), namespace)
    assert {name: namespace[name] for name in values} == values


@pytest.mark.parametrize(
    "source, said",
    [
        ("months: int = 3 * 4", "more than a plain value"),
        ("months = int('3')", "more than a plain value"),
        ("import os", "more than a plain value"),
        ("a = b = 3", "more than a plain value"),
        ("months: int", "more than a plain value"),
        ("mnths: int = 3", "did you mean 'months'"),
        ("months: int =", "not valid Python"),
    ],
)
def test_a_parameters_cell_holds_plain_values_of_declared_names(source, said):
    with pytest.raises(RefusedError, match="own notebook") as refused:
        notebook_defaults(source, Small, "own notebook")
    assert said in str(refused.value)


def test_negative_numbers_and_whole_numbers_for_shares():
    found = notebook_defaults("key_share = 1\nmonths = -3", Small, "x")
    assert found == {"key_share": 1.0, "months": -3}
    assert ast.literal_eval(repr(found["key_share"])) == 1.0


def test_exactly_one_cell_is_tagged():
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}}
    text = {"cell_type": "markdown", "metadata": {"tags": ["parameters"]}}
    assert parameters_index([text, cell], "x") == 1
    with pytest.raises(RefusedError, match="no cell tagged"):
        parameters_index([text], "x")
    with pytest.raises(RefusedError, match="cells 1, 2"):
        parameters_index([cell, cell], "x")
