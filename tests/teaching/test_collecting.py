from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching.bank import BANK
from kamlab.teaching.class_card import ClassCard
from kamlab.teaching.collecting import collect, results_sections, summary
from kamlab.teaching.progress import FILE, write_progress

SOLVED = {"attempts": 1, "solved": True, "mistakes": {}}
MISSED = {"attempts": 2, "solved": False, "mistakes": {"revenue_for_contribution": 2}}


def hand_in(folder: Path, name: str, **questions: Any) -> Path:
    (folder / name).mkdir()
    entries = {number.replace("_", "."): entry for number, entry in questions.items()}
    write_progress(folder / name / FILE, entries)
    return folder / name


def test_who_solved_what_and_what_is_common(tmp_path: Path) -> None:
    hand_in(tmp_path, "ada", **{"2_1": SOLVED, "2_3": SOLVED})
    hand_in(tmp_path, "ben", **{"2_1": MISSED})
    hand_in(tmp_path, "cas", **{"2_1": MISSED, "2_2": SOLVED})
    (tmp_path / "trainer").mkdir()
    handed_in = collect(tmp_path)
    assert [one.learner for one in handed_in] == ["ada", "ben", "cas"]
    assert summary(handed_in) == ("3 learners: 3 of 27 answers are correct (11 %).")
    grid, questions, mistakes = (s.things[0] for s in results_sections(handed_in))
    frame = grid.frame.set_index("learner")  # type: ignore[union-attr]
    assert frame.loc["ben", "2.1"] == "not yet (2)"
    assert frame.loc["ada", "solved"] == 2
    assert frame.loc["cas", "2.3"] == "–"
    assert questions.frame["solved"].tolist()[:3] == [1, 1, 1]  # type: ignore[union-attr]
    first = mistakes.frame.iloc[0]  # type: ignore[union-attr]
    assert first["number"] == "2.1" and first["learners"] == 2
    assert first["sentence"].startswith("You used revenue.")


def test_zips_and_bare_files_and_nested_folders(tmp_path: Path) -> None:
    text = json.dumps({"questions": {"0.1": SOLVED}})
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("ada/ada/progress.json", text)
        archive.writestr("__MACOSX/ada/progress.json", "rubbish")
    (tmp_path / "ben.json").write_text(text)
    (tmp_path / "cas" / "cas").mkdir(parents=True)
    (tmp_path / "cas" / "cas" / FILE).write_text(text)
    assert [one.questions["0.1"]["solved"] for one in collect(tmp_path)] == [True] * 3


CLASS = ClassCard(
    "Spring", ("00_start_here",), {"ada": "Ada", "ben-b": "Ben <b>", "cas": "Cas"}
)


def test_a_class_counts_its_own_questions_and_knows_its_learners(
    tmp_path: Path,
) -> None:
    hand_in(tmp_path, "ada")
    hand_in(tmp_path, "ben-b", **{"0_1": SOLVED})
    handed_in = collect(tmp_path, CLASS)
    assert [one.learner for one in handed_in] == ["Ada", "Ben <b>", "Cas"]
    assert handed_in[2].note == "nothing handed in"
    assert summary(handed_in, CLASS.modules) == (
        "3 learners: 1 of 6 answers are correct (17 %)."
    )
    assert len(results_sections(handed_in, CLASS.modules)[1].things[0].frame) == 2  # type: ignore[union-attr]


def test_nothing_tried_in_an_unknown_class(tmp_path: Path) -> None:
    hand_in(tmp_path, "ada")
    handed_in = collect(tmp_path)
    assert summary(handed_in) == "1 learner: no answer was tried yet."
    for section in results_sections(handed_in):
        assert section.things[0]._repr_mimebundle_()["text/html"]


def test_a_learners_folder_and_zip_count_once(tmp_path: Path) -> None:
    hand_in(tmp_path, "ada")  # as it was given out
    text = json.dumps({"questions": {"0.1": SOLVED}})
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("ada/progress.json", text)
    (one,) = collect(tmp_path)
    assert one.learner == "ada" and one.questions["0.1"]["solved"]
    assert one.note == "came 2 times; the one with most solved was taken"


@pytest.mark.parametrize(
    "content, note",
    [
        ("rubbish", "was changed and cannot be read"),
        ('{"questions": {"2.1": {"attempts": "x"}}}', "was changed"),
        ('{"questions": {"9.99": {"attempts": 1}}}', "unknown questions: 9.99"),
        ('{"questions": {}}', "nothing tried yet"),
    ],
)
def test_edited_progress_gets_a_note(tmp_path: Path, content: str, note: str) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / FILE).write_text(content)
    (one,) = collect(tmp_path)
    assert note in one.note
    assert one.questions == {}


def test_what_cannot_be_read_gets_a_note(tmp_path: Path) -> None:
    (tmp_path / "ada.zip").write_bytes(b"PK rubbish")
    (tmp_path / "ben").mkdir()
    (tmp_path / "cas.json").write_bytes(b" " * 2_000_000)
    notes = {one.learner: one.note for one in collect(tmp_path)}
    assert "could not be read" in notes["ada"]
    assert notes["ben"] == "no progress.json"
    assert "larger than" in notes["cas"]


def test_a_zip_that_says_it_is_small_is_not_read_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ada.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FILE, b" " * 50_000_000)
    (one,) = collect(tmp_path)
    assert one.note == "no progress.json"


def notebook(*texts: str) -> str:
    outputs = [{"data": {"text/plain": text}} for text in texts]
    return json.dumps({"cells": [{"outputs": outputs}, {}]})


def test_without_progress_the_notebooks_are_read(tmp_path: Path) -> None:
    question = BANK["02_key_accounts"][0]
    sentence = question.mistakes["revenue_for_contribution"]
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "a.ipynb").write_text(
        notebook(f"Question 2.1: not yet.\n{sentence}", "Question 2.3: correct.\nGood.")
    )
    (tmp_path / "ada" / "b.ipynb").write_text("cut sho")
    (one,) = collect(tmp_path)
    assert one.questions["2.3"]["solved"]
    assert one.questions["2.1"]["mistakes"] == {"revenue_for_contribution": 1}
    assert "read from what the checks said" in one.note


def test_hostile_names_are_escaped(tmp_path: Path) -> None:
    hand_in(tmp_path, "<img src=x onerror=alert(1)>", **{"2_1": SOLVED})
    for section in results_sections(collect(tmp_path)):
        for thing in section.things:
            assert "<img" not in thing._repr_mimebundle_()["text/html"]


def test_nothing_to_collect(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="holds no learner's folder"):
        collect(tmp_path)
    with pytest.raises(RefusedError, match="There is no folder"):
        collect(tmp_path / "nowhere")
