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
        kam_id, variable, total (n: accounts that bought), year, base,
        target_variable, paid_in_books (n: pay periods; the last is the variable pay
        the company's pay table tells, blank where unknown), attainment (n: quotas;
        blank when there is none). Amounts in currency, attainment as a share.
    """
    cur = case.firm.currency or "currency"
    try:
        slip = case.slip
    except (MissingPartError, UndefinedError, NotEnoughDataError):
        money = ("base", "variable", "total", "target_variable", "paid_in_books")
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
        "paid_in_books": Figure(case.paid_in_books, cur, periods),
        "attainment": Figure(slip.attainment, "share", slip.quotas),
    }
