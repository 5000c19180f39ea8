"""What the lesson on behaviour and fairness shows beside the report's parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.behaviour import Job, TwoTasks, spike_chart, timing
from kamlab.compensation.curve import Curve
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenario_audit_words import first_audit
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.compensation.scenario_practice import PayBehaviourSettings
from kamlab.compensation.scenarios import (
    METHODS,
    pay_years,
    plan_cost,
    reached,
    set_quotas,
    share_reaching,
)
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.presentation import Column, Table, in_words
from kamlab.presentation.formats import in_currency, number, plural, share, thousands


def job_of(settings: PayBehaviourSettings) -> Job:
    """Give the job of the closed forms from the terms of the notebook.

    Parameters
    ----------
    settings : PayBehaviourSettings
        The terms.
    """
    return Job(
        margin=settings.margin,
        effort_cost=settings.effort_cost,
        risk_aversion=settings.dislike,
        noise_variance=settings.luck,
    )


def tasks_of(settings: PayBehaviourSettings) -> TwoTasks:
    """Give the job of volume and care from the terms of the notebook.

    Parameters
    ----------
    settings : PayBehaviourSettings
        The terms.
    """
    return TwoTasks(
        volume_variance=settings.luck,
        effort_cost=settings.effort_cost,
        risk_aversion=settings.dislike,
    )


def methods_part(case: ScenarioCase) -> list[Any]:
    """Show who reaches the quota and what the plan costs, by how quotas are set.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    plan, rows = case.plans["a" if "a" in case.paid[0] else "b"], []
    for method, sentence in METHODS.items():
        try:
            team = set_quotas(case.books, method)
        except MissingPartError:
            continue
        years = pay_years([plan], replace(case.draws, team=team))[0]
        cost = plan_cost(years, case.budget)
        rows.append((method, sentence, reached(years).quota, cost.p50, cost.p90))
    names = ["method", "words", "quota", "p50", "p90"]
    frame = pd.DataFrame(rows, columns=names)
    cur = case.firm.currency
    columns = {
        "method": Column("quota_method"),
        "words": Column("The quota is"),
        "quota": Column("Reach it", "share"),
        "p50": Column(in_currency("Usual year", cur), "money"),
        "p90": Column(in_currency("Dear year", cur), "money"),
    }
    n = plural(case.settings.n_sims, "possible year")
    caption = f"The {plan.title} under other quotas, the same {n}."
    by_cost = frame.sort_values("p50", kind="stable")
    low, high = by_cost.iloc[0], by_cost.iloc[-1]
    cv = case.settings.noise_cv
    text = (
        f"the same plan costs {thousands(low['p50'], cur)} in a usual year with quotas "
        f"by '{low['method']}' and {thousands(high['p50'], cur)} by "
        f"'{high['method']}'. A quota at the mean result would be reached by "
        f"{share(share_reaching(1.0, cv), 0)} of KAMs who are all alike."
    )
    return [Table(frame, columns, caption), in_words(text)]


def deadline_part(plan: PayPlan, settings: PayBehaviourSettings) -> list[Any]:
    """Show what a deadline moves under pay in proportion and under a plan's curve.

    Parameters
    ----------
    plan : PayPlan
        Its curve is taken.
    settings : PayBehaviourSettings
        How many deals can be moved, at which discount.
    """
    on_curve = any(part.paid_on == "target" for part in plan.components)
    curve = plan.curve if on_curve else Curve()
    name = plan.title if on_curve else "default curve"
    curves: dict[str, Curve | None] = {"in proportion": None, name: curve}
    found = {
        name: timing(
            curve,
            movable=settings.movable,
            discount=settings.pull_discount,
            noise_cv=settings.noise_cv,
            kams=settings.team_size,
            seed=settings.draw_seed,
        )
        for name, curve in curves.items()
    }
    even, pushed = found.values()
    text = (
        f"with a threshold {share(pushed.last_month_share)} of the quarter falls into "
        f"its last month, in proportion {share(even.last_month_share)} (95 % interval "
        f"{share(pushed.low)} to {share(pushed.high)} and {share(even.low)} to "
        f"{share(even.high)}). {share(pushed.pulled)} of list revenue was only moved, "
        f"and {share(pushed.lost)} given away for it. The model moves deals and leaves "
        "effort as it is: it can show one side of the dispute only."
    )
    return [spike_chart(found, "Which month do the deals fall into?"), in_words(text)]


def truth_part(case: ScenarioCase) -> list[Any]:
    """Show the ranking by pay beside the ranking by true skill.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    UndefinedError
        If pay or skill is the same for all.
    """
    side, before, after = first_audit(case)
    if "skill" not in before.table:
        raise MissingPartError(
            f"{case.firm.name} carries no truth: nobody knows who is skilled."
        )
    table = before.table[["kam_id", "payout", "skill", "true_potential"]].copy()
    table["adjusted"] = after.table["payout"]
    if np.ptp(table["skill"]) == 0 or np.ptp(table["payout"]) == 0:
        raise UndefinedError("Pay or skill is the same for all; there is no ranking.")
    for name in ("payout", "adjusted", "skill", "true_potential"):
        ranked = table[name].rank(ascending=False, method="min")
        table[f"place_{name}"] = ranked.astype(int)
    table = table.sort_values("place_payout", kind="stable", ignore_index=True)
    columns = {
        "kam_id": Column("KAM"),
        "payout": Column("Payout, of target", "share"),
        "place_payout": Column("Place by pay", "number"),
        "place_adjusted": Column("With adjusted quotas", "number"),
        "place_skill": Column("Place by true skill", "number"),
        "place_true_potential": Column("Place by territory", "number"),
    }
    n, top = len(table), table.iloc[0]
    links = [
        table[name].corr(table["skill"], method="spearman")
        for name in ("payout", "adjusted")
    ]
    text = (
        f"{top['kam_id']} is paid best of {plural(n, 'KAM')} under the "
        f"{case.plans[side].title} and stands at place {top['place_skill']} by true "
        f"skill, at {top['place_true_potential']} by territory. The ranking by pay and "
        f"that by skill agree by {number(links[0])}, with adjusted quotas by "
        f"{number(links[1])} (1 would be the same order, 0 none)."
    )
    caption = f"Pay of {case.year} against the truth (n = {plural(n, 'KAM')})."
    return [Table(table, columns, caption), in_words(text)]
