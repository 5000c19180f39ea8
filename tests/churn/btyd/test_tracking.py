from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.btyd import Btyd, fit_btyd, held_out, tracking
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError

BG = Btyd("bg_nbd", {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})


def firm() -> Company:
    days = ["2024-01-01", "2024-01-07", "2024-01-08", "2024-01-21", "2024-01-08"]
    lines = pd.DataFrame(
        {
            "account_id": ["A", "A", "A", "A", "B"],
            "order_date": pd.to_datetime(days),
            "net_amount": 1.0,
        }
    )
    return Company.from_tables({"order_lines": lines}, name="Two")


def test_published_tracking(cdnow, cdnow_book) -> None:
    fit = fit_btyd("pareto_nbd", *cdnow_book)
    table = tracking(fit, cdnow, periods=25).iloc[19:]
    # walkthrough of the R package BTYD, weeks 20 to 25
    assert table["actual"].tolist() == [1359, 1414, 1484, 1517, 1573, 1672]
    assert table["expected"].round().tolist() == [1309, 1385, 1460, 1533, 1604, 1674]
    steps = tracking(fit, cdnow, periods=25)["expected"].diff().iloc[19:]
    published = [78.31, 76.42, 74.65, 72.98, 71.41, 69.93]
    np.testing.assert_allclose(steps, published, atol=0.01)


def test_published_hold_out(cdnow) -> None:
    table = held_out(BG, cdnow, "1997-09-30")
    assert table["actual"].sum() == 1882
    assert table["expected"].sum() == pytest.approx(1653.94, abs=0.005)
    assert table["p_alive"].mean() == pytest.approx(0.8134, abs=5e-5)
    linked = np.corrcoef(table["expected"], table["actual"])[0, 1]
    assert linked == pytest.approx(0.6256, abs=5e-5)


def test_by_hand() -> None:
    table = tracking(BG, firm(), periods=3)
    assert table["actual"].tolist() == [1, 2, 3]
    one, two, three = BG.expected_new([1, 2, 3])
    # B enters with the first day of the second week
    np.testing.assert_allclose(table["expected"], [one, two + one, three + two])


def test_held_out_by_hand() -> None:
    table = held_out(BG, firm(), "2024-01-14").set_index("account_id")
    assert table["actual"].to_dict() == {"A": 1, "B": 0}
    # two repeats in 13 days, seven more days
    assert table.loc["A", "at_old_rate"] == pytest.approx(2 / 13 * 7)
    assert table.loc["B", "expected"] == pytest.approx(
        BG.expected_purchases(1, 0, 0, 6 / 7)[0]
    )


def test_nothing_held_out_and_no_such_weeks() -> None:
    with pytest.raises(NotEnoughDataError, match="No day is held out"):
        held_out(BG, firm(), "2024-01-21")
    for periods in (0, 4):
        with pytest.raises(RefusedError, match="from 1 to 3"):
            tracking(BG, firm(), periods=periods)
