"""The slip beside what the company's books show: what may explain the difference."""

from __future__ import annotations

from kamlab.compensation.case import PayCase
from kamlab.presentation.formats import money

NEAR = 1.0  # currency a pay period: books may round each amount their own way


def paid_by_one_part(case: PayCase) -> dict[str, float]:
    """Pay the whole target variable pay by one part of the plan alone.

    Parameters
    ----------
    case : PayCase
        One KAM's year.

    Returns
    -------
    dict of str to float
        For each part that is paid by attainment, the variable pay of the year in
        currency if nothing but this part counted.
    """
    parts = [part for part in case.plan.components if part.paid_on == "target"]
    trace = case.slip.trace
    found = {}
    for part in parts:
        steps = trace[trace["part"] == part.name]
        whole = steps["at_target"] / part.weight * steps["payout"]
        found[part.name] = round(float(whole.fillna(0.0).sum()), 2)
    return found


def books_words(case: PayCase) -> str:
    """Say how far the slip is from the books, and which part alone would explain them.

    Parameters
    ----------
    case : PayCase
        One KAM's year.
    """
    cur, booked = case.firm.currency, case.paid_in_books
    n = len(case.periods)
    if booked is None:
        return (
            f"{case.firm.name} does not tell what {case.name} was paid in {case.year}: "
            "the slip cannot be held against anything. Ask payroll for one amount."
        )
    slip = float(case.slip.variable)
    gap = round(slip - booked, 2)
    text = (
        f"the slip gives {case.name} {money(slip, cur)} of variable pay for "
        f"{case.year}, the books {money(booked, cur)} (n = {n} pay periods)"
    )
    if abs(gap) <= NEAR * n:
        return f"{text}: they agree."
    if not booked:
        return (
            f"{text}. Many plans pay nothing for such a year; by one amount of 0 they "
            "cannot be told apart."
        )
    for name, paid in paid_by_one_part(case).items():
        if abs(paid - booked) <= NEAR * n:
            return (
                f"{text}. A plan that pays the whole target on {name} alone, by the "
                f"same curve, gives {money(paid, cur)}: the books follow that one."
            )
    return (
        f"{text}: {money(abs(gap), cur)} apart. No part of the plan alone explains it; "
        "the books follow another plan."
    )
