"""Turn one chunk of source texts into columns of ours, or say why a row cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamlab.company.columns import Column
from kamlab.company.importing.chunks import (
    DAY,
    LOSSY,
    NUMBER,
    TEXT,
    Cells,
    Chunk,
)
from kamlab.company.importing.dates import parse_dates, parse_iso
from kamlab.company.importing.numbers import EXACT, PLAIN, parse_numbers
from kamlab.company.importing.recipe import FIGURES
from kamlab.company.importing.rules import PLACEHOLDER, Rule

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Problem = tuple[Mask, str]
DECIMALS = {"money": 4, "share": 6, "number": 6, "integer": 0}  # as a folder keeps them
_ONLY_WHOLE = Decimal(10) ** 11  # from here a float no longer holds four decimals
_LARGEST = Decimal(10) ** 14


@dataclass(frozen=True)
class Converted:
    """One of our columns for the rows of a chunk.

    Parameters
    ----------
    values : pyarrow.Array
        Texts, days, or exact figures; null where blank or faulty.
    origin : pyarrow.StringArray
        The source texts, for the list of rejects.
    problems : list of (mask, reason)
        Rows that cannot be imported because of this column.
    not_a_number : mask
        Rows whose cell should be a figure and is none.
    """

    values: pa.Array
    origin: pa.StringArray
    problems: list[Problem]
    not_a_number: Mask


def convert(column: Column, rule: Rule, chunk: Chunk) -> Converted:
    """Make one of our columns from a chunk of source rows.

    Parameters
    ----------
    column : Column
        The declaration of our column.
    rule : Rule
        Where it comes from and how it is written, with the file's own writing in it.
    chunk : Chunk
        The source rows.

    Returns
    -------
    Converted
        Values of the column's kind and the problems found.
    """
    cells = _origin(rule, chunk)
    texts, problems = _mapped(rule, cells)
    kinds = np.where(_true(pc.is_valid(texts)), cells.kinds, TEXT)
    if rule.values is not None:
        kinds = np.zeros(len(texts), dtype=np.int8)
    no_figure = np.zeros(len(texts), dtype=bool)
    if column.kind in FIGURES:
        values, found, no_figure = _figures(column, rule, texts, kinds, chunk)
        no_figure |= problems[0][0] if problems else False
        problems += found
    elif column.kind == "date":
        values = _days(rule, texts, kinds)
        wrong = _true(pc.is_valid(texts)) & ~_true(pc.is_valid(values))
        problems.append((wrong, _no_day(rule)))
    else:
        values = texts
        problems += _text_problems(column, values, kinds)
    if column.required:
        blank = ~_true(pc.is_valid(cells.texts))
        problems.insert(0, (blank, "is blank"))
    return Converted(values, cells.texts, problems, no_figure)


def _origin(rule: Rule, chunk: Chunk) -> Cells:
    """Take the source texts of a rule: of a column, a constant, or a template."""
    rows = len(chunk.lines)
    if rule.constant is not None:
        kinds = np.full(rows, NUMBER, dtype=np.int8)
        return Cells(pa.array([rule.constant] * rows, pa.string()), kinds)
    if rule.template is not None:
        filled = _filled(rule.template, chunk, rows)
        return Cells(filled, np.zeros(rows, dtype=np.int8))
    assert rule.column is not None  # a rule has exactly one origin
    cells = chunk.columns[rule.column]
    if rule.blanks:
        blank = pc.is_in(cells.texts, value_set=pa.array(rule.blanks, pa.string()))
        cells = Cells(pc.if_else(blank, None, cells.texts), cells.kinds)
    return cells


def _filled(template: str, chunk: Chunk, rows: int) -> pa.StringArray:
    """Fill in a template for each row; blank where one of its parts is blank."""
    parts: list[Any] = []
    end = 0
    for match in PLACEHOLDER.finditer(template):
        parts += [pa.array([template[end : match.start()]] * rows, pa.string())]
        parts += [chunk.columns[match[1]].texts]
        end = match.end()
    parts.append(pa.array([template[end:]] * rows, pa.string()))
    return pc.binary_join_element_wise(*parts, "")


def _mapped(rule: Rule, cells: Cells) -> tuple[pa.StringArray, list[Problem]]:
    """Replace words by the recipe's ``values``; a word not among them is a problem."""
    if rule.values is None:
        return cells.texts, []
    words = pa.array(list(rule.values), pa.string())
    meant = pa.array(list(rule.values.values()), pa.string())
    found = pc.index_in(cells.texts, value_set=words)
    unknown = _true(pc.is_valid(cells.texts)) & ~_true(pc.is_valid(found))
    return meant.take(found), [(unknown, "is not among the words of `values`")]


