"""Exercises are built from their solutions, so that the two cannot drift apart."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kamlab.errors import RefusedError
from kamlab.teaching.regions import LIKE_A_MARKER, without_solutions

MASTERS = "solutions"
DROPPED = {"solution", "trainer"}
PREFIX = "Solutions: "
Notebook = dict[str, Any]


def build(notebooks: Path) -> dict[Path, str]:
    """Make every exercise from its master; nothing is written.

    Parameters
    ----------
    notebooks : Path
        The folder with the notebooks; the masters lie in ``solutions/``.

    Returns
    -------
    dict of Path to str
        For each exercise its path and the text it should have.

    Raises
    ------
    RefusedError
        If a master cannot be read, or a solution region is not as it must be; the
        notebook and the cell are named.
    """
    built: dict[Path, str] = {}
    for master in masters(notebooks):
        notebook = read_notebook(master)
        target = notebooks / _target(notebook, master)
        if target in built:
            raise RefusedError(f"Two masters build {target}; rename one's 'builds'.")
        built[target] = written(exercise_of(notebook, master.name))
    if not built:
        raise RefusedError(f"There are no masters in {notebooks / MASTERS}.")
    return built


def masters(notebooks: Path) -> Iterator[Path]:
    """List the masters in the order of their names."""
    yield from sorted((notebooks / MASTERS).glob("*.ipynb"))


def out_of_step(notebooks: Path) -> list[Path]:
    """Name the exercises that are missing or differ from what their master gives."""
    return [
        path
        for path, text in build(notebooks).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def write_exercises(notebooks: Path) -> list[Path]:
    """Write the exercises that are out of step, each whole or not at all.

    Returns
    -------
    list of Path
        What was written.
    """
    changed = out_of_step(notebooks)
    for path, text in build(notebooks).items():
        if path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
    return changed


def exercise_of(master: Notebook, name: str) -> Notebook:
    """Turn a master into the exercise that learners get.

    Parameters
    ----------
    master : dict
        The notebook with solutions; it is not changed.
    name : str
        Its file name, for errors.

    Returns
    -------
    dict
        Stubs for solutions, hints commented out, cells for trainers dropped, ids kept.

    Raises
    ------
    RefusedError
        If a region is not as it must be.
    """
    notebook = copy.deepcopy(master)
    about = notebook["metadata"]["kamlab"]
    about.pop("builds")
    about["kind"] = "exercise"
    about["title"] = about["title"].removeprefix(PREFIX)
    cells = []
    for cell in notebook["cells"]:
        if DROPPED & set(cell["metadata"].get("tags", [])):
            continue
        where, text = f"{name}, cell '{cell.get('id', '?')}'", _source(cell)
        if cell["cell_type"] == "code":
            cell["source"] = without_solutions(text, where)
            cell["outputs"], cell["execution_count"] = [], None
        elif any(LIKE_A_MARKER.search(line) for line in text.splitlines()):
            raise RefusedError(
                f"{where}: a solution marker stands in a text cell. Put the master "
                "right and build again."
            )
        cells.append(cell)
    notebook["cells"] = cells
    if cells and cells[0]["cell_type"] == "markdown":
        cells[0]["source"] = _source(cells[0]).replace(f"# {PREFIX}", "# ", 1)
    return notebook


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4.

    Raises
    ------
    RefusedError
        If it cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["nbformat"] != 4 or not isinstance(content["cells"], list):
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError(
            f"{path} is not a readable notebook ({error}); restore it."
        ) from None
    notebook: Notebook = content
    return notebook


def written(notebook: Notebook) -> str:
    """Write a notebook as Jupyter does."""
    import nbformat

    text: str = nbformat.writes(nbformat.from_dict(notebook))
    return text.rstrip("\n") + "\n"


def _target(notebook: Notebook, master: Path) -> str:
    about = notebook.get("metadata", {}).get("kamlab", {})
    builds = str(about.get("builds", ""))
    parts = Path(builds).parts
    if about.get("kind") != "solution" or not builds.endswith(".ipynb"):
        raise RefusedError(
            f"{master} is no master: its 'kamlab' metadata needs kind \"solution\" and "
            "builds, the notebook it builds."
        )
    if Path(builds).is_absolute() or ".." in parts or MASTERS in parts:
        raise RefusedError(f"{master} may not build {builds}; name a notebook below.")
    return builds


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else str(source)
