from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.what_if import save_call_trial
from kamlab.company import Company
from kamlab.errors import MissingPartError, RefusedError
from kamlab.simulation import Levers, SimulatedCompany, make_world, simulate

CUT_OFF = "2023-12-31"


@pytest.fixture(scope="module")
def made() -> SimulatedCompany:
    """Many leave, and a call does much: a month more or less of calls would show."""
    values = {"loss_base": -3.5, "save_strength": 0.9, "save_width": 0.5}
    return simulate(make_world(seed=5, accounts=60, months=24, **values))


@pytest.fixture(scope="module")
def early(made: SimulatedCompany) -> Company:
    return made.company().as_of(CUT_OFF)


def test_the_trial_is_the_simulator_with_those_called(made, early) -> None:
    trial = save_call_trial(early)
    called = ",".join(trial.loc[trial["treated"], "account_id"])
    levers = Levers(save_call=called, start=13, save_until=24)
    lost = (
        simulate(made.world, levers).truth["accounts"].set_index("account_id")["lost"]
    )
    assert trial["lost"].tolist() == lost[trial["account_id"]].notna().tolist()
    nobody = made.truth["accounts"].set_index("account_id")["lost"]
    expected = nobody[trial["account_id"]].notna().tolist()
    assert trial["lost_without"].tolist() == expected


def test_a_call_never_drives_away_and_the_lot_decides_alone(early) -> None:
    trial = save_call_trial(early)
    assert not (trial["lost_with"] & ~trial["lost_without"]).any()
    assert 0.2 < trial["treated"].mean() < 0.8
    again = save_call_trial(early)
    pd.testing.assert_frame_equal(trial, again)
    other = save_call_trial(early, lot=2)
    assert (other["treated"] != trial["treated"]).any()
    same = ["account_id", "lost_without", "lost_with", "risk", "true_effect"]
    pd.testing.assert_frame_equal(trial[same], other[same])


def test_who_has_decided_is_not_in_it(made: SimulatedCompany, early: Company) -> None:
    accounts = made.truth["accounts"].set_index("account_id")
    decided = accounts["decided"].reindex(save_call_trial(early)["account_id"])
    assert not (decided <= CUT_OFF).any() and (decided > CUT_OFF).any()


def test_a_larger_share_calls_more(early) -> None:
    few, many = (save_call_trial(early, share=share) for share in (0.1, 0.9))
    assert few["treated"].sum() < many["treated"].sum()
    assert set(few.index[few["treated"]]) <= set(many.index[many["treated"]])


@pytest.mark.slow
def test_over_many_lots_the_experiment_finds_the_effect(early) -> None:
    """One experiment is luck; on average both arms differ by the true effect."""
    found, n = [], 0
    for lot in range(60):
        trial = save_call_trial(early, lot=lot)
        arms = trial.groupby("treated")["lost"].mean()
        found.append(arms[False] - arms[True])
        n = len(trial)
    truth = (trial["lost_without"].astype(int) - trial["lost_with"]).mean()
    error = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(truth, abs=3 * error + 1 / n)


@pytest.mark.parametrize(
    "asked, why",
    [
        ({"months": 13}, "13 months from 2023-12-31 reach beyond .* 12 are left"),
        ({"months": 0}, "months = 0 cannot be"),
        ({"months": "all"}, "months = 'all' cannot be"),
        ({"share": 1.5}, "share = 1.5 cannot be"),
        ({"share": 0}, "share = 0 cannot be"),
    ],
)
def test_bad_input_is_named(early, asked, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        save_call_trial(early, **asked)


def test_real_books_have_no_second_run(mini) -> None:
    with pytest.raises(MissingPartError, match="carries no truth"):
        save_call_trial(mini)
