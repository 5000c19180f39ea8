"""What the early-warning report asks: when an account counts as late, lost, eroding."""

from __future__ import annotations

from pydantic import Field
from pydantic.config import JsonDict

from kamlab.company.settings import ReportSettings

_MONTHS: JsonDict = {"unit": "months"}
_SHARE: JsonDict = {"unit": "share"}


class EarlyWarningSettings(ReportSettings):
    """How early warning defines silence, loss and erosion, and how it is tested."""

    gap_k: float = Field(
        3.0,
        ge=1.5,
        le=6.0,
        description="Silence that makes a loss, in times the account's usual gap",
        json_schema_extra={"unit": "times"},
    )
    watch_from: float = Field(
        0.5,
        ge=0.1,
        le=0.95,
        description="How far on the way to a loss an account must be to be watched",
        json_schema_extra=_SHARE,
    )
    partial_drop: float = Field(
        0.5,
        ge=0.2,
        le=0.9,
        description="Fall of revenue against last year that counts as erosion",
        json_schema_extra=_SHARE,
    )
    window: int = Field(
        3,
        ge=3,
        le=12,
        description="Months compared with the same months of last year",
        json_schema_extra=_MONTHS,
    )
    horizon: int = Field(
        6,
        ge=1,
        le=12,
        description="Months without an order after a cut-off that make it a loss",
        json_schema_extra=_MONTHS,
    )
    cutoffs: int = Field(
        12,
        ge=1,
        le=24,
        description="Monthly cut-offs on which the rule is tested",
        json_schema_extra={"unit": "cut-offs"},
    )
    top_n: int = Field(
        10,
        ge=5,
        le=50,
        description="Accounts the team can look after at once",
        json_schema_extra={"unit": "accounts"},
    )
    save_hours: float = Field(
        3.0,
        ge=0.25,
        le=80.0,
        description="Time one save call takes, with preparing and following up",
        json_schema_extra={"unit": "hours"},
    )
    save_effect: float = Field(
        0.3,
        ge=0.0,
        le=1.0,
        description="Part of the risk a save call takes away, a claim to test",
        json_schema_extra=_SHARE,
    )
    show_truth: bool = Field(
        False,
        description="Show the truth beside the estimate, for the trainer",
    )
