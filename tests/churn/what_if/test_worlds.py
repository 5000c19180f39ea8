from __future__ import annotations

import pytest

from kamlab.churn.what_if import on_top_of, rules_for, standard_action, title_of
from kamlab.errors import MissingPartError, RefusedError
from kamlab.simulation import Levers
from kamlab.simulation.levers import ACTIONS


def test_own_books_cannot_be_played_again(made, mini) -> None:
    for firm in (made.company(truth=False), mini):
        with pytest.raises(MissingPartError, match=r"simulated company.*by lot"):
            rules_for(firm)


def test_the_rules_come_out_of_the_truth(made, firm) -> None:
    assert rules_for(firm).world == made.world


def test_levers_come_on_top() -> None:
    usual = Levers(breadth_plus=1, start=5)
    assert on_top_of(usual, late_cap=0.1) == Levers(
        breadth_plus=1, start=5, late_cap=0.1
    )
    with pytest.raises(RefusedError, match="did you mean 'late_cap'"):
        on_top_of(usual, late_kap=0.1)
    with pytest.raises(RefusedError, match="visits_plus = 99 cannot be"):
        on_top_of(usual, visits_plus=99)


def test_standard_actions_are_those_of_the_truth() -> None:
    for name, levers in ACTIONS.items():
        assert Levers(**standard_action(name)) == levers
    with pytest.raises(RefusedError, match="did you mean 'save_call'"):
        standard_action("save_cal")


@pytest.mark.parametrize(
    "values, words",
    [
        ({"late_cap": 0.05}, "late deliveries at most 5 %"),
        ({"fix_warehouse": 3}, "warehouse 3 as punctual as the best"),
        ({"breadth_plus": 1}, "1 more contact each"),
        ({"close_hours": 48}, "tickets solved within 48 hours"),
        ({"visits_plus": 2}, "2 more visits a month each"),
        ({"randomised_visits": True}, "visits by the dice"),
        ({"save_call": "all"}, "save calls to all"),
        ({"save_call": "A1, A2", "start": 3}, "save calls to 2 accounts"),
        ({"prices": -0.05}, "prices −5 %"),
        ({"start": 3}, "nothing changed"),
        ({"late_cap": 0.0, "visits_plus": 1},
         "late deliveries at most 0 % and 1 more visit a month each"),
    ],
)  # fmt: skip
def test_titles_say_what_is_done(values, words: str) -> None:
    assert title_of(values) == words


def test_every_lever_has_words() -> None:
    told = {"late_cap": 0.1, "fix_warehouse": 1, "breadth_plus": 1, "close_hours": 1.0}
    told |= {"visits_plus": 1, "randomised_visits": True, "save_call": "all"}
    told |= {"prices": 0.1}
    assert set(Levers.model_fields) - {"start", "save_until"} == set(told)
    assert all(title_of({k: v}) != "nothing changed" for k, v in told.items())
