"""Everybody on the curve: words that agree with the slips, and who stands nowhere."""

from __future__ import annotations

import pytest

from kamlab.company import Company
from kamlab.compensation import find_plan
from kamlab.compensation.settings import PaySlipSettings
from kamlab.compensation.team_charts import heaviest_part, team_chart, team_words
from kamlab.compensation.team_year import team_slips
from kamlab.errors import MissingPartError, UndefinedError

PLAN = find_plan("three_plans")


def test_words_and_picture_agree_with_the_slips(mini: Company) -> None:
    team = team_slips(mini, PaySlipSettings(company="mini"))
    words = team_words(team, PLAN, "K1", 2025)
    assert "1 of 2 KAMs with a quota reached it for Sales in 2025" in words
    assert "reached 102.5 %" in words and "116.7 %" in words and "place 1 of 2" in words
    assert "would have paid 110.0 %" in words
    chart = team_chart(PLAN, team, "K1", 2025)
    assert "2 KAMs as dots; 1 of them" in chart.alt
    assert "KAM K1" in chart.reading and "117 %" in chart.reading


def test_who_has_no_quota_stands_nowhere(mini: Company) -> None:
    team = team_slips(mini, PaySlipSettings(company="mini"))
    team.loc[team["kam_id"] == "K1", ["attainment", "payout"]] = float("nan")
    assert "stands nowhere" in team_words(team, PLAN, "K1", 2025)
    team[["attainment", "payout"]] = float("nan")
    with pytest.raises(MissingPartError, match="nobody stands"):
        team_chart(PLAN, team, "K1", 2025)


def test_a_plan_of_rates_has_no_common_curve() -> None:
    assert heaviest_part(PLAN) == "Sales"
    with pytest.raises(UndefinedError, match="by rates"):
        heaviest_part(find_plan("percent_of_deal"))
