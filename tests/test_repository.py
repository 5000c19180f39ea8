"""The rules of the house, held over the whole tree: floors, words, twins, docs."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kamlab"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_files" not in p.parts)
ROOMS = sorted(p.parent for p in PACKAGE.glob("*/__init__.py"))

FLOORS = {
    "errors": 0,
    "company": 1,
    "presentation": 1,
    "measures": 2,
    "simulation": 2,
    "segmentation": 3,
    "churn": 3,
    "compensation": 3,
    "teaching": 4,
    "running": 4,
    "cli": 5,
    "__main__": 6,
}
TRACKS = {"segmentation", "churn", "compensation"}
HEAVY = ("pandas", "numpy", "duckdb", "ibis", "matplotlib", "pydantic", "papermill")
SECTION = re.compile(
    r"^(Parameters|Returns|Yields|Raises|Attributes|Examples|Notes|References)\n-{4,}$",
    re.MULTILINE,
)
# modules of this many lines or fewer may be tested through their neighbours
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".lock", ".ipynb", ".json", ".csv", ""}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of what a module imports, wherever in the module, with the line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: relative import"
            yield node.module or "", node.lineno
            if node.module == "kamlab":
                yield from ((f"kamlab.{a.name}", node.lineno) for a in node.names)


def committed() -> list[Path]:
    """Every file under version control, or that is about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [p for line in listed.stdout.splitlines() if (p := ROOT / line).is_file()]


# ---------------------------------------------------------------- floors


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_import_only_from_floors_below(path: Path) -> None:
    here = room_of(path)
    if here == "__init__":
        return
    for target, line in imports_of(path):
        parts = target.split(".")
        if parts[0] != "kamlab" or len(parts) == 1 or parts[1] == here:
            continue
        there, where = parts[1], f"{name_of(path)}:{line}"
        if there == "__version__":
            continue
        assert there in FLOORS, f"{where}: the room {there} has no floor"
        assert FLOORS[there] <= FLOORS[here], f"{where}: imports upwards, {target}"
        assert not {here, there} <= TRACKS, f"{where}: track imports track {there}"


def test_every_room_has_a_floor() -> None:
    assert {room.name for room in ROOMS} <= set(FLOORS)


def test_importing_kamlab_imports_nothing_heavy() -> None:
    code = f"import sys, kamlab; print(*(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


