from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.offers import offers

LINES = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]
OFFERS = {
    "account_id": ["A", "A", "A"],
    "month": ["2025-06-01", "2025-07-01", "2025-12-01"],
    "price_gap": [0.2, 0.05, None],
}


def test_offers_of_six_months_and_the_cheapest_of_them(make_firm) -> None:
    firm = make_firm(LINES, competitor_offers=OFFERS)
    row = offers(Evenings(firm)).iloc[0]
    assert (row["offers"], row["price_gap"]) == (2, 0.05)


def test_an_offer_is_known_when_its_month_is_over(make_firm) -> None:
    firm = make_firm(LINES, competitor_offers=OFFERS)
    days = [date(2025, 7, 30), date(2025, 7, 31)]
    assert offers(Evenings(firm, days))["offers"].tolist() == [1, 2]


def test_prices_may_be_unknown(make_firm) -> None:
    known = {name: OFFERS[name] for name in ("account_id", "month")}
    table = offers(Evenings(make_firm(LINES, competitor_offers=known)))
    assert "price_gap" not in table
    with pytest.raises(MissingPartError, match="no table competitor_offers"):
        offers(Evenings(make_firm(LINES)))


def test_no_offer_of_late_has_no_gap(make_firm) -> None:
    old = {name: values[:1] for name, values in OFFERS.items()}
    row = offers(Evenings(make_firm(LINES, competitor_offers=old))).iloc[0]
    assert row["offers"] == 0
    assert np.isnan(row["price_gap"])