def _figures(
    column: Column,
    rule: Rule,
    texts: pa.StringArray,
    kinds: np.ndarray[Any, Any],
    chunk: Chunk,
) -> tuple[pa.Array, list[Problem], Mask]:
    typed = pa.array(kinds != TEXT)
    if rule.values is not None:
        typed = pa.array(np.ones(len(texts), dtype=bool))
    values = parse_numbers(
        pc.if_else(typed, None, texts), rule.number_form(rule.percent)
    )
    if pc.any(typed).as_py():
        plain = parse_numbers(pc.if_else(typed, texts, None), PLAIN)
        values = pc.if_else(typed, plain, values)
    there = _true(pc.is_valid(texts))
    wrong = there & ~_true(pc.is_valid(values))
    problems: list[Problem] = [(wrong, _no_figure(rule))]
    if rule.sign is not None:
        word = chunk.columns[rule.sign.column].texts
        minus = pc.is_in(word, value_set=pa.array(rule.sign.negative, pa.string()))
        plus = pc.is_in(word, value_set=pa.array(rule.sign.positive, pa.string()))
        values = pc.if_else(minus, pc.negate(values), values)
        values = pc.if_else(pc.or_(minus, plus), values, None)
        unsigned = there & ~_true(pc.is_valid(values)) & ~wrong
        told = f"has no sign: '{rule.sign.column}' says neither of the recipe's words"
        problems.append((unsigned, told))
        wrong = wrong | unsigned
    if rule.negate:
        values = pc.negate(values)
    if rule.round_to is not None:
        values = pc.round(values, rule.round_to, round_mode="half_towards_infinity")
        values = pc.cast(values, EXACT)
    return values, problems + list(_limits(column, values)), wrong


def _limits(column: Column, values: pa.Array) -> Iterator[Problem]:
    """Refuse figures that a company folder could not keep to the last digit."""
    decimals = DECIMALS[column.kind]
    size = pc.abs(values)
    whole = pc.equal(pc.round(values, 0), values)
    exact = pc.equal(pc.round(values, decimals), values)
    large = pc.greater_equal(size, pa.scalar(_ONLY_WHOLE, EXACT))
    yield _true(pc.greater_equal(size, pa.scalar(_LARGEST, EXACT))), "is too large"
    if decimals == 0:
        yield _true(pc.invert(whole)), "is no whole number"
        return
    yield (
        _true(pc.invert(exact)),
        f"has more than {decimals} decimals; `round_to: {decimals}` rounds them",
    )
    yield (
        _true(pc.and_(large, pc.invert(whole))),
        "is too large to keep its decimals; `round_to: 0` rounds it",
    )


def _days(rule: Rule, texts: pa.StringArray, kinds: np.ndarray[Any, Any]) -> pa.Array:
    ready = kinds == DAY if rule.constant is None else np.ones(len(texts), dtype=bool)
    iso = parse_iso(pc.if_else(pa.array(ready), texts, None))
    if rule.constant is not None or rule.date_format is None:
        return iso
    written = parse_dates(pc.if_else(pa.array(ready), None, texts), rule.date_form())
    return pc.if_else(pa.array(ready), iso, written)


def _text_problems(
    column: Column, values: pa.StringArray, kinds: np.ndarray[Any, Any]
) -> Iterator[Problem]:
    if column.choices:
        known = pc.is_in(values, value_set=pa.array(column.choices, pa.string()))
        choices = ", ".join(column.choices)
        odd = _true(pc.is_valid(values)) & ~_true(known)
        yield odd, f"is none of {choices}; map it with `values`"
    if column.kind == "flag":
        known = pc.is_in(values, value_set=pa.array(["true", "false"]))
        odd = _true(pc.is_valid(values)) & ~_true(known)
        yield odd, "is neither true nor false; map it with `values`"
    if column.kind == "id":
        yield kinds == LOSSY, "is a number too long for its file: digits may be lost"


def _true(mask: pa.Array) -> Mask:
    return np.asarray(pc.fill_null(mask, False), dtype=bool)


def _no_figure(rule: Rule) -> str:
    groups = f", thousands mark '{rule.thousands}'" if rule.thousands else ""
    return f"is no figure written with decimal mark '{rule.decimal or '.'}'{groups}"


def _no_day(rule: Rule) -> str:
    if rule.date_format is None:
        return "is no day; say its date_format in the recipe"
    return f"is no day written as {rule.date_format}"
