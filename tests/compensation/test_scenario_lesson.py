"""What the lesson shows: closed forms drawn, the debate, pay against skill."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import kamlab
from kamlab.company.locate import files
from kamlab.compensation import effort_charts, find_plan
from kamlab.compensation.behaviour import Job, TwoTasks
from kamlab.compensation.debate import DISPUTES, debate_table
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.compensation.scenario_lesson import (
    deadline_part,
    job_of,
    methods_part,
    tasks_of,
    truth_part,
)
from kamlab.compensation.scenario_practice import PayBehaviourSettings
from kamlab.errors import MissingPartError, RefusedError


def test_the_pictures_tell_the_published_figures() -> None:
    rate = effort_charts.rate_chart(Job(margin=0.3))
    assert "30.0 %" in rate.reading and "15.0 %" in rate.reading
    price = effort_charts.discount_chart(4.0, 0.7, 0.2)
    for figure in ("20.0 %", "20.6 %", "6.7 %"):
        assert figure in price.reading
    quotas = effort_charts.ratchet_chart(100, 130, years=4)
    assert "126.25" in quotas.reading
    with pytest.raises(RefusedError, match="2 to 20 years"):
        effort_charts.ratchet_chart(100, 130, years=1)


def test_care_that_nobody_measures_flattens_pay() -> None:
    reading = effort_charts.care_chart(TwoTasks()).reading
    assert "0.50" in reading and "0.29" in reading


def test_every_dispute_has_two_sides_and_a_source() -> None:
    sides: dict[str, set[str]] = {}
    for question, says, finding, source in DISPUTES:
        sides.setdefault(question, set()).add(says)
        assert finding.endswith(".") and ("[E" in source or "(S" in source)
    assert all(len(found) == 2 for found in sides.values())
    assert len(debate_table().frame) == len(DISPUTES)


def test_terms_go_into_the_closed_forms() -> None:
    terms = PayBehaviourSettings(margin=0.4, luck=2.0, dislike=3.0)
    job, tasks = job_of(terms), tasks_of(terms)
    assert (job.margin, job.noise_variance, job.risk_aversion) == (0.4, 2.0, 3.0)
    assert (tasks.volume_variance, tasks.risk_aversion) == (2.0, 3.0)


def test_a_plan_without_a_curve_is_shown_with_the_default_one() -> None:
    terms = PayBehaviourSettings(team_size=40)
    chart, text = deadline_part(find_plan("three_plans"), terms)
    assert "three-plan bonus" in chart.reading and "95 % interval" in text.text
    chart, _ = deadline_part(find_plan("percent_of_deal"), terms)
    assert "default curve" in chart.reading


@pytest.fixture(scope="module")
def case() -> ScenarioCase:
    return ScenarioCase(kamlab.load("polar"), PayBehaviourSettings(n_sims=100))


def test_quotas_by_four_methods(case: ScenarioCase) -> None:
    table, text = methods_part(case)
    frame = table.frame.set_index("method")
    assert len(frame) == 4
    assert frame.loc["bottom_up", "quota"] > frame.loc["history", "quota"]
    assert "46 %" in text.text


def test_the_best_paid_is_held_against_the_truth(case: ScenarioCase) -> None:
    table, text = truth_part(case)
    top = table.frame.iloc[0]
    assert top["place_payout"] == 1 and top["kam_id"] in text.text
    truth = case.firm.truth("kams").set_index("kam_id")["skill"]
    better = (truth > truth[top["kam_id"]]).sum() + 1
    assert top["place_skill"] == better
    mini = ScenarioCase(kamlab.load("mini"), PayBehaviourSettings())
    with pytest.raises(MissingPartError):
        truth_part(mini)


def test_the_lesson_runs_to_its_end_on_a_company_without_pay(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KAMLAB_RESULTS", str(tmp_path))
    space: dict[str, Any] = {}
    path = files("notebooks", "10_pay_behaviour", "1_lesson.ipynb")
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space["company"] = "mini"
    text = capsys.readouterr().out
    missing = set(space["results"].missing_parts)
    assert {"The cost of the plans", "Fairness", "Pay against true skill"} <= missing
    assert "by hand" in text and "Larkin" in text and "Steenburgh" in text
    assert not re.search(r"\b(nan|NaN|NaT|inf)\b", text)
