from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.act import counted, plot_counted
from kamlab.errors import NotEnoughDataError


def past(ratios: list[float], lost: list[bool]) -> pd.DataFrame:
    names = [f"A{i}" for i in range(len(ratios))]
    return pd.DataFrame({"account_id": names, "gap_ratio": ratios, "lost": lost})


FRAME = past(
    [0.0, 0.5, 0.99, 1.0, 1.5, 2.0, 7.0, np.nan],
    [False, False, True, False, False, True, True, False],
)


def test_bands_by_hand() -> None:
    table = counted(FRAME).table
    assert table["slices"].tolist() == [1, 2, 2, 2, 1]
    assert table["lost"].tolist() == [0, 1, 0, 2, 0]
    assert table["observed"].tolist() == [0, 0.5, 0, 1, 0]
    # half a loss in one more case
    assert table["probability"].tolist() == pytest.approx(
        [0.5 / 2, 1.5 / 3, 0.5 / 3, 2.5 / 3, 0.5 / 2]
    )
    inside = table["observed"].between(table["low"] - 1e-9, table["high"] + 1e-9)
    assert inside.all()


def test_scores_are_those_of_the_band() -> None:
    found = counted(FRAME)
    now = pd.DataFrame({"gap_ratio": [0.2, 2.0, np.nan]})
    assert found.score(now).tolist() == pytest.approx([0.25, 2.5 / 3, 0.25])


def test_silence_ranks() -> None:
    found = counted(FRAME).auc
    # .99 is below 1, 1.5 and the blank one, which stands at the median of 1
    assert found.value == pytest.approx((5 + 5 + 2) / 15)
    assert found.n == 8


def test_nothing_lost_is_no_auc() -> None:
    assert counted(past([0.1, 1.1], [False, False])).auc.value is None


def test_no_past_at_all() -> None:
    found = counted(FRAME.iloc[:0])
    assert found.table["slices"].sum() == 0
    assert found.table["probability"].isna().all()
    with pytest.raises(NotEnoughDataError, match="no past cut-off"):
        plot_counted(found)


def test_picture_names_the_worst_band() -> None:
    chart = plot_counted(counted(FRAME))
    assert "two gaps or more, 100 % stopped buying (2 of 2 cases" in chart.reading
