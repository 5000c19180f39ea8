from __future__ import annotations

from typing import Any

import pytest

from kamlab.company.locate import files
from kamlab.errors import RefusedError
from kamlab.teaching.agenda import (
    agenda_of,
    agenda_section,
    masters_of,
    modules_of,
    notebooks_of,
)
from kamlab.teaching.building import read_notebook
from kamlab.teaching.class_file import ClassFile

NOTEBOOKS = files("notebooks")


def plan(**values: Any) -> ClassFile:
    return ClassFile(
        **{"name": "A", "learners": ["Ada"], "modules": ["0", "2"], **values}
    )


def test_modules_by_number_and_name() -> None:
    assert modules_of(plan(), NOTEBOOKS) == ["00_start_here", "02_key_accounts"]
    same = plan(modules=["02_key_accounts", "2", "02"])
    assert modules_of(same, NOTEBOOKS) == ["02_key_accounts"]
    with pytest.raises(RefusedError, match="no module '02_key_acounts'; did you mean"):
        modules_of(plan(modules=["02_key_acounts"]), NOTEBOOKS)
    with pytest.raises(RefusedError, match="no module '99'"):
        modules_of(plan(modules=["99"]), NOTEBOOKS)


def test_learners_get_no_solution() -> None:
    for module in ("00_start_here", "02_key_accounts", "09_pay_mechanics"):
        found = notebooks_of(module, NOTEBOOKS)
        kinds = {read_notebook(p)["metadata"]["kamlab"]["kind"] for p in found}
        assert "exercise" in kinds and "solution" not in kinds
        assert [p.stem for p in masters_of(module, NOTEBOOKS)] == [module]
    assert masters_of("01_the_company", NOTEBOOKS) == []


def test_minutes_come_from_the_notebooks() -> None:
    steps = agenda_of(plan(modules=["0"]), NOTEBOOKS)
    assert [(s.what, s.minutes) for s in steps] == [("00_start_here", 30)]
    agenda = [{"00_start_here": 30}, {"break": 15}, {"02_key_accounts/2_exercise": 40}]
    steps = agenda_of(plan(agenda=agenda, minutes=85), NOTEBOOKS)
    assert sum(step.minutes for step in steps) == 85


@pytest.mark.parametrize(
    "values, says",
    [
        ({"agenda": [{"00_start_here": 20}]}, "20 minutes, its notebook says 30"),
        ({"agenda": [{"00_start_here": 30}], "minutes": 45}, "comes to 30 minutes"),
        ({"agenda": [{"07_early_warning/3_report": 15}]}, "not part of the modules"),
        ({"agenda": [{"02_key_accounts/2_exercize": 40}]}, "did you mean '02_key"),
    ],
)
def test_an_agenda_that_does_not_add_up(values: dict[str, Any], says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        agenda_of(plan(**values), NOTEBOOKS)


def test_the_clock_runs_past_midnight_and_breaks_are_missed() -> None:
    agenda = [{"talk": 60}, {"00_start_here": 30}, {"lunch": 60}, {"walk": 100}]
    day = plan(agenda=agenda, start="20:00")
    table, note = agenda_section(day, agenda_of(day, NOTEBOOKS)).things
    text = table._repr_mimebundle_()["text/plain"]
    assert "20:00–21:00" in text
    assert "22:30–00:10 (day 2)" in text
    assert "250 minutes" in text
    assert "100 minutes without a break" in note._repr_mimebundle_()["text/plain"]


def test_a_short_day_needs_no_break() -> None:
    day = plan(modules=["0"])
    assert len(agenda_section(day, agenda_of(day, NOTEBOOKS)).things) == 1
