from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import kamlab
from kamlab.company.locate import files
from kamlab.errors import RefusedError
from kamlab.simulation import make_world, rules_of
from kamlab.teaching.building import read_notebook
from kamlab.teaching.class_card import read_card
from kamlab.teaching.class_file import ClassFile
from kamlab.teaching.class_making import make_class, with_company
from kamlab.teaching.pages import Section
from kamlab.teaching.progress import read_progress

NOTEBOOKS = files("notebooks")


def page(title: str, summary: str, sections: Sequence[Section]) -> str:
    texts = [
        thing._repr_mimebundle_()["text/plain"] for s in sections for thing in s.things
    ]
    return "\n".join([title, summary, *texts])


def plan(**values: Any) -> ClassFile:
    given = {
        "name": "Test class",
        "learners": ["Ada", "Ben <b>"],
        "modules": ["0", "2"],
        "scenario": {"accounts": 40, "months": 24},
    }
    return ClassFile(**{**given, **values})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("class") / "spring"
    return make_class(plan(), out, NOTEBOOKS, page, workers=1)


def test_a_folder_a_learner_and_one_for_the_trainer(made: Path) -> None:
    assert sorted(p.name for p in made.iterdir()) == ["ada", "ben-b", "trainer"]
    assert [p.name for p in made.parent.iterdir()] == ["spring"]


def test_learners_get_neither_solution_nor_truth_nor_seed(made: Path) -> None:
    for learner in ("ada", "ben-b"):
        firm = kamlab.load(made / learner / "company")
        assert not firm.has_truth
        for path in (made / learner).rglob("*"):
            assert "truth" not in path.name and "solution" not in path.name
            if path.suffix == ".ipynb":
                text = path.read_text(encoding="utf-8")
                assert "BEGIN SOLUTION" not in text
                assert read_notebook(path)["metadata"]["kamlab"]["kind"] != "solution"
        card = json.loads((made / learner / "company" / "company.json").read_text())
        assert not {"seed", "world"} & set(card)
        assert read_progress(made / learner / "progress.json") == {}
        assert (made / learner / "README.txt").is_file()


def test_companies_are_individual_and_the_trainers_are_the_same(made: Path) -> None:
    hashes = set()
    for learner in ("ada", "ben-b"):
        own = made / learner / "company" / "order_lines.csv"
        whole = made / "trainer" / "companies" / learner
        assert own.read_bytes() == (whole / "order_lines.csv").read_bytes()
        assert kamlab.load(whole).has_truth
        hashes.add(hashlib.sha256(own.read_bytes()).hexdigest())
    assert len(hashes) == 2


def test_the_trainer_gets_solutions_agenda_roll_and_answers(made: Path) -> None:
    trainer = made / "trainer"
    assert sorted(p.name for p in (trainer / "solutions").iterdir()) == [
        "00_start_here.ipynb",
        "02_key_accounts.ipynb",
    ]
    answers = (trainer / "answers" / "ben-b.html").read_text(encoding="utf-8")
    assert answers.startswith("Answers of Ben <b>")
    assert "2.9" in answers
    kind = "scenario of the class file (accounts = 40, months = 24), level normal"
    assert f"Test class: {kind}, seed " in answers
    overview = (trainer / "class.html").read_text(encoding="utf-8")
    assert "Ben <b>" in overview and "Start here" in overview
    assert kind in overview
    card = read_card(made)
    assert card.name == "Test class" and card.learners["ben-b"] == "Ben <b>"
    assert card.modules == ("00_start_here", "02_key_accounts")


def test_the_lesson_behind_the_books_keeps_a_company_with_truth() -> None:
    path = NOTEBOOKS / "01_the_company" / "1_lesson.ipynb"
    text = with_company(path, 1).replace("\\", "")
    assert 'company: str = "polar"  # The bundled company' in text
    assert "../company" not in text


