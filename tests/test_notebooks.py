"""The rules every committed notebook keeps; each rule is shown to fire."""

from __future__ import annotations

import ast
import copy
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kamlab.running.catalogue import bundled_reports, cell_is_current

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(
    p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_" not in str(p)
)
Notebook = dict[str, Any]
KINDS = {"start", "lesson", "exercise", "solution", "report"}
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}-.*)?")
PATH = re.compile(
    r"""^(\.{0,2}/|~|[A-Za-z]:\\)|\.(csv|parquet|xlsx|json|ya?ml|ipynb)$"""
)
LONGEST_CELL = 15
SELDOM_OVER = 12
WIDEST = 88
TEXT_SHARE = 0.45


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "notebooks").as_posix()


def read(path: Path) -> Notebook:
    notebook: Notebook = nbformat.read(path, as_version=4)
    return notebook


def source(cell: Notebook) -> str:
    return str(cell["source"])


def is_parameters(cell: Notebook) -> bool:
    return "parameters" in cell["metadata"].get("tags", [])


def problems(notebook: Notebook) -> list[str]:
    """Every rule the notebook breaks, each in a few words with the cell's id."""
    return [*_stripped(notebook), *_ids(notebook), *_code(notebook), *_frame(notebook)]


def _stripped(notebook: Notebook) -> list[str]:
    found = []
    for cell in notebook["cells"]:
        if cell.get("outputs"):
            found.append(f"{cell['id']}: has outputs")
        if cell.get("execution_count") is not None:
            found.append(f"{cell['id']}: has an execution count")
    return found


def _ids(notebook: Notebook) -> list[str]:
    ids = [cell.get("id", "") for cell in notebook["cells"]]
    found = [f"{i}: id used twice" for i, n in Counter(ids).items() if n > 1]
    return found + [
        f"{i}: not a telling id"
        for i in ids
        if not ID.fullmatch(i) or RANDOM_ID.fullmatch(i)
    ]


