"""Import papermill without the one part of it that costs a second and is not used."""

from __future__ import annotations

import sys


def import_papermill() -> None:
    """Import what drives a notebook.

    Papermill reads notebooks with nbformat, which imports jsonschema, which compiles
    the grammar of RFC 3987 for one kind of format check that no notebook uses. Where
    that optional part seems absent, jsonschema does without it.
    """
    absent = "rfc3987_syntax"
    hide = absent not in sys.modules
    if hide:
        sys.modules[absent] = None  # type: ignore[assignment]
    try:
        import kamlab.running.engine  # noqa: F401
    finally:
        if hide:
            del sys.modules[absent]
