"""The sentences of the pay slip report, computed from the case."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.credit import NOBODY
from kamlab.compensation.kinds import WORDS
from kamlab.compensation.periods import in_words
from kamlab.errors import KamLabError
from kamlab.presentation.formats import money, plural, share


def slip_words(case: PayCase) -> str:
    """Say what the KAM would be paid, for what, over which period.

    Where the company's own pay table tells what was paid, that stands beside it.
    """
    slip, cur = case.slip, case.firm.currency
    text = (
        f"{case.name} would be paid {money(float(slip.total), cur)} for {span(case)} "
        f"under this plan, the {case.plan.title}: {money(float(slip.base), cur)} base "
        f"and {money(float(slip.variable), cur)} variable pay{_of_target(case)} "
        f"({counted(case)})."
    )
    booked = case.paid_in_books
    if booked is None:
        return text
    return f"{text} The books show {money(booked, cur)} of variable pay paid."


def counted(case: PayCase) -> str:
    """Say what was counted: accounts that bought, pay periods, quotas in them."""
    periods = plural(len(case.periods), "pay period")
    if case.plan.components:
        periods += f" with {plural(case.slip.quotas, 'quota')}"
    return f"n = {plural(len(case.accounts), 'account')} that bought, {periods}"


def _of_target(case: PayCase) -> str:
    slip = case.slip
    if not case.plan.components:
        return ""
    if slip.attainment is None:
        return ", for there is no quota"
    part = (
        f" on the {share(slip.weight_with_quota, 0)} of the weights that have a quota"
        if slip.weight_with_quota < 1
        else ""
    )
    target = float(slip.target_variable)
    paid = f", {share(float(slip.variable) / target)} of target" if target else ""
    return f"{paid}, at an attainment of {share(slip.attainment)}{part}"


def span(case: PayCase) -> str:
    """Write the days that are paid; a whole calendar year as the year."""
    return in_words(case.periods["period"].min(), case.periods["period_end"].max())


def parts_words(case: PayCase) -> str:
    """Say what each part of the variable pay brought."""
    slip, cur = case.slip, case.firm.currency
    parts = [
        f"{name} {money(amount, cur)}"
        + ("" if reached != reached else f" (quota reached to {share(reached)})")
        for name, amount, reached in zip(
            slip.components["part"],
            slip.components["amount"],
            slip.components["attainment"],
            strict=True,
        )
    ]
    return (
        f"the variable pay of {case.name} in {span(case)} is {', '.join(parts)} "
        f"({counted(case)})."
    )


def notes(case: PayCase) -> list[str]:
    """Say what the reader must know about the ground the slip stands on."""
    found = [f"Base and target variable pay come from {case.pay.source}."]
    if not case.settings.year:
        found.append(f"{case.year} is the last full year of {case.firm.name}.")
    if case.periods["months"].sum() < 12:
        found.append(
            f"Only {plural(len(case.periods), 'period')} of {case.year} "
            f"({span(case)}) are over and paid."
        )
    lines = case.found.lines[case.found.lines["number"] >= 0]
    nobody = lines.loc[lines["kam_id"] == NOBODY, "net_amount"].sum()
    total = lines["net_amount"].sum()
    if nobody and total > 0:
        found.append(
            f"{share(nobody / total)} of the company's revenue was held by no KAM and "
            "is credited to nobody."
        )
    if case.firm.first_date.year == case.year and _counts(case, "new_accounts"):
        found.append(
            f"The books begin on {case.firm.first_date}: an account first seen this "
            "year may be an old one."
        )
    if case.slip.variable < 0:
        found.append(
            "More was taken back than earned; whether it may come off the salary is a "
            "question of contract and law."
        )
    unmeasured = parts_without_quota(case)
    if unmeasured:
        lost = share(1 - case.slip.weight_with_quota, 0)
        found.append(
            f"No quota for {', '.join(unmeasured)}: the {lost} of the target variable "
            "pay that hangs on it cannot be earned. Ask for the quota."
        )
    return found


def parts_without_quota(case: PayCase) -> list[str]:
    """Name the components for which the KAM has no quota in any period."""
    parts = case.slip.components
    by_quota = [p.name for p in case.plan.components if p.paid_on != "result"]
    none = parts["part"].isin(by_quota) & parts["quota"].isna()
    return parts.loc[none, "part"].tolist()


def missing_parts(case: PayCase) -> list[str]:
    """Name what the company could not tell, for ``results.json``."""
    found = case.found
    bases = [WORDS[name] for name in found.missing]
    costs = [] if "contribution" in found.missing else list(found.parts_missing)
    return [*bases, *costs, *(f"quota: {name}" for name in parts_without_quota(case))]


def _counts(case: PayCase, measure: str) -> bool:
    return any(part.measure == measure for part in case.plan.components)


def trace_words(case: PayCase) -> str:
    """Say how many steps there are, which paid most and which paid nothing."""
    trace, cur = case.slip.trace.iloc[1:], case.firm.currency
    top = trace.sort_values("amount", kind="stable").iloc[-1]
    zeros = trace[trace["amount"] == 0]
    text = (
        f"{plural(len(trace) + 1, 'step')} sum to {money(float(case.slip.total), cur)} "
        f"for {case.name}, {span(case)}."
    )
    if top["amount"] > 0:
        text += (
            f" The largest variable step is {money(top['amount'], cur)} "
            f"({top['part']}, {top['period']})."
        )
    if zeros.empty:
        return f"{text} No step paid nothing."
    first = zeros.iloc[0]
    which = "" if len(zeros) == 1 else "; the first"
    return (
        f"{text} {plural(len(zeros), 'step')} paid nothing{which}: "
        f"{first['part']}, {first['period']}: {first['why']}."
    )


def bases_words(case: PayCase, years: pd.DataFrame) -> str:
    """Say how much the choice of the basis moves the pay, and why."""
    cur = case.firm.currency
    known = years.dropna(subset=["variable"])
    unknown = [str(why) for why in years["why"] if why]
    ranked = known.sort_values("variable", kind="stable")
    best, worst = ranked.iloc[-1], ranked.iloc[0]
    gap = best["variable"] - worst["variable"]
    n = f"n = {len(known)} of 4 bases known"
    text = (
        f"for {case.name}, {span(case)}, the basis is worth {money(gap, cur)}: "
        f"{money(best['variable'], cur)} variable pay when {best['basis']} counts, "
        f"{money(worst['variable'], cur)} when {worst['basis']} counts ({n})."
        if gap
        else f"for {case.name}, {span(case)}, the basis moves nothing: "
        f"{money(best['variable'], cur)} variable pay under each ({n})."
    )
    text += (
        " A KAM with the company's average margin, service and payment terms would "
        "earn the same under all."
    )
    parts = case.found.parts_missing
    if parts and "contribution" not in case.found.missing:
        unknown.append(f"Not known, so 0 in the contribution: {', '.join(parts)}.")
    return "\n".join([text, *dict.fromkeys(unknown)])


def finding(case: PayCase) -> str:
    """Sum the report up in a sentence; say why there is no slip where there is none."""
    try:
        return slip_words(case)
    except KamLabError as reason:
        return f"No pay slip is shown: {reason}"
