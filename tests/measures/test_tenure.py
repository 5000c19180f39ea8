from __future__ import annotations

from datetime import date

import pytest

from kamlab.measures.buying import ordering
from kamlab.measures.evenings import Evenings
from kamlab.measures.tenure import tenure


@pytest.mark.parametrize(
    ("since", "days"),
    [("2024-12-31", 365), ("2025-06-30", 184), (None, 184)],
)
def test_years_since_the_books_or_the_first_order_say(make_firm, since, days) -> None:
    lines = [("A", "2025-06-30", 1.0), ("A", "2025-12-31", 1.0)]
    accounts = {"account_id": ["A"], "since": [since]} if since else None
    tables = {"accounts": accounts} if accounts else {}
    for cut_offs in (None, [date(2025, 12, 30), date(2025, 12, 31)]):
        evenings = Evenings(make_firm(lines, **tables), cut_offs)
        table = tenure(evenings, ordering(evenings))
        assert table["tenure"].iloc[-1] == days / 365
