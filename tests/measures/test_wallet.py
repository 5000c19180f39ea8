from __future__ import annotations

import numpy as np
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.wallet import wallet_share


def test_mini_by_hand(mini) -> None:
    table = wallet_share(Evenings(mini)).set_index("account_id")["wallet_share"]
    assert table["A"] == pytest.approx(42_000 / 60_000)  # twelve orders of 3,500


def test_no_estimate_no_share(make_firm) -> None:
    lines = [(name, "2025-12-31", 10.0) for name in "ABC"]
    accounts = {"account_id": list("ABC"), "wallet_estimate": [40.0, 0.0, None]}
    table = wallet_share(Evenings(make_firm(lines, accounts=accounts)))
    np.testing.assert_array_equal(table["wallet_share"], [0.25, np.nan, np.nan])
    with pytest.raises(MissingPartError, match="no table accounts"):
        wallet_share(Evenings(make_firm(lines)))
