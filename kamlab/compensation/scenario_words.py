"""The sentences of the report on pay scenarios: cost, quotas, incomes, behaviour."""

from __future__ import annotations

import math

import pandas as pd

from kamlab.compensation.behaviour import Played, slope_left
from kamlab.compensation.behaviour.respond import Nature
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.compensation.scenarios import METHODS, quota_for_share, reached
from kamlab.errors import KamLabError
from kamlab.presentation.formats import number, plural, share, thousands

WANTED = 0.65  # of the KAMs at quota, as practice names it [E35]


def finding(case: ScenarioCase) -> str:
    """Sum the report up in a sentence or two; say why where nothing can be paid."""
    try:
        text = cost_words(case)
    except KamLabError as reason:
        return f"No possible years are paid: {reason}"
    try:
        gain = case.gain
    except KamLabError:
        return text
    if case.same:
        return text
    way = "more" if gain >= 0 else "less"
    return (
        f"{text} Once people act on it, the second leaves the company "
        f"{thousands(abs(gain), case.firm.currency)} {way} after pay."
    )


def ground(case: ScenarioCase) -> str:
    """Say what the possible years are drawn from."""
    s, team = case.settings, case.draws.team
    return (
        f"{plural(s.n_sims, 'possible year')} of {plural(len(team.kam_ids), 'KAM')}, "
        f"drawn around what their books sold in {case.year}: a year swings by "
        f"{share(s.noise_cv, 0)} around what is expected, in part with the market. "
        f"Quotas: {METHODS[s.quota_method]}. {' '.join(team.notes)} Every plan is paid "
        "on the same years, so what differs is the plan."
    )


def cost_words(case: ScenarioCase) -> str:
    """Say what each plan costs in a usual and in a dear year, against the budget."""
    cur, (paid, refused) = case.firm.currency, case.paid
    budget = f"the budget of {thousands(case.budget, cur)}"
    said: list[str] = []
    for side in paid:
        cost = case.cost(side)
        said.append(
            f"the {case.plans[side].title} costs {thousands(cost.p50, cur)} in a usual "
            f"year and more than {thousands(cost.p90, cur)} in one year out of ten; "
            f"{share(cost.over_budget, 0)} of its years go beyond "
            f"{'that budget' if said else budget}, and with base pay it takes "
            f"{share(cost.cost_of_sales)} of sales"
        )
        if case.same:
            break
    n = plural(case.settings.n_sims, "possible year")
    text = f"On {n}, {'; '.join(said)}."
    if case.same:
        text += " Both plans are the same one."
    return " ".join([text, *refused.values()])


def base_words(case: ScenarioCase) -> str:
    """Say how base pay differs, which no curve of variable pay shows."""
    one, two = case.both()
    cur = case.firm.currency
    bases = [float(years.base.sum()) for years in (one, two)]
    wholes = [b + float(y.cost.mean()) for b, y in zip(bases, (one, two), strict=True)]
    more = wholes[1] - wholes[0]
    way = "more" if more >= 0 else "less"
    return (
        f"Base pay is {thousands(bases[0], cur)} under the {one.plan.title} and "
        f"{thousands(bases[1], cur)} under the {two.plan.title}; base and variable "
        f"together, the second costs {thousands(abs(more), cur)} {way} on average "
        f"({share(abs(more) / wholes[0])}), if nobody works differently. A budget of "
        "variable pay alone does not see that."
    )


def quota_words(case: ScenarioCase) -> str:
    """Say how many reach their quota and where it would stand for the guideline."""
    paid, _ = case.paid
    found = reached(next(iter(paid.values())))
    cv = case.settings.noise_cv
    factor = quota_for_share(WANTED, cv)
    return (
        f"{share(found.quota, 0)} of {found.n:,} KAM-years reach the quota; "
        f"consultants name about {share(WANTED, 0)} as usual, a guideline and no law. "
        f"With KAMs alike and a spread of {share(cv, 0)}, a quota at "
        f"{share(factor, 0)} of the mean result is reached by so many; at the mean "
        "itself by fewer than half, for a few large years pull the mean up. Accounts "
        "that leave within the year pull results further down."
    )


