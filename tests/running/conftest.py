from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kamlab.running.catalogue import find_report
from kamlab.running.job import Outcome, plan_job
from kamlab.running.limits import Limits
from kamlab.running.several import Workshop

FIXTURES = Path(__file__).resolve().parent.parent / "notebooks_fixtures"
if str(FIXTURES) not in sys.path:
    sys.path.append(str(FIXTURES))


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """One warm process for all tests; each run gets a fresh fork of it."""
    with Workshop(workers=1) as shop:
        yield shop


Run = Callable[..., Outcome]


@pytest.fixture
def run(workshop: Workshop, tmp_path: Path) -> Run:
    """Run a fixture notebook in a real kernel; the result lies in tmp_path/out."""

    def run_one(name: str, given: dict[str, Any] | None = None, **limits: Any):
        job = plan_job(
            find_report(str(FIXTURES / f"{name}.ipynb")),
            given or {},
            tmp_path / "out",
            Limits(**limits),
        )
        return workshop.run([job])[0]

    return run_one
