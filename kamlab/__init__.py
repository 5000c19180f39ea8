"""KamLab: learn and decide how to look after key accounts, with data.

The package is imported lazily: ``import kamlab`` costs next to nothing, each room
is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Company": "kamlab.company",
    "load": "kamlab.company",
    "KamLabError": "kamlab.errors",
}

__all__ = ["Company", "KamLabError", "__version__", "load"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'kamlab' has no attribute {name!r}")
