from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching.class_file import read_class

GOOD = """\
name: Spring
learners: [Ada, Ben]
seed: 7
modules: [0, 02_key_accounts]
start: 09:30
agenda:
  - 00_start_here: 30
  - break: 15
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "CLASS.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_class_file(tmp_path: Path) -> None:
    plan = read_class(write(tmp_path, GOOD))
    assert plan.learners == ["Ada", "Ben"]
    assert plan.modules == ["0", "02_key_accounts"]
    assert plan.start == "09:30"
    assert plan.agenda == [{"00_start_here": 30}, {"break": 15}]
    assert plan.scenario == "polar"


def test_a_number_of_learners(tmp_path: Path) -> None:
    plan = read_class(write(tmp_path, "name: A\nlearners: 3\nmodules: [0]\n"))
    assert plan.learners == ["Learner 01", "Learner 02", "Learner 03"]


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("name: Spring", "", "name is missing"),
        ("learners:", "learner:", "no 'learner'; did you mean 'learners'?"),
        ("[Ada, Ben]", "[]", "learners cannot be as it is"),
        ("[Ada, Ben]", "[Ada, No]", "learner 2 is no text; put the name in quotes"),
        ("[Ada, Ben]", "[Ada, 7]", "learner 2 is no text"),
        ("[Ada, Ben]", "[Ada, ' ']", "learner 2 has no name"),
        ("[Ada, Ben]", "500", "learners"),
        ("seed: 7", "scenario: {7: 1}", "scenario cannot be as it is"),
        ("seed: 7", "seed: seven", "seed cannot be as it is"),
        ("seed: 7", "seed: -1", "seed cannot be as it is"),
        ("modules: [0, 02_key_accounts]", "modules: 0", "modules cannot be"),
        ("start: 09:30", "start: early", "write a time such as 09:00"),
        ("start: 09:30", "start: '29:00'", "write a time such as 09:00"),
        ("break: 15", "break: 0", "item 2 needs whole minutes"),
        ("break: 15", "break", "item 2 must be one 'name: minutes'"),
        ("name: Spring", "name: [", "is no YAML"),
        (GOOD, "just text", "must say name, learners and modules"),
        (GOOD, "", "must say name, learners and modules"),
        (GOOD, "a: &a [*a]", "no 'a'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RefusedError) as error:
        read_class(path)
    assert says in str(error.value)
    assert "CLASS.yml" in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be read: No such file"):
        read_class(tmp_path / "CLASS.yml")
    (tmp_path / "bin.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RefusedError, match="is no YAML"):
        read_class(tmp_path / "bin.yml")
