from __future__ import annotations

import pandas as pd

from kamlab.segmentation import (
    boundary,
    boundary_table,
    concentration,
    evidence_table,
    intervals_table,
    six_definitions,
    truth_table,
)


def test_evidence_names_account_definition_and_why(mini, tell) -> None:
    what, _, chosen = tell(mini)
    text = str(evidence_table(what, six_definitions(mini, what, chosen)))
    assert text.splitlines()[2].split()[:2] == ["Account", "C"]
    assert "may be named to others" in text
    assert "Account G" not in text


def test_boundary_says_which_side(mini, tell) -> None:
    what, _, chosen = tell(mini)
    text = str(boundary_table(what, boundary(what, chosen)))
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Account D critical 20.3 % over 50.00 revenue, gross margin" in rows
    assert "Account A key 7.6 % under −422.22 revenue, gross margin" in rows
    assert "Distance, EUR" in text


def test_intervals_write_shares_in_per_cent(mini, tell) -> None:
    what, _, _ = tell(mini)
    table = concentration(pd.Series(range(1, 31), dtype=float))
    text = str(intervals_table(what, table))
    assert "HHI    0.0" in text and "Share of the largest 20 %" in text
    assert text.count(" %") >= 10


def test_truth_shows_blanks_as_dashes(mini, tell) -> None:
    what, _, _ = tell(mini)
    row = {"definition": "partner", "labelled": 0, "truly": 3, "both": 0}
    checked = pd.DataFrame([row | {"right": float("nan"), "found": 0.0, "n": 8}])
    assert "–" in str(truth_table(what, checked))
