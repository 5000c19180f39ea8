"""What the key-accounts report asks: which criterion, which thresholds, which level."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from kamlab.company.settings import ReportSettings

Criterion = Literal["revenue", "gross_margin", "contribution"]
CRITERIA: tuple[Criterion, ...] = ("revenue", "gross_margin", "contribution")
Level = Literal["company", "department", "manager"]
LEVELS: tuple[Level, ...] = ("company", "department", "manager")

_SHARE: JsonDict = {"unit": "share"}


class KeyAccountsSettings(ReportSettings):
    """Thresholds of the key-accounts report; the defaults are rules S02–S06."""

    criterion: Criterion = Field(
        "contribution", description="What an account is measured by"
    )
    mode: Literal["share", "absolute"] = Field(
        "share", description="Key by share of the total, or by an absolute amount"
    )
    key_share: float = Field(
        0.10,
        ge=0.02,
        le=0.30,
        description="Share from which an account is key",
        json_schema_extra=_SHARE,
    )
    key_band_top: float = Field(
        1.0,
        ge=0.10,
        le=1.0,
        description="Share above which an account is no longer called key, 1 for none",
        json_schema_extra=_SHARE,
    )
    strict: bool = Field(
        True, description="Key is more than the threshold, not at least"
    )
    critical_share: float = Field(
        0.20,
        ge=0.10,
        le=0.50,
        description="Share from which dependence is critical",
        json_schema_extra=_SHARE,
    )
    mono_share: float = Field(
        0.70,
        ge=0.50,
        le=0.95,
        description="Share from which we live off one account",
        json_schema_extra=_SHARE,
    )
    mono_scope: Literal["single", "key_total"] = Field(
        "single", description="That share of one account, or of all key accounts"
    )
    key_total_low: float = Field(
        0.30,
        ge=0,
        le=1,
        description="Usual low end of what key accounts make of revenue",
        json_schema_extra=_SHARE,
    )
    key_total_high: float = Field(
        0.55,
        ge=0,
        le=1,
        description="Usual high end of what key accounts make of revenue",
        json_schema_extra=_SHARE,
    )
    level: Level = Field(
        "company", description="Key for the company, a department or one manager"
    )
    group_by_parent: bool = Field(
        False, description="Count accounts of one parent as one"
    )
    abs_threshold: float = Field(
        500_000.0,
        ge=0,
        description="Amount from which an account is key in absolute mode",
        json_schema_extra={"unit": "currency"},
    )
    high_rating: int = Field(
        4,
        ge=2,
        le=5,
        description="KAM's rating from which an account is a partner, a teacher or an "
        "innovator",
        json_schema_extra={"unit": "of 5"},
    )
    potential_served: float = Field(
        0.50,
        ge=0.05,
        le=0.95,
        description="Share of wallet from which an account is no potential any more",
        json_schema_extra=_SHARE,
    )
    innovator_claim: float = Field(
        0.025,
        ge=0.005,
        le=0.20,
        description="Part of all accounts the sources call innovators",
        json_schema_extra=_SHARE,
    )
    yearly_loss: float = Field(
        0.0,
        ge=0,
        le=0.90,
        description="Chance that an account leaves within a year, 0 for the measured "
        "one",
        json_schema_extra=_SHARE,
    )
    draw_seed: int = Field(
        1,
        ge=0,
        le=999_999,
        description="Seed of the draws in the parts on chance",
    )

    @model_validator(mode="after")
    def _bands_are_bands(self) -> Self:
        if self.key_band_top <= self.key_share:
            raise ValueError(
                f"key_band_top {self.key_band_top:g} leaves no room above key_share "
                f"{self.key_share:g}; raise the first or lower the second"
            )
        if self.key_total_high < self.key_total_low:
            raise ValueError(
                f"key_total_high {self.key_total_high:g} lies below key_total_low "
                f"{self.key_total_low:g}; swap them"
            )
        return self
