from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamlab.errors import RefusedError
from kamlab.running.catalogue import (
    bundled_reports,
    cell_is_current,
    find_report,
    reports_in,
)

FIXTURES = Path(__file__).resolve().parent.parent / "notebooks_fixtures"


@pytest.mark.parametrize("report", bundled_reports(), ids=lambda r: r.name)
def test_committed_parameters_equal_the_generated_ones(report):
    assert cell_is_current(report)
    assert report.title
    assert report.minutes > 0


def test_a_notebook_that_is_no_report_is_passed_over():
    names = {report.name for report in reports_in(FIXTURES)}
    assert "good" in names
    assert "not_a_report" not in names


def test_a_report_by_path_is_called_by_its_path():
    path = str(FIXTURES / "good.ipynb")
    report = find_report(path)
    assert (report.name, report.call) == ("good", path)


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def notebook(**about: object) -> dict[str, object]:
    return {"nbformat": 4, "cells": [], "metadata": {"kamlab": about}}


@pytest.mark.parametrize(
    "content, said",
    [
        ('{"nbformat": 4, "ce', "not a readable notebook"),
        ("[]", "format 4"),
        ({"nbformat": 3}, "format 4"),
        (notebook(kind="lesson", name="x", settings="a:B"), "is not a report"),
        (notebook(kind="report", name="../x", settings="a:B"), "plain name"),
        (notebook(kind="report", name="x"), "settings"),
    ],
)
def test_files_that_are_no_reports(tmp_path: Path, content: object, said: str):
    path = write(tmp_path, "x.ipynb", content)
    with pytest.raises(RefusedError, match=said):
        find_report(str(path))


def test_misspelt_and_missing(tmp_path: Path):
    with pytest.raises(RefusedError, match="There is no report 'nothing_like_it'"):
        find_report("nothing_like_it")
    with pytest.raises(RefusedError, match="no notebook at"):
        find_report(str(tmp_path / "x.ipynb"))


@pytest.mark.parametrize("settings", ["nowhere:S", "json:nothing", "json:dumps", ":"])
def test_settings_that_cannot_be_imported(tmp_path: Path, settings: str):
    path = write(
        tmp_path, "x.ipynb", notebook(kind="report", name="x", settings=settings)
    )
    with pytest.raises(RefusedError, match="metadata"):
        find_report(str(path)).model()


def test_two_reports_of_one_name(tmp_path: Path):
    for name in ("a.ipynb", "b.ipynb"):
        write(tmp_path, name, notebook(kind="report", name="x", settings="a:B"))
    with pytest.raises(RefusedError, match="both called 'x'"):
        reports_in(tmp_path)
