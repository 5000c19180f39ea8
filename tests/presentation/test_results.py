from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kamlab.errors import (
    KamLabError,
    MissingPartError,
    NotEnoughDataError,
    RefusedError,
    UndefinedError,
)
from kamlab.presentation import Figure, Results

FRAME = pd.DataFrame(
    {
        "name": ["<b>", None],
        "value": [1.5, float("nan")],
        "day": pd.to_datetime(["2025-01-31", None]),
        "orders": pd.array([3, None], dtype="Int64"),
    },
    index=[7, 9],
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "not yet" / "there"
    monkeypatch.setenv("KAMLAB_RESULTS", str(where))
    return where


def read(folder: Path) -> dict:
    def never(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    text = (folder / "results.json").read_text(encoding="utf-8")
    return json.loads(text, parse_constant=never)


def test_what_is_recorded_is_written(folder, tiny) -> None:
    results = Results("key_accounts", tiny)
    results.figure("accounts", 3, "accounts", 3)
    results.figure("precision", 0.5, "share", 20, 0.3, 0.7)
    results.table("accounts", FRAME)
    results.missing("returns", "rebate")
    results.missing("returns")
    results.finding("A buys most.")
    assert read(folder) == {
        "report": "key_accounts",
        "about": {"company": "Tiny", "currency": "EUR", "cut_off": "2024-03-31"},
        "figures": {
            "accounts": {
                "value": 3,
                "unit": "accounts",
                "n": 3,
                "low": None,
                "high": None,
            },
            "precision": {
                "value": 0.5,
                "unit": "share",
                "n": 20,
                "low": 0.3,
                "high": 0.7,
            },
        },
        "tables": {"accounts": "tables/accounts.parquet"},
        "missing_parts": ["returns", "rebate"],
        "finding": "A buys most.",
    }
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == [
        "accounts.parquet",
        "results.json",
    ]


def test_the_record_is_up_to_date_after_each_step(folder) -> None:
    results = Results("r")
    results.figure("a", 1, "accounts", 1)
    assert list(read(folder)["figures"]) == ["a"]
    results.add({"b": Figure(2, "days", 1), "a": Figure(3, "accounts", 1)})
    assert {k: v["value"] for k, v in read(folder)["figures"].items()} == {
        "a": 3,
        "b": 2,
    }
    results.finding("x")
    assert read(folder)["finding"] == "x"


def test_tables_are_parquet_without_an_index(folder) -> None:
    results = Results("r")
    results.table("t", FRAME)
    back = pd.read_parquet(folder / "tables" / "t.parquet")
    pd.testing.assert_frame_equal(back, FRAME.reset_index(drop=True), check_dtype=False)
    results.table("t", FRAME.head(1))
    assert len(pd.read_parquet(folder / "tables" / "t.parquet")) == 1


def test_a_table_that_cannot_be_written_leaves_the_record_whole(folder) -> None:
    results = Results("r")
    results.table("t", FRAME)
    with pytest.raises(Exception, match=r"(?i)convert|expected|type"):
        results.table("t", pd.DataFrame({"x": [1, "a", object()]}))
    assert len(pd.read_parquet(folder / "tables" / "t.parquet")) == 2
    with pytest.raises(Exception, match=r"(?i)convert|expected|type"):
        results.table("u", pd.DataFrame({"x": [1, "a", object()]}))
    assert list(read(folder)["tables"]) == ["t"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (np.float64("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        (np.float64(0.25), 0.25),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (Decimal("1.50"), 1.5),
        (date(2025, 1, 31), "2025-01-31"),
        (pd.Timestamp("2025-01-31"), "2025-01-31"),
        ("Nord 🙂 </script>", "Nord 🙂 </script>"),
        ("half a pair \ud83d", "half a pair \ud83d"),
    ],
)
def test_figures_become_what_json_can_hold(folder, value, written) -> None:
    results = Results("r")
    results.figure("x", value, "share", np.int64(4), low=value, high=None)
    figure = read(folder)["figures"]["x"]
    assert figure["value"] == written and type(figure["value"]) is type(written)
    assert figure["low"] == written
    assert figure["n"] == 4


def test_without_a_runner_nothing_is_written(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("KAMLAB_RESULTS", raising=False)
    monkeypatch.chdir(tmp_path)
    results = Results("r")
    results.figure("a", 1, "accounts", 1)
    results.table("t", FRAME)
    assert not list(tmp_path.iterdir())
    assert results.as_dict()["tables"] == {"t": "tables/t.parquet"}


def test_a_recorded_table_does_not_change_with_its_frame() -> None:
    results, frame = Results("r"), FRAME.copy()
    results.table("t", frame)
    frame["value"] = 0.0
    pd.testing.assert_frame_equal(results.tables["t"], FRAME)


def test_what_was_given_out_is_a_copy() -> None:
    results = Results("r")
    results.missing("a")
    given = results.as_dict()
    results.missing("b")
    assert given["missing_parts"] == ["a"]


@pytest.mark.parametrize(
    "error", [MissingPartError, UndefinedError, NotEnoughDataError]
)
def test_a_part_that_cannot_be_told_says_so_and_the_rest_goes_on(
    folder, capsys, error
) -> None:
    results = Results("r")
    with results.part("Service cost"):
        raise error("Polar has no <b>orders</b>.")
    said = "Service cost: not shown. Polar has no <b>orders</b>.\n"
    assert capsys.readouterr().out == said
    assert read(folder)["missing_parts"] == ["Service cost"]
    results.figure("a", 1, "accounts", 1)
    assert list(read(folder)["figures"]) == ["a"]


@pytest.mark.parametrize(
    "error", [KamLabError, RefusedError, KeyError, ValueError, SystemExit]
)
def test_any_other_error_ends_the_report(capsys, error) -> None:
    results = Results("r")
    with pytest.raises(error), results.part("Service cost"):
        raise error("x")
    assert results.missing_parts == []
    assert capsys.readouterr().out == ""


def test_a_part_that_works_says_nothing(capsys) -> None:
    results = Results("r")
    with results.part("Service cost"):
        results.figure("a", 1, "accounts", 1)
    assert results.missing_parts == [] and list(results.figures) == ["a"]
    assert capsys.readouterr().out == ""