def test_notebooks_open_the_learners_own_company(made: Path) -> None:
    for name, where in (
        ("00_start_here.ipynb", "company"),
        ("02_key_accounts/2_exercise.ipynb", "../company"),
    ):
        notebook = read_notebook(made / "ada" / name)
        (cell,) = [
            c
            for c in notebook["cells"]
            if "parameters" in c["metadata"].get("tags", [])
        ]
        assert f'company: str = "{where}"  #' in "".join(cell["source"])
        place = (made / "ada" / name).parent / where
        assert kamlab.load(place).name == "Polar Supply"


def test_the_same_class_again_is_the_same(made: Path, tmp_path: Path) -> None:
    again = make_class(plan(), tmp_path / "again", NOTEBOOKS, page, workers=2)
    for path in made.rglob("*"):
        twin = again / path.relative_to(made)
        assert path.is_dir() or path.read_bytes() == twin.read_bytes(), path


def test_zips(tmp_path: Path) -> None:
    told: list[str] = []
    made = make_class(
        plan(learners=["Ada"], modules=["0"]),
        tmp_path / "z",
        NOTEBOOKS,
        page,
        zipped=True,
        workers=1,
        told=lambda learner: told.append(learner.name),
    )
    assert told == ["Ada"]
    assert "level normal" in (made / "trainer/class.html").read_text("utf-8")
    assert sorted(p.name for p in made.iterdir()) == ["ada.zip", "trainer"]
    with zipfile.ZipFile(made / "ada.zip") as archive:
        names = archive.namelist()
    assert "ada/progress.json" in names
    assert not any("truth" in name or "02_" in name for name in names)


@pytest.mark.parametrize(
    "values, says",
    [
        ({"scenario": {"acounts": 40}}, "no value 'acounts'; did you mean 'accounts'"),
        ({"scenario": {"accounts": -1}}, "accounts = -1 cannot be"),
        ({"scenario": "polr"}, "no scenario 'polr'; did you mean 'polar'"),
        ({"scenario": "price_wars"}, "did you mean 'price_war'"),
        ({"scenario": "small.yml"}, "No file small.yml lies beside"),
        ({"modules": ["5000"]}, "no module '5000'"),
        ({"learners": ["Ada", "Ada"]}, "listed twice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(
    tmp_path: Path, values: dict[str, Any], says: str
) -> None:
    with pytest.raises(RefusedError, match=says):
        make_class(plan(**values), tmp_path / "out", NOTEBOOKS, page, workers=1)
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_file_beside_the_class_file(tmp_path: Path) -> None:
    (tmp_path / "small.yml").write_text("accounts: 30\nmonths: 24\n")
    made = make_class(
        plan(learners=["Ada"], modules=["0"], scenario="small.yml"),
        tmp_path / "out",
        NOTEBOOKS,
        page,
        beside=tmp_path,
        workers=1,
    )
    assert len(kamlab.load(made / "ada" / "company").accounts) <= 30


def test_a_class_may_have_a_scenario_and_a_level(tmp_path: Path) -> None:
    made = make_class(
        plan(learners=["Ada"], modules=["0"], scenario="price_war", level="hard"),
        tmp_path / "out",
        NOTEBOOKS,
        page,
        workers=1,
    )
    (truth,) = made.glob("trainer/**/truth")
    world = rules_of(kamlab.load(truth.parent)).world
    pack = make_world(scenario="price_war", level="hard", seed=world.seed)
    assert world == pack != make_world(scenario="price_war", seed=world.seed)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RefusedError, match="holds something already"):
        make_class(plan(), tmp_path, NOTEBOOKS, page)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    def full_disk(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        make_class(
            plan(learners=["Ada"]), tmp_path / "out", NOTEBOOKS, full_disk, workers=1
        )
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_without_parameters_stays_as_it_is(tmp_path: Path) -> None:
    path = NOTEBOOKS / "solutions" / "00_start_here.ipynb"
    assert '"../../company"' in json.dumps(with_company(path, 2)).replace("\\", "")
