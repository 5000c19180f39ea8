"""How a coefficient of a simulated world is declared."""

from __future__ import annotations

from typing import Any

from pydantic import Field


def coefficient(default: Any, low: float, high: float, unit: str, sentence: str) -> Any:
    """Declare a coefficient: its value, its range, its unit, and a sentence.

    Parameters
    ----------
    default : int or float
        Its value in ``polar``.
    low, high : float
        The smallest and the largest value it may have.
    unit : str
        Its unit, empty for a mere number.
    sentence : str
        What it means, for a manager.
    """
    return Field(
        default,
        ge=low,
        le=high,
        description=sentence,
        json_schema_extra={"unit": unit},
    )
