"""Visits, leaks, three models, levers, drivers: what the lesson and questions show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.act import (
    RECORDED,
    ChurnModelSettings,
    Study,
    alone,
    decisions,
    levers_tried,
    models_beside,
    plot_signs,
    stories,
    three_models,
    true_drivers,
    visit_signs,
    with_leak,
)
from kamlab.company import Company
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.simulation import make_world, simulate
from kamlab.simulation.levers import make_levers


def test_decisions_are_those_of_the_truth(small: Company) -> None:
    table = decisions(small)
    months = small.truth("months")
    here = months[~months["leaving"].astype(bool)]
    assert len(table) == len(here)
    assert table["decides"].sum() == here["decides"].astype(bool).sum()
    assert table["visits"].to_numpy() == pytest.approx(np.log1p(here["visits"]))
    assert set(table["champion"]) <= {0.0, 1.0}


@pytest.mark.slow
def test_signs_of_the_visits_turn_by_lot() -> None:
    world = make_world(seed=1, accounts=1200)
    usual = simulate(world).company()
    drawn = simulate(world, make_levers(randomised_visits=True)).company()
    signs = visit_signs(usual, drawn).set_index("way")
    found = signs["coefficient"].to_dict()
    assert found["naive"] > 0 and found["adjusted"] > 0 and found["randomised"] < 0
    reading = plot_signs(signs.reset_index()).reading
    assert "drawn by lot they lower the risk" in reading


def test_recorded_columns_are_there(small: Company) -> None:
    assert set(RECORDED) <= set(decisions(small))


def test_the_leak_counts_after_the_evening(small: Company) -> None:
    days = pd.to_datetime(["2024-06-30", "2024-07-31"])
    account = small.frame("order_lines")["account_id"].iloc[0]
    frame = pd.DataFrame({"account_id": [account] * 2, "cut_off": days})
    lines = small.frame("order_lines")
    mine = lines.loc[lines["account_id"] == account, "order_date"].drop_duplicates()
    wide = pd.Timedelta(days=90)
    expected = [int(((mine > day - wide) & (mine <= day + wide)).sum()) for day in days]
    assert with_leak(small, frame)["orders_around"].tolist() == expected


def test_alone_finds_the_answer_itself(rich: Study) -> None:
    spoilt = rich.past.assign(answer=rich.past["lost"].astype(float))
    table = alone(spoilt, ["gap_ratio", "answer"])
    assert table["signal"].tolist() == ["answer", "gap_ratio"]
    assert table["auc"].iloc[0] == 1


def test_three_models_rank_alike_and_one_is_right(rich: Study) -> None:
    test = rich.needs_test()
    told = three_models(test)
    order = np.argsort(told["B"], kind="stable")
    for score in told.values():
        assert (np.diff(score[order]) >= -1e-12).all()
    table = models_beside(test).set_index("model")
    assert np.ptp(table["auc"]) < 1e-9
    assert table.loc["A", "slope"] == pytest.approx(table.loc["B", "slope"] / 2)
    assert table.loc["A", "told"] == pytest.approx(table.loc["A", "seen"])
    assert table.loc["C", "told"] > 1.5 * table.loc["B", "told"]


def test_levers_of_the_settings(small: Company) -> None:
    settings = ChurnModelSettings(replicates=0, close_hours=0.0, visits_plus=0)
    titles = [one.title for one in levers_tried(small, settings)]
    assert titles == ["late deliveries at most 5 %", "1 more contact each"]
    nothing = settings.model_copy(update={"late_cap": 1.0, "breadth_plus": 0})
    with pytest.raises(UndefinedError, match="No lever is set"):
        levers_tried(small, nothing)


def test_true_drivers_tell_causes_from_symptoms(small: Company) -> None:
    table = true_drivers(small).set_index("feature")["per_unit"]
    assert table["late_share"] == 2 and table["gap_ratio"] == 0


def test_the_leak_rings(rich: Study, small: Company) -> None:
    past = rich.past.assign(orders_around=np.where(rich.past["lost"], 0.0, 5.0))
    settings = ChurnModelSettings()
    leaky = stories.leaky_study(small, rich, settings)
    # these accounts are not among the small company's, so the column is empty there
    assert leaky.past["orders_around"].eq(0).all()
    assert alone(past, ["orders_around"])["auc"].iloc[0] == 1


@pytest.mark.slow
def test_the_trial_of_a_year() -> None:
    firm = simulate(make_world(seed=2, accounts=300)).company()
    trial = stories.year_trial(firm)
    said = stories.trial_sentence(trial, firm)
    arms = trial.groupby("treated")["lost"].agg(["size", "mean"])
    assert f"{arms.loc[True, 'size']:,} accounts called" in said
    assert "are needed" in stories.sample_sentence(trial, firm, 96)
    with pytest.raises(MissingPartError):
        stories.year_trial(
            firm.as_of("").__class__.from_tables(
                {"order_lines": firm.frame("order_lines")}, name="B", currency="EUR"
            )
        )


def test_persuadable_in_words() -> None:
    known = pd.DataFrame(
        {
            "risk": np.linspace(0, 0.9, 10),
            "true_effect": [0.0] * 5 + [0.04] + [0.01] * 4,
        }
    )
    said = stories.persuade_sentence(known)
    assert "lowers it by 1 points" in said or "lowers it by 1.0 points" in said
    assert "0 are among the 1 riskiest" in said
