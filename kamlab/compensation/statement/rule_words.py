"""Why the lines of sums for units, pools, caps, floors and draws are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamlab.compensation.engine.parts import of_team
from kamlab.compensation.engine.settle import (
    BACK,
    BALANCE,
    CAP,
    CUTS,
    DRAW,
    GUARANTEE,
)
from kamlab.compensation.kinds import word_of
from kamlab.compensation.rules import Pool, Spiff
from kamlab.compensation.statement.words import sized
from kamlab.presentation.formats import money, number, share

if TYPE_CHECKING:
    from kamlab.compensation.statement.lines import Settled

_SHARED = {
    "equal": "shared alike",
    "target": "shared by target variable pay",
    "result": "shared by own result",
}


def why_rule(settled: Settled, name: str, kam: int, g: int, cents: int) -> str:
    """Say why a line that is no component is what it is."""
    for spiff in settled.plan.spiffs:
        if spiff.name == name:
            return _spiff(settled, spiff, kam, g)
    for pool in settled.plan.pools:
        if pool.name == name:
            return _pool(settled, pool, kam, g)
    if name == DRAW:
        return _draw(settled, kam, g, cents)
    return _limits(settled, name)


def _limits(settled: Settled, name: str) -> str:
    plan = settled.plan
    if name == BACK:
        return (
            f"{share(plan.clawback.share, 0)} of what had been paid for sales that "
            "came back or whose account left; the closed period is paid again without "
            "them, and this is the difference"
        )
    if name == CAP and plan.cap:
        time = "the year so far" if plan.cap.per == "year" else "this settlement"
        return (
            f"variable pay of {time} is capped at {share(plan.cap.times, 0)} of its "
            "target"
        )
    if name == GUARANTEE and plan.ramp:
        return (
            f"new KAMs are safe of {share(plan.ramp.guarantee, 0)} of their target "
            f"variable pay for {len(plan.ramp.quota_shares)} months"
        )
    assert name == CUTS
    assert plan.max_cut_share is not None
    return (
        f"missed targets may cut at most {share(plan.max_cut_share, 0)} of base and "
        "target pay; the rest is given back"
    )


def _spiff(settled: Settled, spiff: Spiff, kam: int, g: int) -> str:
    count = settled.groups.sums(settled.inputs.columns[spiff.measure])[0, kam, g]
    each = money(spiff.each, settled.currency)
    word = word_of(spiff.measure)
    word = word.removesuffix("s") if count == 1 else word
    if count <= 0:
        return (
            f"{number(float(count))} {word} in this period, so nothing at {each} each"
        )
    if not settled.cents[spiff.name][kam, g]:
        return f"not paid in this period: it runs from {spiff.start} to {spiff.to}"
    most = (
        "" if spiff.most is None else f", at most {money(spiff.most, settled.currency)}"
    )
    return f"{number(float(count))} {word} at {each} each{most}"


def _pool(settled: Settled, pool: Pool, kam: int, g: int) -> str:
    own = settled.groups.sums(settled.inputs.columns[pool.measure])
    team = float(of_team(own, settled.inputs)[0, kam, g])
    whole = float(pool.rates.pieces.at(max(team, 0.0)))
    result = sized(pool.measure, team, settled.currency)
    if not whole:
        return f"the team's {word_of(pool.measure)} of {result} pays nothing into it"
    if not settled.cents[pool.name][kam, g]:
        return f"no part of {money(whole, settled.currency)} falls to this KAM"
    return (
        f"the team's {word_of(pool.measure)} of {result} makes a pool of "
        f"{money(whole, settled.currency)}, {_SHARED[pool.shared]}"
    )


def _draw(settled: Settled, kam: int, g: int, cents: int) -> str:
    draw = settled.plan.draw
    assert draw is not None
    balance = settled.cents.get(BALANCE, np.zeros((kam + 1, g + 1)))
    owed = money(float(balance[kam, g]) / 100, settled.currency)
    advance = money(draw.amount, settled.currency)
    if not cents:
        return f"pay reached the advance of {advance} and nothing was owed"
    if cents < 0:
        return f"kept back for earlier advances; {owed} is still owed"
    end = f"; {owed} is owed now" if draw.recoverable else ", and is not owed"
    return f"paid up to the advance of {advance}{end}"
