from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    plot_pushes,
    pushes_sentence,
    saved_sentence,
    truth_figures,
    truth_sentence,
    truth_table,
)
from kamlab.errors import NotEnoughDataError

MONTH = pd.Timestamp("2025-03-01")


def verdicts(*rows: tuple[str, str, bool, str | None]) -> pd.DataFrame:
    """Accounts as (name, said, leaving, push)."""
    table = pd.DataFrame(rows, columns=["name", "said", "leaving", "push"])
    table["push"] = table["push"].astype("str").where(table["push"].notna())
    table["since"] = pd.Series([MONTH if r[2] else pd.NaT for r in rows])
    return table.assign(account_id=table["name"], days_silent=10)


SOME = verdicts(
    ("A", "lost", True, "tickets"),
    ("B", "lost", False, None),
    ("C", "watched", True, "few visits"),
    ("D", "fine", True, "tickets"),
    ("E", "fine", False, None),
)


def test_the_sentence_names_whom_the_rule_missed() -> None:
    assert truth_sentence(SOME) == (
        "Of 2 accounts the rule calls lost, 1 had truly left or decided to. Of 1 on "
        "the watch list 1 had decided to leave: C in March 2025 (few visits). 1 more "
        "was leaving and looked fine: D in March 2025 (tickets)."
    )
    figures = truth_figures(SOME)
    assert {name: (one.value, one.n) for name, one in figures.items()} == {
        "truth_lost_left": (1, 2),
        "truth_watched_leaving": (1, 1),
        "truth_missed": (1, 2),
    }


def test_nobody_listed_and_nobody_missed() -> None:
    table = verdicts(("A", "lost", True, "tickets"), ("B", "lost", True, "tickets"))
    assert truth_sentence(table) == (
        "Of 2 accounts the rule calls lost, all had truly left or decided to. Nobody "
        "is on the watch list. Nobody who looked fine was leaving."
    )


def test_more_than_three_are_counted() -> None:
    table = verdicts(*[(name, "fine", True, "tickets") for name in "ABCDE"])
    assert "5 more were leaving" in truth_sentence(table)
    assert "and 2 more." in truth_sentence(table)


def test_the_table_leaves_out_the_calm_and_the_lost(three) -> None:
    table = truth_table(three, SOME)
    assert table is not None and table.frame["name"].tolist() == ["C", "D"]
    assert truth_table(three, SOME[SOME["name"] == "E"]) is None


def test_the_pushes_are_counted_and_drawn() -> None:
    chart = plot_pushes(SOME)
    assert "the most frequent, tickets, at 2" in chart.alt
    assert pushes_sentence(SOME) == (
        "The strongest push of 3 accounts that left or decided to: tickets at 2, few "
        "visits at 1."
    )
    calm = verdicts(("E", "fine", False, None))
    assert pushes_sentence(calm) == "By the cut-off nobody had decided to leave."
    with pytest.raises(NotEnoughDataError, match="nobody had decided"):
        plot_pushes(calm)


def test_most_claimed_where_nothing_was_to_be_saved() -> None:
    saved = pd.DataFrame(
        {
            "name": ["A", "B"],
            "probability": [0.75, 0.75],
            "true_risk": [0.0, float("nan")],
            "claimed": [900.0, -100.0],
            "truly_saved": [0.0, 0.0],
        }
    )
    assert saved_sentence(saved, "EUR") == (
        "By the truth, calls at the whole list save 0 EUR; claimed were 800 EUR. At B "
        "a call comes too late: the decision has been made. Most was claimed at A: "
        "its risk was estimated at 75.0 % and truly was 0.0 %."
    )
    unknown = saved.assign(claimed=float("nan"))
    assert "claimed" not in saved_sentence(unknown, "EUR")
