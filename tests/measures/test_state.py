from __future__ import annotations

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures import current_state

LINES = [("A", "2025-01-01", 1.0), ("B", "2025-12-31", 1.0)]
HISTORY = {
    "account_id": ["B", "A", "A", "A"],
    "valid_from": ["2025-01-01", "2025-06-01", "2024-01-01", "2026-01-01"],
    "kam_id": ["K1", "K2", "K1", "K9"],
    "price_column": [0, None, 3, 9],
}


def test_mini_has_one_account_that_changed_hands(mini) -> None:
    state = current_state(mini).set_index("account_id")
    # E went from K1 to K2 on 1 July 2025
    assert state["kam_id"].tolist() == ["K1", "K2", "K1", "K2", "K2", "K2", "K1", "K2"]
    assert state.loc["E", "innovator"] == 4
    before = current_state(mini.as_of("2025-06-30")).set_index("account_id")
    assert before.loc["E", "kam_id"] == "K1"


def test_the_last_row_up_to_the_cut_off_holds_with_its_blanks(make_firm) -> None:
    state = current_state(make_firm(LINES, account_history=HISTORY))
    assert state["account_id"].tolist() == ["A", "B"]
    assert state["kam_id"].tolist() == ["K2", "K1"]
    assert pd.isna(state["price_column"].iloc[0])
    assert "valid_from" not in state


def test_without_history_the_table_is_named(make_firm) -> None:
    with pytest.raises(MissingPartError, match="account_history"):
        current_state(make_firm(LINES))
