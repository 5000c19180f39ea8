from __future__ import annotations

import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    how_long_followed,
    limits_sentence,
    stay_figures,
)
from kamlab.errors import NotEnoughDataError

SETTINGS = EarlyWarningSettings()


def test_three_accounts_by_hand(three) -> None:
    """All are followed from the fourth order, 2024-03-31; L goes at 2024-12-31.

    K and S are followed up to 93 days before the cut-off, 2025-03-29.
    """
    followed = how_long_followed(three, SETTINGS)
    assert (followed.clock, followed.definition.gap_k) == ("watched", 3.0)
    curve = followed.curve()
    figures = stay_figures(curve)
    assert curve.last == pytest.approx(363 * 12 / 365)
    # nobody was followed for a year, so nothing is claimed of it
    assert figures["stayed_a_year"].value is None
    assert figures["median_stay"].value is None and figures["median_stay"].n == 1
    assert curve.at(11) == pytest.approx(2 / 3)
    said = limits_sentence(followed, curve)
    assert "longer than 11.9 months" in said
    assert "fewer than 10 accounts" in said


def test_the_year_carries_its_interval_and_n(make_firm, orders) -> None:
    days = {f"K{k}": orders["K"] for k in range(4)} | {"L": orders["L"]}
    older = {name: [*_before(), *list(one)] for name, one in days.items()}
    curve = how_long_followed(make_firm(older), SETTINGS).curve()
    year = stay_figures(curve)["stayed_a_year"]
    assert year.value == curve.at(12) and year.n == curve.at_risk(12) == 5
    assert stay_figures(curve)["median_stay"].n == 1


def _before() -> list[str]:
    return [f"2023-{month:02d}-28" for month in range(1, 12)]


def test_who_is_too_new_is_counted(make_firm, orders) -> None:
    firm = make_firm({**orders, "N": ["2025-06-01"]})
    followed = how_long_followed(firm, SETTINGS)
    said = limits_sentence(followed, followed.curve())
    assert "Left out: 1 account, too few orders to know their rhythm." in said


def test_nobody_lost(make_firm, orders) -> None:
    followed = how_long_followed(make_firm({"K": orders["K"]}), SETTINGS)
    with pytest.raises(NotEnoughDataError):
        followed.curve()
