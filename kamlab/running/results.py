"""The figures of a run: what the notebook recorded, made whole and plain."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kamlab.company.fields import Value
from kamlab.running.folders import write_whole

FIGURE_KEYS = ("value", "unit", "n", "low", "high")


def finish_results(
    folder: Path, report: str, parameters: Mapping[str, Value]
) -> dict[str, Any]:
    """Complete the ``results.json`` that a notebook left in its folder.

    Parameters
    ----------
    folder : Path
        The folder the notebook recorded to; the file is written there.
    report : str
        Name of the report.
    parameters : mapping of str to value
        All parameters of the run.

    Returns
    -------
    dict
        ``report``, ``parameters``, ``finding``, ``figures`` (each with value, unit,
        n, low, high), ``tables`` and ``missing_parts``. A figure that is not a finite
        number is None.
    """
    recorded = read_results(folder)
    figures = {
        name: {key: _plain(figure.get(key)) for key in FIGURE_KEYS}
        for name, figure in recorded.get("figures", {}).items()
    }
    tables = {
        name: path
        for name, path in recorded.get("tables", {}).items()
        if (folder / path).is_file()
    }
    results = {
        "report": report,
        "parameters": dict(parameters),
        "finding": recorded.get("finding", ""),
        "figures": figures,
        "tables": tables,
        "missing_parts": recorded.get("missing_parts", []),
    }
    text = json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(folder / "results.json", text + "\n")
    return results


def read_results(folder: Path) -> dict[str, Any]:
    """Read a folder's ``results.json``; empty where there is none."""
    path = folder / "results.json"
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _plain(value: Any) -> Any:
    """Turn what JSON has no word for into None."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
