"""How large a simulated company is and how its accounts differ."""

from __future__ import annotations

from pydantic import Field

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient


class CompanyValues(Settings):
    """How large the company is and how its accounts differ."""

    name: str = Field("Polar Supply", description="Name of the company")
    currency: str = Field("EUR", description="Currency of every amount")
    seed: int = coefficient(
        2023, 0, 2**31 - 1, "", "Number that fixes every throw of the dice"
    )
    accounts: int = coefficient(
        120,
        20,
        1000000,
        "accounts",
        "Accounts over the whole time, those yet to come included",
    )
    months: int = coefficient(36, 12, 240, "months", "Months simulated")
    start_year: int = coefficient(
        2023, 1990, 2100, "year", "The first month is January of this year"
    )
    kams: int = coefficient(10, 9, 20000, "KAMs", "Key account managers")
    cast: bool = Field(
        True, description="Whether the planted accounts and KAMs are there"
    )
    start_share: float = coefficient(
        0.78, 0.5, 1, "share", "Share of the accounts that are there from the first day"
    )
    account_revenue: float = coefficient(
        150000.0,
        1000,
        10000000,
        "currency a year",
        "Mean yearly revenue of an ordinary account",
    )
    size_sigma: float = coefficient(
        1.4, 0.2, 2.5, "log scale", "Spread of the accounts' sizes"
    )
    growth_sd: float = coefficient(
        0.06, 0, 0.5, "share a year", "Spread of the accounts' own growth"
    )
    season_strength: float = coefficient(
        1.0, 0, 3, "times the usual", "How strongly purchases follow the seasons"
    )
    group_bias: float = coefficient(
        1.0,
        0,
        3,
        "log of size",
        "How much territories are cut so that group A has the larger accounts",
    )
    handover: float = coefficient(
        0.04, 0, 1, "chance each January", "An account is handed over to another KAM"
    )