# ---------------------------------------------------------------- size and style


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_file_over_400_lines(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_stay_under_40_lines(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            assert lines <= 40, f"{name_of(path)}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_print_no_leftovers(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{name_of(path)}:{node.lineno}: print"
    left = re.search(
        r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", path.read_text("utf-8")
    )
    assert left is None, f"{name_of(path)}: {left and left.group()}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_annotations_are_not_evaluated(path: Path) -> None:
    """Every module with code begins with the same ``__future__`` line."""
    if any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree_of(path).body):
        assert "__future__" in {target for target, _ in imports_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_an_account_is_called_an_account(path: Path) -> None:
    tracked = room_of(path) not in {"running", "cli"}  # Jupyter has clients of its own
    word = r"customer|client" if tracked else r"customer"
    found = re.search(rf"(?i)\b\w*({word})\w*", path.read_text(encoding="utf-8"))
    assert found is None, f"{name_of(path)}: {found and found.group()}"


def test_ruff_is_clean() -> None:
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--quiet", "."],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_mypy_is_clean() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------- words and tests


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_function_says_what_it_does(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree) or not tree.body, f"{name_of(path)}: no docstring"
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    for owner in (tree, *classes):
        for node in owner.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            if node.name.startswith("_") or owner.__dict__.get("name", "")[:1] == "_":
                continue
            first = (ast.get_docstring(node) or "").split("\n\n")[0]
            assert first, f"{name_of(path)}:{node.lineno}: {node.name} has no docstring"
            assert first.rstrip()[-1] in ".:?", f"{name_of(path)}: {node.name}: {first}"


def public_names(room: Path) -> list[str]:
    return list(getattr(importlib.import_module(f"kamlab.{room.name}"), "__all__", []))


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_public_names_are_listed_and_documented_in_sections(room: Path) -> None:
    module = importlib.import_module(f"kamlab.{room.name}")
    names = public_names(room)
    assert names == sorted(names), f"{room.name}.__all__ is not in order"
    short = []
    for name in names:
        thing = getattr(module, name)
        takes = getattr(getattr(thing, "__code__", None), "co_argcount", 0)
        if takes and not SECTION.search(inspect.getdoc(thing) or ""):
            short.append(name)
    assert short == [], f"{room.name}: no NumPy section in the docstring of {short}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_name_a_room_hands_out_is_used_in_a_test(room: Path) -> None:
    inside = ROOT / "tests" / room.relative_to(PACKAGE)
    assert list(inside.glob("test_*.py")), f"{name_of(room)} has no tests of its own"
    texts = [path.read_text(encoding="utf-8") for path in inside.rglob("*.py")]
    texts += [p.read_text(encoding="utf-8") for p in ROOT.rglob("notebooks/*/*.ipynb")]
    used = set(re.findall(r"\w+", " ".join(texts)))
    assert set(public_names(room)) - used == set()


# ---------------------------------------------------------------- the tree


def test_no_machine_or_registry_is_named() -> None:
    hosts = ("pypi" + ".org", "python" + "hosted", "ana" + "conda.org")
    places = ("/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "C:\\Use" + "rs")
    for path in committed():
        if path.suffix not in TEXT or path.suffix == ".csv":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for word in (*hosts, *places):
            assert word not in text, f"{name_of(path)} names {word}"


def test_committed_files_are_small() -> None:
    for path in committed():
        limit = 150_000 if path.suffix == ".png" else 8_000_000
        assert path.stat().st_size <= limit, name_of(path)


def test_readme_tree_names_every_room_and_file_at_the_top() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (tree,) = re.findall(r"^```text\n(kamlab/.*?)^```", readme, re.DOTALL | re.M)
    shown = {line.split()[0].rstrip("/") for line in tree.splitlines() if line.strip()}
    top = {p.relative_to(ROOT).parts[0] for p in committed()}
    assert top - shown - {".gitignore", ".gitattributes"} == set()
    assert {room.name for room in ROOMS} <= shown


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "datasets/README.md"],
    ids=name_of,
)
def test_links_lead_somewhere(page: Path) -> None:
    if not page.is_file():
        pytest.fail(f"{name_of(page)} is missing")
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{name_of(page)}: {target}"


def test_generated_text_is_in_step() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------- the glossary


def glossary() -> dict[str, str]:
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\*\*(.+?)\*\* – (.+?)$", text, re.MULTILINE))


def test_glossary_is_in_order_and_in_sentences() -> None:
    terms = glossary()
    assert len(terms) >= 30
    assert list(terms) == sorted(terms, key=str.casefold)
    for term, meaning in terms.items():
        assert meaning.rstrip().endswith("."), term


def test_glossary_says_which_terms_are_in_use() -> None:
    """A term that occurs in no module, notebook or table is marked as not used yet."""
    texts = [p.read_text(encoding="utf-8") for p in MODULES]
    texts += [p.read_text(encoding="utf-8") for p in ROOT.rglob("notebooks/*/*.ipynb")]
    texts += [p.read_text(encoding="utf-8") for p in ROOT.glob("kamlab/**/*.yaml")]
    everything = re.sub(r"[\s_-]+", " ", " ".join(texts)).casefold()
    unused = {
        term
        for term in glossary()
        if not any(
            re.search(rf"\b{re.sub(r'[ _-]+', ' ', word).casefold()}s?\b", everything)
            for word in re.split(r" \(|\)|, ", term)
            if word
        )
    }
    marked = {t for t, meaning in glossary().items() if "Not used yet." in meaning}
    assert unused == marked


@pytest.mark.parametrize(
    "term",
    [
        "account", "KAM", "contact", "book", "share of wallet", "cut-off", "horizon",
        "hazard", "loss", "erosion", "value at risk", "base", "target variable", "OTE",
        "pay mix", "quota", "attainment", "threshold", "excellence", "accelerator",
        "cap", "gate", "draw", "clawback", "split", "payout curve", "measure basis",
        "revenue", "gross margin", "contribution", "collected cash",
    ],
)  # fmt: skip
def test_glossary_explains_the_words_of_the_house(term: str) -> None:
    words = {w for key in glossary() for w in re.split(r" \(|\)|, ", key)}
    assert term in words
