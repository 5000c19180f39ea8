from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching import State, start
from kamlab.teaching.placeholder import PLACEHOLDER
from kamlab.teaching.progress import FILE, read_progress


def test_questions_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    q = start("00_start_here", namespace)
    assert namespace["____"] is PLACEHOLDER
    assert [question.number for question in q] == ["0.1", "0.2"]
    assert dir(q) == ["q0_1", "q0_2"]
    assert "Which of the ten claims" in repr(q.q0_1)
    with pytest.raises(RefusedError, match="no question 'q0_3'; did you mean 'q0_"):
        _ = q.q0_3
    assert not list(tmp_path.iterdir())


def test_an_unknown_exercise() -> None:
    with pytest.raises(RefusedError, match="did you mean '02_key_accounts'"):
        start("2_key_account", {})


def test_progress_is_kept_in_my_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "my_work" / "00"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    namespace: dict[str, Any] = {"sourced": ["8", "10"]}
    assert start("00_start_here", namespace).q0_1.check().state is State.NOT_YET
    namespace["sourced"] = []
    assert start("00_start_here", namespace).q0_1.check().state is State.CORRECT
    kept = read_progress(tmp_path / "my_work" / FILE)
    assert kept["0.1"] == {
        "attempts": 2,
        "solved": True,
        "mistakes": {"sounds_scientific": 1},
    }
    # in the next session the solution is open: it was tried before
    assert "Rule" in start("00_start_here", {}).q0_1.solution().text
