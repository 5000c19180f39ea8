"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kamlab.running.limits import Limits

Decorated = Callable[..., Any]


def limit_options(function: Decorated) -> Decorated:
    """Add ``--cell-timeout``, ``--timeout`` and ``--memory``."""
    for option in (
        click.option(
            "--memory",
            type=click.FloatRange(min=0),
            metavar="GIB",
            help="Most memory a report may ask for, in GiB; 0 for no limit "
            "[default: half of this machine's, at least 4].",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="Longest time a whole run may take; 0 for no limit [default: 3600].",
        ),
        click.option(
            "--cell-timeout",
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="Longest time one cell may take; 0 for no limit [default: 600].",
        ),
    ):
        function = option(function)
    return function


def limits_from(
    cell_timeout: float | None, timeout: float | None, memory: float | None
) -> Limits:
    """Turn the limit options into settings; what was not given keeps its default."""
    from kamlab.running.limits import Limits

    given = {
        "cell_seconds": cell_timeout,
        "run_seconds": timeout,
        "memory_gib": memory,
    }
    return Limits(**{name: value for name, value in given.items() if value is not None})
