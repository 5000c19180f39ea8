from __future__ import annotations

import re

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching.roll import own_seed, roll_of, safe_name

HOSTILE = [
    "../../etc/passwd",
    "C:\\Windows",
    "CON",
    "nul",
    "trainer",
    "Company",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a" * 300,
    "\u202egnp.exe",
    "Ünï çödé",
    "李雷",
    "💥",
    "...",
    "-rf *",
    "a\x00b\nc",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_become_harmless_folders(name: str) -> None:
    (learner,) = roll_of([name], seed=1)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", learner.folder)
    assert len(learner.folder) <= 50
    assert learner.folder not in {"con", "nul", "trainer", "company", "results"}


def test_folders_are_told_apart() -> None:
    names = ["Ada", "ada", "ADA!", "Zoe", "Zoë"]
    folders = [learner.folder for learner in roll_of(names, seed=1)]
    assert folders == ["ada", "ada-2", "ada-3", "zoe", "zoe-2"]


def test_the_same_name_twice_is_refused() -> None:
    with pytest.raises(RefusedError, match="'Ada' is listed twice"):
        roll_of(["Ada", "Ben", "Ada"], seed=1)


def test_seeds_depend_on_name_and_class_only() -> None:
    first = {learner.name: learner.seed for learner in roll_of(["Ada", "Ben"], 7)}
    later = {learner.name: learner.seed for learner in roll_of(["Ben", "Ada"], 7)}
    assert first == later
    assert len({own_seed(seed, "Ada") for seed in range(100)}) == 100
    assert 0 <= own_seed(7, "Ada") < 2**31
    assert safe_name("Ada") == "ada"
