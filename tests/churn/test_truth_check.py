from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    saved_sentence,
    saved_table,
    saved_truly,
    warned_against_truth,
    watch_list,
)
from kamlab.churn.truth_check import BROKE, LUCK, counts_of
from kamlab.churn.what_if import true_effects
from kamlab.company import Company
from kamlab.errors import MissingPartError
from kamlab.simulation import make_world, simulate
from kamlab.simulation.events import events
from kamlab.simulation.life import life_of
from kamlab.simulation.tour import TourSettings
from kamlab.simulation.why import LIKELY, why_it_left

SETTINGS = EarlyWarningSettings()


@pytest.fixture(scope="module")
def firm() -> Company:
    return simulate(make_world(seed=5, accounts=60, months=24)).company()


def listed(firm: Company, *ids: str, probability: float = 0.5) -> pd.DataFrame:
    """A watch list of chosen accounts, each worth 1,000."""
    names = firm.frame("accounts").set_index("account_id")["name"]
    table = pd.DataFrame({"account_id": list(ids), "name": names[list(ids)].to_list()})
    return table.assign(
        value=1000.0, probability=probability, value_at_risk=1000.0 * probability
    )


def test_leaving_is_what_the_truth_says(firm) -> None:
    status = account_status(firm, SETTINGS)
    table = warned_against_truth(firm, status, listed(firm))
    truth = firm.truth("accounts").set_index("account_id")
    went = truth["decided"].notna() | truth["lost"].notna()
    rows = table.set_index("account_id")
    assert rows["leaving"].tolist() == went[rows.index].tolist()
    assert rows["leaving"].sum() > 3
    lost = status.set_index("account_id")["status"] == "lost"
    assert (rows["said"] == "lost").equals(lost.reindex(rows.index))
    broke = truth.index[truth["loss_type"] == "insolvent"]
    told = rows.index.intersection(broke)
    assert set(rows.loc[told, "push"]) <= {BROKE}
    assert rows.loc[rows["leaving"], "push"].notna().all()
    assert rows.loc[~rows["leaving"], "push"].isna().all()


def test_the_push_is_that_of_the_month_of_the_decision(firm) -> None:
    table = warned_against_truth(firm, account_status(firm, SETTINGS), listed(firm))
    rows = table[table["leaving"] & (table["push"] != BROKE)]
    assert len(rows) > 3
    happened = events(firm)
    for _, row in rows.head(4).iterrows():
        tour = TourSettings(account=row["account_id"])
        why = why_it_left(firm, life_of(firm, tour, happened))
        if why.hazard < LIKELY * why.usual:
            assert row["push"] == LUCK
        else:
            factors = why.factors.sort_values("factor", ascending=False)
            assert row["push"] == factors["words"].iloc[0]


def test_what_is_decided_after_the_cut_off_is_not_told(firm) -> None:
    whole = warned_against_truth(firm, account_status(firm, SETTINGS), listed(firm))
    latest = whole["since"].max()
    day = (latest - pd.Timedelta(days=1)).date()
    before = firm.as_of(day)
    early = warned_against_truth(before, account_status(before, SETTINGS), listed(firm))
    assert early["since"].max() < latest
    assert early["leaving"].sum() < whole["leaving"].sum()


def test_counts_by_hand() -> None:
    table = pd.DataFrame(
        {
            "said": ["lost", "lost", "watched", "fine", "fine", "fine"],
            "leaving": [True, False, True, False, False, True],
        }
    )
    counts = counts_of(table).set_index("said")
    assert counts["accounts"].tolist() == [2, 1, 3]
    assert counts["leaving"].tolist() == [1, 1, 1]
    assert counts["right"].tolist() == pytest.approx([0.5, 1.0, 2 / 3])
    assert counts_of(table.head(2))["right"].isna().tolist() == [False, True, True]


def test_a_call_that_comes_too_late_saves_nothing(firm) -> None:
    truth = firm.truth("accounts")
    gone = truth.loc[truth["decided"].notna(), "account_id"].iloc[0]
    open_ = true_effects(firm, "save_call", horizon=6).set_index("account_id")
    best = open_["true_effect"].idxmax()
    saved = saved_truly(firm, listed(firm, gone, best), 6, 0.3)
    rows = saved.set_index("account_id")
    assert pd.isna(rows.loc[gone, "true_risk"])
    assert rows.loc[gone, "truly_saved"] == 0.0
    expected = 1000.0 * open_.loc[best, "true_effect"]
    assert rows.loc[best, "truly_saved"] == pytest.approx(expected)
    assert rows["claimed"].tolist() == [150.0, 150.0]
    said = saved_sentence(saved, "EUR")
    assert "claimed were 300 EUR" in said and "comes too late" in said
    assert len(saved_table(saved, "EUR").frame) == 2


def test_an_empty_list(firm, make_firm) -> None:
    saved = saved_truly(firm, listed(firm), 6, 0.3)
    assert saved_sentence(saved, "EUR").startswith("Nobody is on the list")


def test_no_truth_is_said(three) -> None:
    status = account_status(three, SETTINGS)
    watched = watch_list(
        three,
        pd.DataFrame(status).assign(
            score=0.0, rank=1, value=0.0, probability=0.0, value_at_risk=0.0
        ),
        SETTINGS,
    )
    with pytest.raises(MissingPartError, match="no truth"):
        warned_against_truth(three, status, watched)
    with pytest.raises(MissingPartError, match="no truth"):
        saved_truly(three, watched, 6, 0.3)