def _code(notebook: Notebook) -> list[str]:
    found, long = [], 0
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    for cell in code:
        text, where = source(cell), cell["id"]
        if re.search(r"^\s*[!%]", text, re.MULTILINE):
            found.append(f"{where}: shell line or magic")
            continue
        lines = text.count("\n") + 1
        if not is_parameters(cell):
            long += lines > SELDOM_OVER
            if lines > LONGEST_CELL:
                found.append(f"{where}: {lines} lines")
            if max(map(len, text.splitlines()), default=0) > WIDEST:
                found.append(f"{where}: a line over {WIDEST} characters")
        elif lines != len(ast.parse(text).body):
            found.append(f"{where}: not one line a parameter")
        found += [f"{where}: {what}" for what in _reaches_out(ast.parse(text))]
        if notebook["metadata"]["kamlab"]["kind"] not in {"exercise", "solution"}:
            defs = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
            if any(isinstance(n, defs) for n in ast.walk(ast.parse(text))):
                found.append(f"{where}: defines a function")
    if long > max(1, len(code) // 10):
        found.append(f"{long} code cells over {SELDOM_OVER} lines")
    return found


def _reaches_out(tree: ast.Module) -> list[str]:
    """Addresses, paths and modules that open files: loaders know where things lie."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if "://" in node.value:
                found.append("an address")
            elif PATH.search(node.value):
                found.append(f"a path, {node.value!r}")
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            if any(alias.name == "*" for alias in node.names):
                found.append("a star import")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names = [node.func.id]
        bad = {"os", "pathlib", "subprocess", "urllib", "requests", "open", "print"}
        found += [f"uses {n}" for n in names if n.split(".")[0] in bad]
    return found


def _frame(notebook: Notebook) -> list[str]:
    found = []
    cells, about = notebook["cells"], notebook["metadata"].get("kamlab", {})
    first = source(cells[0])
    if about.get("kind") not in KINDS:
        found.append("metadata: no kind")
    if first.splitlines()[0] != f"# {about.get('title')}":
        found.append("the first line is not the title of the metadata")
    if "You will be able to" not in first:
        found.append("no 'You will be able to' at the top")
    if not re.search(rf"\b{about.get('minutes')} minutes\b", first):
        found.append("the minutes of the metadata are not at the top")
    text = sum(cell["cell_type"] == "markdown" for cell in cells)
    if text / len(cells) < TEXT_SHARE:
        found.append(f"only {text} of {len(cells)} cells are text")
    for cell in cells:
        if cell["cell_type"] == "markdown":
            words = re.sub(r"`[^`]*`", "", source(cell))
            if number := re.search(r"\d+[.,]\d+|(?!\b100 %)\b\d+\s?%", words):
                found.append(f"{cell['id']}: a typed figure, {number.group()}")
    if about.get("kind") in {"report", "lesson", "exercise"}:
        tagged = [c for c in cells if c["cell_type"] == "code" and is_parameters(c)]
        if len(tagged) != 1:
            found.append(f"{len(tagged)} cells tagged parameters")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_notebook_keeps_the_rules(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert problems(notebook) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_notebook_is_written_as_jupyter_writes_it(path: Path) -> None:
    """Saving it again changes no byte, so that a diff shows what was changed."""
    written = nbformat.writes(nbformat.read(path, as_version=4))
    assert path.read_text(encoding="utf-8") == written.rstrip("\n") + "\n"


def test_notebooks_pass_the_strip_hook() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbstripout", "--keep-id", "--verify", "--dry-run"]
        + [str(path) for path in NOTEBOOKS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_five_reports_are_there() -> None:
    assert [r.name for r in bundled_reports()] == [
        "key_accounts",
        "early_warning",
        "churn_model",
        "pay_slip",
        "pay_scenarios",
    ]


def test_parameters_cells_are_the_generated_ones() -> None:
    assert [r.name for r in bundled_reports() if not cell_is_current(r)] == []


# ---------------------------------------------------------------- the rules do fire


@pytest.fixture
def good() -> Notebook:
    head = "# A title\n\nYou will be able to tell.\n\n10 minutes"
    cells = [
        nbformat.v4.new_markdown_cell(head, id="title"),
        nbformat.v4.new_code_cell(
            'company: str = "polar"', id="parameters", metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_markdown_cell("Which account?", id="question"),
        nbformat.v4.new_code_cell("1 + 1", id="answer"),
    ]
    about = {"kind": "report", "title": "A title", "minutes": 10}
    notebook: Notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kamlab": about}
    )
    return notebook


def test_a_good_notebook_has_no_problems(good: Notebook) -> None:
    assert problems(good) == []


@pytest.mark.parametrize(
    "code, expected",
    [
        ("!ls", "answer: shell line or magic"),
        ("x = 1\n%matplotlib inline", "answer: shell line or magic"),
        ('read("https://a.example/b")', "answer: an address"),
        ('read("data/orders.csv")', "answer: a path, 'data/orders.csv'"),
        ('read("../polar")', "answer: a path, '../polar'"),
        ('read("C:\\\\polar")', "answer: a path, 'C:\\\\polar'"),
        ("import os", "answer: uses os"),
        ("print(1)", "answer: uses print"),
        ("from kamlab import *", "answer: a star import"),
        ("def f():\n    return 1", "answer: defines a function"),
        ("x = 1\n" * 15 + "x", "answer: 16 lines"),
        ("x" * 89, "answer: a line over 88 characters"),
    ],
)
def test_bad_code_is_found(good: Notebook, code: str, expected: str) -> None:
    good["cells"][3]["source"] = code
    assert problems(good) == [expected]


def test_outputs_counts_and_ids_are_found(good: Notebook) -> None:
    cell = good["cells"][3]
    cell["outputs"] = [nbformat.v4.new_output("stream", text="2")]
    cell["execution_count"] = 1
    assert problems(good) == [
        "answer: has outputs",
        "answer: has an execution count",
    ]
    cell.update(outputs=[], execution_count=None, id="question")
    assert problems(good) == ["question: id used twice"]
    cell["id"] = "0a1b2c3d"
    assert problems(good) == ["0a1b2c3d: not a telling id"]


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("# A title", "# Another", "the first line is not the title of the metadata"),
        ("You will be", "One is", "no 'You will be able to' at the top"),
        ("10 min", "12 min", "the minutes of the metadata are not at the top"),
        ("tell.", "tell 22.1 of it.", "title: a typed figure, 22.1"),
        ("tell.", "tell, of 100 %, 22 % of it.", "title: a typed figure, 22 %"),
    ],
)
def test_a_bad_frame_is_found(
    good: Notebook, before: str, after: str, expected: str
) -> None:
    good["cells"][0]["source"] = good["cells"][0]["source"].replace(before, after)
    assert problems(good) == [expected]


def test_a_parameter_over_several_lines_is_found(good: Notebook) -> None:
    good["cells"][1]["source"] = "months: int = (\n    12  # Months that count\n)"
    assert problems(good) == ["parameters: not one line a parameter"]


def test_too_little_text_and_missing_parameters_are_found(good: Notebook) -> None:
    good["cells"][1]["metadata"] = {}
    assert problems(good) == ["0 cells tagged parameters"]
    extra = copy.deepcopy(good["cells"][3])
    extra["id"] = "more"
    good["cells"].append(extra)
    assert "only 2 of 5 cells are text" in problems(good)
