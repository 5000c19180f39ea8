"""A plan paid by a plain loop over numbers, written from the rules, not the engine."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from math import isnan, nan

from kamlab.compensation.curve import Curve
from kamlab.compensation.money import ZERO, cents
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates

Row = dict[str, float]


def table_value(rates: Rates, x: float) -> float:
    """Read a rate table at one place."""
    rows = list(rates.tiers)
    reached = [row for row in rows if x >= row.start - 5e-10]
    if not reached:
        return 0.0
    last = reached[-1]
    if rates.mode == "lump":
        return last.pays or 0.0
    if rates.mode == "interpolated":
        for left, right in pairwise(rows):
            if left.start - 5e-10 <= x < right.start - 5e-10:
                part = (x - left.start) / (right.start - left.start)
                return (left.pays or 0) + part * ((right.pays or 0) - (left.pays or 0))
        return rows[-1].pays or 0.0
    if rates.mode in ("flat", "whole"):
        return (last.rate or 0.0) * x
    total = 0.0
    for place, row in enumerate(rows):
        end = rows[place + 1].start if place + 1 < len(rows) else float("inf")
        total += max(0.0, min(x, end) - row.start) * (row.rate or 0.0)
    return total


def curve_value(curve: Curve, a: float) -> float:
    """Read a payout curve at one attainment."""
    if a < curve.threshold - 5e-10:
        return 0.0
    if a <= 1:
        rise = (1 - curve.threshold_payout) / (1 - curve.threshold)
        return curve.threshold_payout + rise * (a - curve.threshold)
    if curve.capped:
        a = min(a, curve.excellence)
    return 1 + (curve.excellence_payout - 1) / (curve.excellence - 1) * (a - 1)


class Loop:
    """One KAM's periods, paid one after the other."""

    def __init__(self, plan: PayPlan, rows: list[Row], runs: list[list[int]]) -> None:
        self.plan, self.rows, self.runs = plan, rows, runs

    def passed(self, gate_no: int, run: list[int]) -> bool:
        gate = self.plan.gates[gate_no]
        values = [self.rows[t][gate.measure] for t in run]
        seen = {"last": values[-1], "sum": sum(values)}.get(gate.over)
        seen = sum(values) / len(values) if seen is None else seen
        if gate.at_least is not None:
            return seen >= gate.at_least - 1e-9
        assert gate.at_most is not None
        return seen <= gate.at_most + 1e-9

    def target(self, run: list[int]) -> float:
        year = self.plan.ote * (1 - self.plan.base_share)
        return sum(year / 12 for _ in run)

    def amount(
        self, part: Component, runs: list[list[int]], back: float = 0.0
    ) -> float:
        """Give what the runs so far earn before gates that hold a share back."""
        result, quota, target = -back, 0.0, 0.0
        found = False
        for run in runs:
            measure = part.measure
            for n, gate in enumerate(self.plan.gates):
                mine = gate.component in ("", part.name)
                if gate.instead and mine and not self.passed(n, run):
                    measure = gate.instead
            target += self.target(run) * part.weight
            for t in run:
                one = self.rows[t].get(f"quota_{part.measure}", nan)
                if part.paid_on != "result" and isnan(one):
                    continue
                found = True
                result += self.rows[t][measure]
                quota += 0.0 if isnan(one) else one
        if part.paid_on == "result":
            x, stake = result, 1.0
        else:
            if not found or quota <= 0:
                return 0.0
            x = result / quota
            stake = target if part.paid_on == "target" else quota
        for n, gate in enumerate(self.plan.gates):
            mine = gate.component in ("", part.name)
            if gate.limit is not None and mine and not self.passed(n, runs[-1]):
                x = min(x, gate.limit)
        if part.rates is not None:
            return stake * table_value(part.rates, x)
        return stake * curve_value(part.curve or self.plan.curve, x)

    def kept(self, name: str, run: list[int]) -> float:
        share = 1.0
        for n, gate in enumerate(self.plan.gates):
            if gate.pays is not None and gate.component in ("", name):
                share *= 1.0 if self.passed(n, run) else gate.pays
        return share

    def component(self, part: Component) -> list[Decimal]:
        paid: list[Decimal] = []
        for g, run in enumerate(self.runs):
            if not self.plan.true_up:
                paid.append(cents(self.amount(part, [run]) * self.kept(part.name, run)))
                continue
            so_far = cents(self.amount(part, self.runs[: g + 1]))
            before = cents(self.amount(part, self.runs[:g])) if g else ZERO
            step = so_far - before
            if step > 0:
                step = cents(float(step) * self.kept(part.name, run))
            paid.append(step)
        return paid

    def pay(self, returns: list[tuple[int, int, float]]) -> list[Decimal]:
        """Give the variable pay of each run."""
        plan = self.plan
        earned = [ZERO for _ in self.runs]
        for part in plan.components:
            for g, amount in enumerate(self.component(part)):
                earned[g] += amount
        for spiff in plan.spiffs:
            for g, run in enumerate(self.runs):
                count = sum(max(0.0, self.rows[t][spiff.measure]) for t in run)
                sum_ = count * spiff.each
                sum_ = min(sum_, spiff.most) if spiff.most is not None else sum_
                earned[g] += cents(sum_ * self.kept(spiff.name, run))
        self._take_back(earned, returns)
        self._after(earned)
        return earned

    def _take_back(
        self, earned: list[Decimal], returns: list[tuple[int, int, float]]
    ) -> None:
        gone = [0.0 for _ in self.runs]
        for of, when, amount in sorted(returns, key=lambda r: r[1]):
            for part in self.plan.components:
                if part.measure != "revenue":
                    continue
                run, kept = self.runs[of], self.kept(part.name, self.runs[of])
                before = cents(self.amount(part, [run], gone[of]) * kept)
                after = cents(self.amount(part, [run], gone[of] + amount) * kept)
                share = self.plan.clawback.share
                earned[when] -= cents(float(before - after) * share)
            gone[of] += amount

    def _after(self, earned: list[Decimal]) -> None:
        plan = self.plan
        if plan.cap and plan.cap.per == "settlement":
            for g, run in enumerate(self.runs):
                earned[g] = min(earned[g], cents(plan.cap.times * self.target(run)))
        elif plan.cap:
            total, paid, target = ZERO, ZERO, 0.0
            for g, run in enumerate(self.runs):
                total += earned[g]
                target += self.target(run)
                earned[g] = min(total, cents(plan.cap.times * target)) - paid
                paid += earned[g]
        if plan.max_cut_share is not None:
            for g, run in enumerate(self.runs):
                base = sum(plan.ote * plan.base_share / 12 for _ in run)
                least = cents((1 - plan.max_cut_share) * (base + self.target(run)))
                earned[g] = max(earned[g], least - cents(base))
        if plan.draw:
            owed, advance = ZERO, cents(plan.draw.amount)
            for g in range(len(self.runs)):
                paid = max(advance, earned[g] - owed)
                owed += paid - earned[g] if plan.draw.recoverable else ZERO
                earned[g] = paid
