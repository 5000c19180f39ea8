"""The settings of the pay slip."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from kamlab.company import Company, ReportSettings

DAYS_TO_YEAR_END = 7


class PaySlipSettings(ReportSettings):
    """Whose year is paid, and under which plan."""

    period_months: int = Field(
        12,
        ge=0,
        le=120,
        description="Months whose revenue makes a book the largest, 0 for all",
        json_schema_extra={"unit": "months"},
    )
    plan: str = Field(
        "three_plans", description="The pay plan, a shipped name or a YAML file"
    )
    kam_id: str = Field(
        "", description="The KAM, empty for the one with the largest book"
    )
    year: int = Field(
        0,
        ge=0,
        le=9999,
        description="Calendar year of the slip, 0 for the last full one",
        json_schema_extra={"unit": "year"},
    )
    compare_bases: bool = Field(
        True, description="Whether to pay the same year under four bases"
    )

    def load(self) -> Company:
        """Load the company; without a cut-off, books that end in December end the year.

        The last order often falls some days before New Year's Eve; those days belong
        to the year.
        """
        firm = super().load()
        year_end = date(firm.last_date.year, 12, 31)
        if not self.as_of and (year_end - firm.last_date).days <= DAYS_TO_YEAR_END:
            return firm.as_of(year_end)
        return firm
