from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).resolve().parent.parent / "notebooks_fixtures"
if str(FIXTURES) not in sys.path:
    sys.path.append(str(FIXTURES))

Kamlab = Callable[..., "subprocess.CompletedProcess[str]"]


def surroundings() -> dict[str, str]:
    from surroundings import environment

    return environment()


@pytest.fixture
def kamlab(tmp_path: Path) -> Kamlab:
    """Run the real command in a process of its own, in an empty folder."""

    def call(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kamlab", *map(str, words)],
            capture_output=True,
            text=True,
            cwd=options.pop("cwd", tmp_path),
            env={**surroundings(), **options.pop("env", {})},
            timeout=120,
            check=False,
            **options,
        )

    return call


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start the real command and leave it running."""

    def call(*words: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "kamlab", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=surroundings(),
        )

    return call


@pytest.fixture
def notebook() -> Callable[[str], Path]:
    """Give the path of a fixture notebook."""
    return lambda name: FIXTURES / f"{name}.ipynb"
