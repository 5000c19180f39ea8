"""The parts of the report on pay scenarios as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from kamlab.compensation import scenario_words as words
from kamlab.compensation.flags import flags
from kamlab.compensation.kinds import word_of
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.compensation.scenarios import attainment_chart, change_chart, cost_chart
from kamlab.presentation import Column, Table, in_words, notice
from kamlab.presentation.formats import in_currency, number, plural, share


def plans_table(case: ScenarioCase) -> Table:
    """Show the two plans side by side: what for, pay mix, what counts, side effects.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    rows = [
        ("Plan", *[p.title for p in case.plans.values()]),
        ("Purpose", *[p.purpose for p in case.plans.values()]),
        ("Pay mix", *[_mix(p) for p in case.plans.values()]),
        ("Counts", *[_counts(p) for p in case.plans.values()]),
        ("Side effects", *[" ".join(p.side_effects) for p in case.plans.values()]),
        ("Flags", *[_flags(case, p) for p in case.plans.values()]),
    ]
    frame = pd.DataFrame(rows, columns=["what", "a", "b"])
    columns = {"what": Column(""), "a": Column("Plan a"), "b": Column("Plan b")}
    return Table(frame, columns, "The two plans as their files tell them.")


def _mix(plan: PayPlan) -> str:
    part = plan.base_share
    text = f"{share(part, 0)} base, {share(1 - part, 0)} variable"
    return text if plan.mix_binds else f"{text} in the file; the books' own pay is kept"


def _counts(plan: PayPlan) -> str:
    parts = [f"{word_of(p.measure)} {share(p.weight, 0)}" for p in plan.components]
    return ", ".join([*parts, *(["a fee on each deal"] if plan.fees else [])])


def _flags(case: ScenarioCase, plan: PayPlan) -> str:
    target = plan.ote * (1 - plan.base_share)
    return " ".join(flags(plan, target, case.firm.currency)) or "none"


def cost_part(case: ScenarioCase) -> list[Any]:
    """Show what each plan costs against the budget.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    paid, refused = case.paid
    shown = list(paid.values())[: 1 if case.same else 2]
    title = "What would a year of variable pay cost?"
    said = [in_words(words.cost_words(case))]
    if not refused and not case.same:
        said.append(in_words(words.base_words(case)))
    return [cost_chart(shown, case.budget, title), *said, notice(words.ground(case))]


def quota_part(case: ScenarioCase) -> list[Any]:
    """Show how often each attainment occurs, with the marks of practice.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    years = next(iter(case.paid[0].values()))
    title = f"Who reaches the quota? ({years.plan.title})"
    return [attainment_chart(years, title), in_words(words.quota_words(case))]


def change_part(case: ScenarioCase) -> list[Any]:
    """Show who wins and who loses between the two plans.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    text = in_words(words.change_words(case))
    if case.same:
        return [text]
    names = (case.plans["a"].title, case.plans["b"].title)
    return [change_chart(case.changes, names, case.firm.currency), text]


def risk_part(case: ScenarioCase) -> list[Any]:
    """Show each KAM's swings of income and their price.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    cur, sides = case.firm.currency, list(case.incomes)
    wide = case.incomes[sides[0]][["kam_id"]].copy()
    columns = {"kam_id": Column("KAM")}
    for side in sides[: 1 if case.same else 2]:
        for name, head, kind in (
            ("p10", in_currency(f"Poor year ({side})", cur), "money"),
            ("mean", in_currency(f"Mean ({side})", cur), "money"),
            ("volatility", f"Swings ({side})", "share"),
            ("price_of_risk", in_currency(f"Price of swings ({side})", cur), "money"),
        ):
            wide[f"{name}_{side}"] = case.incomes[side][name].to_numpy()
            columns[f"{name}_{side}"] = Column(head, kind)  # type: ignore[arg-type]
    by = f"volatility_{sides[0]}"
    wide = wide.sort_values(by, ascending=False, kind="stable", ignore_index=True)
    caption = (
        "Income over the possible years, largest swings first "
        f"(n = {plural(len(wide), 'KAM')}; poor year: one out of ten is poorer)."
    )
    return [Table(wide, columns, caption), in_words(words.risk_words(case))]


def response_part(case: ScenarioCase) -> list[Any]:
    """Show what each plan makes KAMs do.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    rows = [
        {
            "plan": case.plans[side].title,
            "per_euro": found.stakes.per_euro,
            **found.incentives.model_dump(),
        }
        for side, found in list(case.responses.items())[: 1 if case.same else 2]
    ]
    columns = {
        "plan": Column("Plan"),
        "per_euro": Column("Pay for 1 more sold", "share"),
        "volume_effort": Column("Effort for volume, × usual", "number"),
        "care_effort": Column("Effort for care, × usual", "number"),
        "pull_forward": Column("Orders pulled ahead at a deadline", "share"),
        "deadline_months": Column("Months between deadlines", "number"),
    }
    caption = (
        "What pays, and what KAMs who follow it do; 1 is the usual effort under the "
        f"{case.plans['a'].title}."
    )
    return [Table(pd.DataFrame(rows), columns, caption)]


def played_part(case: ScenarioCase) -> list[Any]:
    """Show the company played under each plan.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    sides = list(case.played)[: 1 if case.same else 2]
    rows = [
        (words_, *[write(getattr(case.played[side], name)) for side in sides])
        for name, words_, write in _played_rows(case.firm.currency)
    ]
    frame = pd.DataFrame(rows, columns=["what", *sides])
    columns = {"what": Column("A year of the company")}
    columns |= {side: Column(case.plans[side].title) for side in sides}
    caption = (
        f"The same company on the same dice, {case.rules.world.start_year + 1}, under "
        "what each plan makes its KAMs do from the first day; paid against the quotas "
        "of its books."
    )
    return [Table(frame, columns, caption), in_words(words.played_words(case))]


def _played_rows(cur: str) -> list[tuple[str, str, Callable[[float], str]]]:
    """Name what is shown of a year that was played, and how it is written."""

    def amount(value: float) -> str:
        return number(value / 1000, 0)

    unit = f"thousand {cur}".rstrip()
    return [
        ("revenue", f"Revenue, {unit}", amount),
        ("contribution", f"Contribution before pay, {unit}", amount),
        ("base", f"Base pay, {unit}", amount),
        ("variable", f"Variable pay, {unit}", amount),
        ("contribution_after_pay", f"Contribution after pay, {unit}", amount),
        ("next_year_contribution", f"Contribution of the next year, {unit}", amount),
        ("losses", "Accounts lost", number),
        ("discount_share", "Discounts, of list revenue", share),
        ("last_month_share", "Revenue in the last months of quarters", share),
    ]
