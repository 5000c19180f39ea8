"""Which reports there are: notebooks that name themselves in their metadata."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kamlab.errors import RefusedError, did_you_mean
from kamlab.running.cells import parameters_cell, parameters_index


@dataclass(frozen=True)
class Report:
    """One report notebook.

    Parameters
    ----------
    name : str
        What it is called in commands, such as ``key_accounts``.
    title : str
        Its heading.
    minutes : int
        Reading time.
    settings : str
        ``module:Class`` of the model that declares its parameters.
    path : Path
        Where the notebook lies.
    call : str
        How it was asked for, where that is not its name.
    """

    name: str
    title: str
    minutes: int
    settings: str
    path: Path
    call: str = ""

    def model(self) -> type[BaseModel]:
        """Import the settings model that the notebook names.

        Raises
        ------
        RefusedError
            If there is no such module or class.
        """
        module, _, name = self.settings.partition(":")
        try:
            found = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise RefusedError(
                f"{self.path} names the settings '{self.settings}', which cannot "
                f"be imported ({error}); put its 'kamlab' metadata right."
            ) from None
        if not (isinstance(found, type) and issubclass(found, BaseModel)):
            raise RefusedError(
                f"{self.path} names '{self.settings}', which is no settings "
                "model; put its 'kamlab' metadata right."
            )
        return found

    def read(self) -> dict[str, Any]:
        """Read the notebook as it lies on disk."""
        return read_notebook(self.path)


def bundled_reports() -> list[Report]:
    """List the reports that come with KamLab, in the order of their folders.

    Returns
    -------
    list of Report
        One for each notebook under ``notebooks/`` whose metadata says "report".
    """
    from kamlab.company.locate import files

    return reports_in(files("notebooks"))


def reports_in(folder: Path) -> list[Report]:
    """List the reports below a folder.

    Parameters
    ----------
    folder : Path
        Searched with everything below it, hidden folders apart.

    Returns
    -------
    list of Report
        Ordered by path.

    Raises
    ------
    RefusedError
        If two notebooks carry the same name.
    """
    found: dict[str, Report] = {}
    for path in sorted(folder.rglob("*.ipynb")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        report = _report(path, read_notebook(path))
        if report is None:
            continue
        if report.name in found:
            raise RefusedError(
                f"{path} and {found[report.name].path} are both called "
                f"'{report.name}'; rename one in its 'kamlab' metadata."
            )
        found[report.name] = report
    return list(found.values())


def find_report(name: str) -> Report:
    """Find a report by its name, or by the path of a notebook of one's own.

    Parameters
    ----------
    name : str
        A name from ``bundled_reports`` or a path that ends in ``.ipynb``.

    Returns
    -------
    Report
        What the notebook says of itself.

    Raises
    ------
    RefusedError
        If there is no such report, or the file is not a report notebook.
    """
    if name.endswith(".ipynb"):
        path = Path(name).expanduser()
        if not path.is_file():
            raise RefusedError(f"There is no notebook at {name}; check the path.")
        report = _report(path.resolve(), read_notebook(path))
        if report is None:
            raise RefusedError(
                f"{name} is not a report: its metadata needs "
                '{"kamlab": {"kind": "report", "name": …, "settings": …}}.'
            )
        return replace(report, call=name)
    reports = {report.name: report for report in bundled_reports()}
    if name not in reports:
        raise RefusedError(f"There is no report '{name}'{did_you_mean(name, reports)}")
    return reports[name]


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook file as plain JSON.

    Raises
    ------
    RefusedError
        If it is not a notebook of format 4, or is cut short.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise RefusedError(
            f"{path} is not a readable notebook ({error}); restore it or save it again."
        ) from None
    if not isinstance(content, dict) or content.get("nbformat") != 4:
        raise RefusedError(
            f"{path} is not a notebook of format 4; open it in Jupyter and save it."
        )
    return content


def cell_is_current(report: Report) -> bool:
    """Say whether the committed ``parameters`` cell equals the generated one."""
    cells = report.read()["cells"]
    cell = cells[parameters_index(cells, str(report.path))]
    return "".join(cell["source"]) == parameters_cell(report.model())


def _report(path: Path, notebook: dict[str, Any]) -> Report | None:
    """Read what a notebook says of itself; None where it is no report."""
    about = notebook.get("metadata", {}).get("kamlab", {})
    if about.get("kind") != "report":
        return None
    name = str(about.get("name", ""))
    if not name.isidentifier() or "settings" not in about:
        raise RefusedError(
            f"{path} calls itself a report but lacks a plain name or its settings; "
            "put its 'kamlab' metadata right."
        )
    return Report(
        name=name,
        title=str(about.get("title", name)),
        minutes=int(about.get("minutes", 0)),
        settings=str(about["settings"]),
        path=path,
    )
