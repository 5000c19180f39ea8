"""The figures of the pay slip report, by name."""

from __future__ import annotations

from kamlab.compensation.case import PayCase
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError
from kamlab.presentation import Figure


def slip_figures(case: PayCase) -> dict[str, Figure]:
    """Give the figures of a pay slip; blank where the company cannot give one.

    Parameters
    ----------
    case : PayCase
        The case.

    Returns
    -------
    dict of str to Figure
        kam_id, year, base, variable, total, target_variable (currency), attainment
        (share, blank when there is no quota; n is the number of quotas).
    """
    cur = case.firm.currency or "currency"
    try:
        slip = case.slip
    except (MissingPartError, UndefinedError, NotEnoughDataError):
        money = ("base", "variable", "total", "target_variable")
        return {
            "kam_id": Figure(None, "KAM", 0),
            "year": Figure(None, "year", 0),
            **{name: Figure(None, cur, 0) for name in money},
            "attainment": Figure(None, "share", 0),
        }
    n, periods = len(case.accounts), len(case.periods)
    return {
        "kam_id": Figure(case.kam_id, "KAM", n),
        "year": Figure(case.year, "year", periods),
        "base": Figure(float(slip.base), cur, periods),
        "variable": Figure(float(slip.variable), cur, n),
        "total": Figure(float(slip.total), cur, n),
        "target_variable": Figure(float(slip.target_variable), cur, periods),
        "attainment": Figure(
            slip.attainment, "share", int(slip.trace["attainment"].notna().sum())
        ),
    }
