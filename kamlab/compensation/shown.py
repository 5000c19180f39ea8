"""The parts of the pay slip report as they are shown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.compensation import words
from kamlab.compensation.case import PayCase
from kamlab.compensation.charts import bases_chart, slip_chart
from kamlab.compensation.flags import flags
from kamlab.compensation.kinds import word_of
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.plan_charts import curve_chart, fee_chart
from kamlab.compensation.rule_list import rules_in_words
from kamlab.compensation.slip import Slip
from kamlab.compensation.target_pay import in_plan_file
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError
from kamlab.presentation import Column, Table, in_words, notice
from kamlab.presentation.formats import money, share

_SIDES = {"for": "Speaks for it", "against": "Speaks against it", "open": "Disputed"}


def plan_table(plan: PayPlan) -> Table:
    """Show what a plan is for, who pays like this, what else it does, what is known.

    Parameters
    ----------
    plan : PayPlan
        The plan, as read from its file.

    Returns
    -------
    Table
        One row a fact.
    """
    mix = f"{share(plan.base_share, 0)} base, {share(1 - plan.base_share, 0)} variable"
    rows = [
        ("Purpose", plan.purpose),
        ("Used by", plan.used_by),
        ("Pay mix", mix),
        *[(f"Pays: {part.name}", _paid_for(part)) for part in plan.components],
        *[("Rule", text) for text in rules_in_words(plan)],
        *_fee_rows(plan),
        *[("Side effect", text) for text in plan.side_effects],
        *[(_SIDES[known.side], _sourced(known)) for known in plan.evidence],
    ]
    frame = pd.DataFrame(rows, columns=["what", "words"])
    columns = {"what": Column(""), "words": Column("In words")}
    return Table(frame, columns, f"The plan: {plan.title}.", rows=len(rows))


def _paid_for(part: Component) -> str:
    """Say how a component is paid."""
    word = word_of(part.measure) + (" of the team" if part.team else "")
    if part.paid_on == "target":
        return f"{share(part.weight, 0)} of the variable pay, for {word}"
    rates = part.rates.tiers if part.rates else ()
    tiers = ", ".join(
        f"{share(tier.rate or 0.0)} from {share(tier.start, 0)} of quota on"
        if part.paid_on == "quota"
        else f"{share(tier.rate or 0.0)} from {tier.start:,.0f} on"
        for tier in rates
        if tier.rate is not None
    )
    return f"a rate on {word}: {tiers}" if tiers else f"sums by steps of {word}"


def _fee_rows(plan: PayPlan) -> list[tuple[str, str]]:
    if plan.fees is None:
        return []
    rows = [
        (f"Fee: {tier.name}", f"{share(tier.rate)} from {tier.start:,.0f} on")
        for tier in plan.fees.tiers
    ]
    part = share(plan.fees.kam_share_of_fee, 0)
    mode = {"whole": "one rate for the whole deal", "marginal": "slice by slice"}
    return [
        *rows,
        ("Fee: read as", f"{mode[plan.fees.tier_mode]}, {part} of it the KAM's"),
    ]


def _sourced(known: Any) -> str:
    return f"{known.says} ({known.source})"


def slip_part(case: PayCase) -> list[Any]:
    """Show the slip: picture, sentence, and what the reader must know about it.

    Parameters
    ----------
    case : PayCase
        One KAM's year under one plan.

    Returns
    -------
    list
        What the notebook shows, in order.
    """
    title = f"{case.name}, {case.year}"
    return [
        slip_chart(case.slip, title, case.firm.currency),
        in_words(words.parts_words(case)),
        notice(" ".join(words.notes(case))),
    ]


def stand_part(case: PayCase) -> list[Any]:
    """Show the plan's curve or fee table and where the KAM stands on it.

    Where there is no slip the plan is shown alone, with the reason.

    Parameters
    ----------
    case : PayCase
        One KAM's year under one plan.

    Returns
    -------
    list
        What the notebook shows, in order.
    """
    cur = case.firm.currency
    try:
        slip: Slip | None = case.slip
    except (MissingPartError, UndefinedError, NotEnoughDataError) as reason:
        slip, deals, title = None, None, f"The {case.plan.title}"
        last = [notice(f"No KAM stands on it: {reason}")]
    else:
        deals, title = case.achieved.deals, f"Where {case.name} stood in {case.year}"
        last = []
    target, source = case.plan.ote * (1 - case.plan.base_share), in_plan_file(case.plan)
    if slip is not None and slip.target_variable:
        target, source = float(slip.target_variable), case.pay.source
    shown: list[Any] = []
    if any(part.paid_on != "result" for part in case.plan.components):
        shown.append(curve_chart(case.plan, slip, title))
    if case.plan.fees is not None:
        shown.append(fee_chart(case.plan.fees, deals, title, cur))
    odd = flags(case.plan, target, cur)
    if odd and case.plan.has_target:
        whole = money(target, cur)
        odd.append(f"Reckoned on a target variable pay of {whole}, from {source}.")
    return [*shown, *last, *([notice(" ".join(odd))] if odd else [])]


def trace_part(case: PayCase) -> list[Any]:
    """Show every step of the slip and the sentence that sums them up.

    Parameters
    ----------
    case : PayCase
        One KAM's year under one plan.

    Returns
    -------
    list
        What the notebook shows, in order.
    """
    columns = {
        "step": Column("Step", "number"),
        "period": Column("Period"),
        "part": Column("Part"),
        "attainment": Column("Attainment", "share"),
        "payout": Column("Payout", "share"),
        "amount": Column(f"Pay, {case.firm.currency}".rstrip(", "), "money"),
        "why": Column("Why"),
    }
    caption = f"The pay of {case.name} step by step, {words.span(case)}."
    table = Table(case.slip.trace, columns, caption, rows=len(case.slip.trace))
    return [in_words(words.trace_words(case)), table]


def bases_part(case: PayCase, years: pd.DataFrame) -> list[Any]:
    """Show the same year under the four bases.

    Raises
    ------
    MissingPartError
        If no basis can be told.
    """
    if years["variable"].isna().all():
        raise MissingPartError(" ".join(dict.fromkeys(years["why"])))
    title = f"{case.name}, {case.year}: what counts is what pays"
    return [
        bases_chart(years, title, case.firm.currency),
        in_words(words.bases_words(case, years)),
    ]