def change_words(case: ScenarioCase) -> str:
    """Say who wins and who loses when plan b takes the place of plan a."""
    table, cur = case.changes, case.firm.currency
    if case.same:
        return "both plans are the same one, so nobody wins or loses."
    clear_up = int((table["low"] > 0).sum())
    clear_down = int((table["high"] < 0).sum())
    first, last = table.iloc[0], table.iloc[-1]
    target = pd.Series(case.books.target.sum(axis=1), case.books.kam_ids)
    tenth = -0.1 * target.reindex(table["kam_id"]).to_numpy(float)
    hit = table.loc[table["change"] < tenth, "kam_id"].tolist()
    talk = (
        f"Talk first with {', '.join(hit[:5])}: each would lose more than a tenth of "
        f"the target variable pay ({plural(len(hit), 'KAM')} in all)."
        if hit
        else "Nobody loses more than a tenth of the target variable pay."
    )
    rest = len(table) - clear_up - clear_down
    untold = f"; for {rest} the draws do not tell" if rest else ""
    return (
        f"of {plural(len(table), 'KAM')} {clear_down} would earn less on average and "
        f"{clear_up} more{untold}. "
        f"{first['kam_id']} changes by {thousands(first['change'], cur)} a year, "
        f"{last['kam_id']} by {thousands(last['change'], cur)}. {talk}"
    )


def risk_words(case: ScenarioCase) -> str:
    """Say how much incomes swing under each plan, and what that is worth."""
    cur, gamma = case.firm.currency, case.settings.risk_aversion
    said = []
    for side, table in case.incomes.items():
        top = table.sort_values("volatility", kind="stable").iloc[-1]
        price = float(table["price_of_risk"].sum())
        said.append(
            f"Under the {case.plans[side].title} income swings most for "
            f"{top['kam_id']}, by {share(top['volatility'])} of its mean; all KAMs "
            f"together would give up {thousands(price, cur)} a year for incomes "
            "without swings"
        )
        if case.same:
            break
    n = plural(len(case.books.kam_ids), "KAM")
    if not gamma:
        return (
            f"{'. '.join(said)}: at a relative risk aversion of 0 nobody minds swings "
            f"(n = {n}). Set risk_aversion to 2 to see what they cost people who do."
        )
    return (
        f"{'. '.join(said)}. That is at a relative risk aversion of {number(gamma)} "
        f"(n = {n}): money the company spends that nobody enjoys."
    )


def played_words(case: ScenarioCase) -> str:
    """Say what the company has of each plan once people act on it."""
    one, two = case.played["a"], case.played["b"]
    cur, (a, b) = case.firm.currency, case.plans.values()
    if case.same:
        return (
            "both plans are the same one; the company keeps "
            f"{thousands(one.contribution_after_pay, cur)} after pay."
        )
    gain = case.gain
    way = "more" if gain >= 0 else "less"
    return (
        f"under the {b.title} the company keeps "
        f"{thousands(two.contribution_after_pay, cur)} after pay, "
        f"{thousands(abs(gain), cur)} {way} than under the {a.title}. "
        f"{_losses(one, two, a.title, b.title)} In the last months of the quarters lie "
        f"{share(one.last_month_share)} and {share(two.last_month_share)} of the "
        "year's revenue; a third would be even, were it not for the season. "
        f"{_next_book(one, two, cur)} One company on one set of dice: take the sign "
        "with care, and another seed beside it."
    )


def _losses(one: Played, two: Played, a: str, b: str) -> str:
    count = plural(one.losses, "account")
    return (
        f"It loses {count} under the {a} and {two.losses:,} under the {b}; discounts "
        f"take {share(one.discount_share)} and {share(two.discount_share)} of list "
        "revenue."
    )


def _next_book(one: Played, two: Played, cur: str) -> str:
    if math.isnan(one.next_year_contribution + two.next_year_contribution):
        return "The simulation ends with this year, so next year's book is not known."
    return (
        "Next year's book brings a contribution of "
        f"{thousands(one.next_year_contribution, cur)} and "
        f"{thousands(two.next_year_contribution, cur)}."
    )


def ratchet_words(case: ScenarioCase) -> str:
    """Say what a ratchet does to the slope of pay and to effort."""
    part, nature = case.settings.ratchet, Nature()
    if not part:
        return (
            "ratchet is 0: a good year leaves the next quota alone. Set it to 0.5 and "
            "see how much of the push is left."
        )
    left = slope_left(part, nature.patience)
    free, held = case.respond(0.0), case.responses
    efforts = [
        f"under the {case.plans[side].title} from "
        f"{number(free[side].incentives.volume_effort)} to "
        f"{number(held[side].incentives.volume_effort)}"
        for side in dict.fromkeys("a" if case.same else side for side in held)
    ]
    return (
        f"if {share(part, 0)} of a good year goes into the next quota and a KAM "
        f"foresees it (a euro next year is worth {number(nature.patience)} today), "
        f"only {share(left, 0)} of the pay for one more euro is left. Effort for "
        f"volume, in times the usual one, falls {', '.join(efforts)}."
    )
