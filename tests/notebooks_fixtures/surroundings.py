"""The surroundings of a command that is to find the settings in this folder."""

from __future__ import annotations

import os
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent


def environment() -> dict[str, str]:
    """This process's environment with this folder added to PYTHONPATH."""
    found = (os.environ.get("PYTHONPATH", ""), str(FIXTURES))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in found if p)}
