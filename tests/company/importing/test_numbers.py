from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.company.importing.numbers import NumberForm, parse_numbers

GERMAN = NumberForm(decimal=",", thousands=".")


def read(text: str, form: NumberForm) -> Decimal | None:
    return parse_numbers(pa.array([text], pa.string()), form)[0].as_py()


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("1.234,50", GERMAN, "1234.5"),
        ("1.234", GERMAN, "1234"),  # never 1.234
        ("12.34", GERMAN, None),
        ("1234,5", GERMAN, "1234.5"),
        ("1.2345,00", GERMAN, None),
        ("1.234", NumberForm(decimal=","), None),  # no thousands mark was declared
        ("1,234", NumberForm(), None),
        ("1,234.5", NumberForm(thousands=","), "1234.5"),
        ("€ 1 000", NumberForm(thousands="blank", ignore=("€",)), "1000"),
        ("1\u00a0000,5", NumberForm(decimal=",", thousands="blank"), "1000.5"),
        ("1\u202f000", NumberForm(thousands="blank"), "1000"),
        ("1'234.50", NumberForm(thousands="'"), "1234.5"),
        ("-5", NumberForm(), "-5"),
        ("\u22125", NumberForm(), "-5"),
        ("+5", NumberForm(), "5"),
        ("5-", NumberForm(), None),
        ("5-", NumberForm(negative="trailing minus"), "-5"),
        ("(500)", NumberForm(), None),
        ("(500)", NumberForm(negative="brackets"), "-500"),
        ("(500", NumberForm(negative="brackets"), None),
        ("500", NumberForm(negative="brackets"), "500"),
        (".5", NumberForm(), "0.5"),
        ("-.0000", NumberForm(), "0"),
        ("12,5 %", NumberForm(decimal=",", percent=True), "0.125"),
        ("12,5 %", NumberForm(decimal=","), None),
        ("1e5", NumberForm(), None),
        ("1e400", NumberForm(), None),
        ("nan", NumberForm(), None),
        ("inf", NumberForm(), None),
        (".", NumberForm(), None),
        ("-", NumberForm(), None),
        ("", NumberForm(), None),
        ("0x10", NumberForm(), None),
        ("1_000", NumberForm(), None),
        ("١٢", NumberForm(), None),
        ("9" * 40, NumberForm(), "9" * 40),
        ("9" * 41, NumberForm(), None),
        ("1." + "1" * 28, NumberForm(), "1." + "1" * 28),
        ("1." + "1" * 29, NumberForm(), None),
        ("9" * 39 + ".1", NumberForm(thousands=","), "9" * 39 + ".1"),
        (",".join(["999"] * 14), NumberForm(thousands=","), None),
    ],
)
def test_figures_are_read_as_declared(
    text: str, form: NumberForm, value: str | None
) -> None:
    assert read(text, form) == (None if value is None else Decimal(value))


@given(st.decimals(min_value=-(10**30), max_value=10**30, places=6))
def test_every_figure_survives_being_written_and_read(value: Decimal) -> None:
    plain = format(value, "f")
    assert read(plain, NumberForm()) == value
    german = format(value, ",f").translate(str.maketrans(",.", ".,"))
    assert read(german, GERMAN) == value


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    for form in (NumberForm(), GERMAN, NumberForm(negative="brackets", percent=True)):
        parse_numbers(pa.array([text], pa.string()), form)
