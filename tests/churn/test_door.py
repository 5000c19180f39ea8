"""The names an analyst calls stand at the door of the room, and cost little."""

from __future__ import annotations

import subprocess
import sys

import kamlab.churn
from kamlab.churn import btyd, decision

FITS = ("fit_btyd", "fit_gamma_gamma", "fit_sbg", "purchase_histories")


def test_fits_and_expected_profit_are_at_the_door() -> None:
    for name in FITS:
        assert getattr(kamlab.churn, name) is getattr(btyd, name)
        assert name in kamlab.churn.__all__
    profit = decision.expected_maximum_profit
    assert kamlab.churn.expected_maximum_profit is profit
    assert "expected_maximum_profit" in kamlab.churn.__all__


def test_the_door_opens_without_the_heavy_libraries() -> None:
    code = "import sys, kamlab.churn; print('sklearn' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
