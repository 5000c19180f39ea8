"""The learner's whole path once, in a real browser: open, answer, check, slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from kamlab import load
from kamlab.cli.pages import page
from kamlab.presentation import Column, Table
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.bank import BANK
from kamlab.teaching.bank.claims import CLAIMS
from kamlab.teaching.book import Book
from kamlab.teaching.pages import Section
from kamlab.teaching.progress import Progress, read_progress
from kamlab.teaching.question import Question

from .browser import Learner, chromium, jupyterlab, learner, learners_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return learners_folder(tmp_path / "my_work")


@pytest.fixture
def program() -> str:
    """Chromium, where it can be driven."""
    pytest.importorskip("playwright", reason="needs the package playwright")
    found = chromium()
    if not found:
        pytest.skip("needs Chromium (Debian, Ubuntu: apt-get install chromium)")
    return found


@pytest.fixture
def anna(folder: Path, tmp_path: Path, program: str) -> Iterator[Learner]:
    """A learner who has JupyterLab open; whatever happens, all of it is ended."""
    with (
        jupyterlab(folder, tmp_path / "lab") as address,
        learner(program, tmp_path) as one,
    ):
        one.open(address)
        yield one


@cache
def question(number: str) -> Question:
    """A question as the untouched notebook asks it."""
    settings = KeyAccountsSettings()
    book = Book({"firm": settings.load(), "mini": load("mini"), "settings": settings})
    asked = {q.number: q for questions in BANK.values() for q in questions}
    return asked[number](book, Progress())


def cell_of(number: str, **answers: Iterable[str]) -> str:
    """What a learner types: the answers, each as a list, and the check."""
    lines = [f"{name} = {listed(answer)}" for name, answer in answers.items()]
    return "\n".join([*lines, f"q.q{number.replace('.', '_')}.check()"])


def listed(answer: Iterable[str]) -> str:
    """Write accounts in quotes and the numbers of cards without, as people do."""
    words = [item if item.isdigit() else f'"{item}"' for item in sorted(answer)]
    return f"[{', '.join(words)}]"


def wrong_and_right(number: str) -> tuple[str, str, str]:
    """A typical mistake as it is typed, its sentence, and the right answer as typed."""
    asked = question(number)
    right = asked.right()
    name = next(name for name in asked.mistakes if asked.leads_to(name, right))
    mistaken = cell_of(number, **{**right, **asked.wrong(name)})
    return mistaken, asked.mistakes[name], cell_of(number, **right)


def start_here(anna: Learner) -> None:
    """Module 0: from the first cell to the first exercise solved."""
    anna.keep("01_start_here")
    for cell in ("company: str", "teaching.start(", "q.q0_1.cards()"):
        anna.run(anna.cell(cell))
    anna.reads(anna.cell("q.q0_1.cards()"), CLAIMS[0].says)
    anna.keep("02_cards", anna.cell("q.q0_1.cards()"))
    mistaken, sentence, right = wrong_and_right("0.1")
    answer = anna.cell("q.q0_1.check()")
    anna.run(answer)
    anna.reads(answer, "Question 0.1: not attempted.")
    anna.write(answer, mistaken)
    anna.reads(answer, "Question 0.1: not yet.")
    anna.reads(answer, sentence)
    anna.keep("03_not_yet", answer)
    anna.write(anna.cell("q.q0_1.hint()"), "q.q0_1.hint()")
    anna.reads(anna.cell("q.q0_1.hint()"), question("0.1").hints[0])
    anna.write(answer, right)
    anna.reads(answer, "Question 0.1: correct.")
    anna.keep("04_correct", answer)


def exercise(anna: Learner) -> None:
    """Module 2: a wrong answer gets its sentence, a right one "correct"."""
    anna.open_file("02_key_accounts", "2_exercise.ipynb")
    anna.keep("05_exercise")
    anna.menu("Run", "Run All Cells")
    answer = anna.cell("q.q2_1.check()")
    anna.reads(answer, "Question 2.1: not attempted.")
    anna.reads(anna.cell("q.q2_9.check()"), "Question 2.9: not attempted.")
    mistaken, sentence, right = wrong_and_right("2.1")
    anna.write(answer, mistaken)
    anna.reads(answer, "Question 2.1: not yet.")
    anna.reads(answer, sentence)
    anna.keep("06_not_yet", answer)
    anna.write(answer, right)
    anna.reads(answer, "Question 2.1: correct.")
    anna.keep("07_correct", answer)


def explorer(anna: Learner) -> None:
    """The lesson's sliders: picture and sentence follow."""
    anna.open_file("1_lesson.ipynb")
    cell = anna.cell("key.explore(")
    cell.locator(".jp-InputPrompt").click()
    anna.menu("Run", "Run All Above Selected Cell")
    anna.run(cell)
    handle = cell.get_by_role("slider").first
    handle.wait_for()
    picture, words = cell.locator("img"), cell.locator(".kamlab-words")
    before = picture.get_attribute("src"), words.text_content()
    anna.keep("08_explorer", cell)
    handle.press("ArrowRight")
    anna.redrawn(picture, before[0])
    anna.reworded(words, before[1])
    anna.keep("09_moved", cell)


def test_a_learner_answers_checks_and_slides(anna: Learner, folder: Path) -> None:
    start_here(anna)
    exercise(anna)
    explorer(anna)
    assert not anna.asked_by_jupyterlab(), "a question a newcomer cannot answer"
    kept = read_progress(folder / "progress.json")
    assert {number: one["solved"] for number, one in kept.items()} == {
        "0.1": True,
        "2.1": True,
    }
    assert all(one["mistakes"] for one in kept.values())
    assert not anna.abroad, "a page asked for something outside this machine"


def test_a_page_of_results_shows_its_tables_whole(program: str, tmp_path: Path) -> None:
    names = {f"q{i}": Column(f"2.{i}") for i in range(14)}
    columns = {"learner": Column("Learner"), **names, "note": Column("Note")}
    row = ["Anna", *["correct (1)"] * len(names), "nothing tried yet"]
    table = Table(pd.DataFrame([row], columns=list(columns)), columns, "Who did what.")
    file = tmp_path / "results.html"
    file.write_text(page("Results", "One.", [Section("Who", [table])]), "utf-8")
    with learner(program, tmp_path) as trainer:
        trainer.page.goto(file.as_uri())
        for width in (700, 1280, 1700):
            trainer.page.set_viewport_size({"width": width, "height": 900})
            trainer.keep(f"results_{width}")
            for words in ("Learner", "Who did what."):
                box = trainer.page.get_by_text(words, exact=True).bounding_box()
                assert box and 0 <= box["x"] < width / 3, f"{words} at {width}: {box}"
