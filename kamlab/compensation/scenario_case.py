"""Two plans on one company: possible years, what KAMs do, fairness, the frontier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kamlab.company import Company
from kamlab.compensation.behaviour import Played, Response, play_plan, respond
from kamlab.compensation.behaviour.respond import Nature
from kamlab.compensation.fairness import Audit, audit
from kamlab.compensation.library import find_plan
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.periods import pay_year
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenario_settings import PayScenarioSettings
from kamlab.compensation.scenarios import (
    Cost,
    Draws,
    Territories,
    Years,
    incomes,
    pay_years,
    plan_cost,
    set_quotas,
    territories,
    winners_and_losers,
)
from kamlab.compensation.scenarios.books import quarters_of
from kamlab.compensation.search import candidates, search_plans
from kamlab.errors import KamLabError, MissingPartError
from kamlab.simulation import Rules, rules_of

TRIED = 16  # plans of the search, a power of two
SEARCHED = 200  # possible years each of them is paid on
FLOOR = 0.7  # of the smallest target pay, where no floor is given
SIDES = ("a", "b")


@dataclass(frozen=True)
class ScenarioCase:
    """Two pay plans on one company; each step is worked out when it is asked for.

    A step that needs what the company lacks raises MissingPartError, so that a report
    can show the others.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : PayScenarioSettings
        What was asked for.
    """

    firm: Company
    settings: PayScenarioSettings

    @cached_property
    def plans(self) -> dict[str, PayPlan]:
        """The two plans, ``a`` that of today and ``b`` the one in question."""
        names = (self.settings.plan_a, self.settings.plan_b)
        return {side: find_plan(name) for side, name in zip(SIDES, names, strict=True)}

    @property
    def same(self) -> bool:
        """Whether the two plans are one and the same."""
        return self.plans["a"] == self.plans["b"]

    @cached_property
    def year(self) -> int:
        """The calendar year whose books are taken."""
        return pay_year(self.firm, self.settings.year)

    @cached_property
    def found(self) -> Measured:
        """What each KAM achieved in the quarters of the year."""
        return measured(self.firm, quarters_of(self.year))

    @cached_property
    def books(self) -> Territories:
        """The KAMs and their books, with the quotas they had."""
        # asked first for what it needs, so that a company without it says so at once
        return territories(self.firm, year=self.year, found=self._found_if_held())

    def _found_if_held(self) -> Measured | None:
        held = self.firm.has("account_history", "kam_id")
        return self.found if held else None

    @cached_property
    def draws(self) -> Draws:
        """The possible years, with quotas set by the method asked for."""
        team = set_quotas(self.books, self.settings.quota_method)
        return Draws(team, self.settings.draws)

    @cached_property
    def paid(self) -> tuple[dict[str, Years], dict[str, str]]:
        """The plans paid on the possible years, and why one cannot be."""
        paid, refused = {}, {}
        for side, plan in self.plans.items():
            try:
                paid[side] = pay_years([plan], self.draws)[0]
            except MissingPartError as reason:
                said = str(reason)
                refused[side] = said[:1].upper() + said[1:]
        if not paid:
            raise MissingPartError(" ".join(dict.fromkeys(refused.values())))
        return paid, refused

    def both(self) -> tuple[Years, Years]:
        """Give both plans on the possible years.

        Raises
        ------
        MissingPartError
            If one of them cannot be paid.
        """
        paid, refused = self.paid
        if refused:
            raise MissingPartError(" ".join(refused.values()))
        return paid["a"], paid["b"]

    @cached_property
    def budget(self) -> float:
        """The variable pay of a year that must suffice, in currency."""
        if self.settings.budget:
            return self.settings.budget
        paid, _ = self.paid
        return paid["a" if "a" in paid else "b"].budget

    def cost(self, side: str) -> Cost:
        """Hold a plan's cost against the budget.

        Parameters
        ----------
        side : str
            ``a`` or ``b``.
        """
        return plan_cost(self.paid[0][side], self.budget)

    @cached_property
    def incomes(self) -> dict[str, pd.DataFrame]:
        """Each KAM's income over the possible years, under each plan."""
        return {
            side: incomes(years, self.settings.risk_aversion)
            for side, years in self.paid[0].items()
        }

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Who earns more and who less under plan b."""
        return winners_and_losers(*self.both())

    def respond(self, ratchet: float | None = None) -> dict[str, Response]:
        """Say what each plan makes KAMs do; plan a is what they are used to.

        Parameters
        ----------
        ratchet : float, optional
            Part of a good year that goes into the next quota; default the one set.
        """
        self.both()
        part = self.settings.ratchet if ratchet is None else ratchet
        usual, nature = self.plans["a"], Nature(ratchet=part)
        return {
            side: respond(plan, usual, self.draws, nature)
            for side, plan in self.plans.items()
        }

    @cached_property
    def responses(self) -> dict[str, Response]:
        """What each plan makes KAMs do, with the ratchet as it is set."""
        return self.respond()

    @cached_property
    def rules(self) -> Rules:
        """The rules of the simulated company."""
        if not self.firm.has_truth:
            raise MissingPartError(
                f"{self.firm.name} carries no truth: nobody can play real accounts "
                "again. Try the plan in one region first, and compare."
            )
        return rules_of(self.firm)

    @cached_property
    def played(self) -> dict[str, Played]:
        """The simulated company played under each plan, its second year."""
        world, responses = self.rules.world, self.responses
        if self.same:
            once = play_plan(world, self.plans["a"], responses["a"].incentives)
            return dict.fromkeys(SIDES, once)
        return {
            side: play_plan(world, plan, responses[side].incentives)
            for side, plan in self.plans.items()
        }

    @property
    def gain(self) -> float:
        """What plan b leaves more than plan a after pay, once people act on it."""
        one, two = (self.played[side].contribution_after_pay for side in SIDES)
        return two - one

    @cached_property
    def audits(self) -> dict[tuple[str, bool], Audit]:
        """The fairness of each plan that can be paid, before and after new quotas."""
        if not self.firm.has("account_history", "kam_id"):
            raise MissingPartError(
                f"{self.firm.name} does not tell who held which account; whether pay "
                "follows the territory cannot be told."
            )
        done, reason = {}, None
        for side, plan in self.plans.items():
            for adjusted in (False, True):
                try:
                    done[side, adjusted] = audit(
                        self.firm,
                        plan,
                        year=self.year,
                        adjusted=adjusted,
                        found=self.found,
                    )
                except KamLabError as error:
                    reason = error
        if not done and reason is not None:
            raise reason
        return done

    @cached_property
    def searched(self) -> pd.DataFrame:
        """A few plans tried, with the frontier of those that no other beats."""
        world, (one, _) = self.rules.world, self.both()
        few = self.settings.draws.model_copy(update={"n_sims": SEARCHED})
        least = float((one.base + self.books.target.sum(axis=1)).min()) * FLOOR
        return search_plans(
            candidates(TRIED, seed=self.settings.draw_seed),
            self.plans["a"],
            Draws(self.draws.team, few),
            world,
            pay_budget=float(one.base.sum()) + self.budget,
            floor=self.settings.floor or least,
        )
