"""How badly the CRM of a simulated company is kept; the defaults keep it well."""

from __future__ import annotations

from kamlab.company.settings import Settings
from kamlab.simulation.coefficients import coefficient


class NoiseValues(Settings):
    """What is missing or wrong in the books people keep by hand."""

    crm_missing: float = coefficient(
        0.0, 0, 0.9, "share", "Entries of the CRM that nobody made"
    )
    crm_wrong: float = coefficient(
        0.0, 0, 0.9, "share", "Entries of the CRM that are wrong"
    )
