from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kamlab.company.locate import files
from kamlab.errors import RefusedError
from kamlab.teaching.bank import BANK
from kamlab.teaching.building import (
    build,
    exercise_of,
    masters,
    out_of_step,
    read_notebook,
    write_exercises,
)

NOTEBOOKS = files("notebooks")


def test_committed_exercises_are_what_their_masters_build() -> None:
    assert out_of_step(NOTEBOOKS) == []


def master(**about: Any) -> dict[str, Any]:
    about = {"kind": "solution", "title": "Solutions: T", "builds": "1/2.ipynb"} | about
    v4 = nbformat.v4
    cells = [
        v4.new_markdown_cell("# Solutions: T\n\nText", id="title"),
        v4.new_code_cell(
            "### BEGIN SOLUTION  a = ____\na = 1\n### END SOLUTION", id="answer"
        ),
        v4.new_code_cell("secret = 1", id="prep", metadata={"tags": ["solution"]}),
        v4.new_markdown_cell("for you", id="note", metadata={"tags": ["trainer"]}),
    ]
    return dict(v4.new_notebook(cells=cells, metadata={"kamlab": about}))


def put(folder: Path, name: str, notebook: dict[str, Any]) -> None:
    path = folder / "solutions" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))


def test_stub_title_and_dropped_cells() -> None:
    before = json.dumps(master())
    whole = json.loads(before)
    built = exercise_of(whole, "m.ipynb")
    assert json.dumps(whole) == before
    assert [c["id"] for c in built["cells"]] == ["title", "answer"]
    assert built["cells"][0]["source"] == "# T\n\nText"
    assert built["cells"][1]["source"] == "a = ____"
    assert built["metadata"]["kamlab"] == {"kind": "exercise", "title": "T"}


def test_building_is_told_and_repeatable(tmp_path: Path) -> None:
    put(tmp_path, "m.ipynb", master())
    target = tmp_path / "1" / "2.ipynb"
    assert out_of_step(tmp_path) == [target]
    assert write_exercises(tmp_path) == [target]
    assert write_exercises(tmp_path) == []
    target.write_text(target.read_text().replace("____", "1"))
    assert out_of_step(tmp_path) == [target]


@pytest.mark.parametrize(
    "about, says",
    [
        ({"kind": "lesson"}, "is no master"),
        ({"builds": ""}, "is no master"),
        ({"builds": "../x.ipynb"}, "may not build"),
        ({"builds": "solutions/x.ipynb"}, "may not build"),
    ],
)
def test_a_master_that_is_none(
    tmp_path: Path, about: dict[str, str], says: str
) -> None:
    put(tmp_path, "m.ipynb", master(**about))
    with pytest.raises(RefusedError, match=says):
        build(tmp_path)


def test_two_masters_of_one_exercise_and_none_at_all(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no masters"):
        build(tmp_path)
    put(tmp_path, "a.ipynb", master())
    put(tmp_path, "b.ipynb", master())
    with pytest.raises(RefusedError, match="Two masters"):
        build(tmp_path)


def test_markers_in_text_and_broken_files(tmp_path: Path) -> None:
    bad = master()
    bad["cells"][0]["source"] = "### END SOLUTION"
    put(tmp_path, "m.ipynb", bad)
    with pytest.raises(RefusedError, match=r"m\.ipynb, cell 'title'.*text cell"):
        build(tmp_path)
    (tmp_path / "solutions" / "m.ipynb").write_text("{")
    with pytest.raises(RefusedError, match="not a readable notebook"):
        build(tmp_path)


@pytest.mark.parametrize("path", list(masters(NOTEBOOKS)), ids=lambda p: p.stem)
def test_questions_of_notebook_and_bank_are_the_same(path: Path) -> None:
    """Every question is asked in the bank's own words, checked, hinted and solved."""
    notebook = read_notebook(path)
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    text = " ".join(" ".join(sources).replace("`", "").split())
    for question in BANK[path.stem]:
        name = f"q.q{question.number.replace('.', '_')}"
        assert question.text in text, question.number
        for call in ("check()", "hint()", "solution()"):
            assert text.count(f"{name}.{call}") == 1, (name, call)
        for variable in question.lists or [part.name for part in question.parts]:
            assert f"### BEGIN SOLUTION {variable} = " in text, variable
    about = notebook["metadata"]["kamlab"]
    minutes = sum(question.minutes for question in BANK[path.stem])
    reading = 15 if path.stem == "00_start_here" else 0
    assert about["minutes"] == minutes + reading
