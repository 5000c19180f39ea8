"""Fairness: territory, group, skill and luck, with intervals and small numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamlab
from kamlab.company import Company
from kamlab.compensation.fairness import (
    LINE,
    NOT_LEGAL,
    Association,
    Audit,
    Gap,
    Lasting,
    Sources,
    association,
    audit,
    fairness_chart,
    group_gap,
    lasting_share,
    potential_adjusted,
    sources,
)
from kamlab.compensation.library import find_plan
from kamlab.compensation.scenarios import alike
from kamlab.errors import (
    MissingPartError,
    NotEnoughDataError,
    RefusedError,
    UndefinedError,
)
from kamlab.simulation.labs import team

# ---------------------------------------------------------------- association


def test_association_is_pearsons_with_fishers_interval() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=30)
    y = 2 * x + rng.normal(size=30)
    found = association(y, x)
    assert isinstance(found, Association)
    r = np.corrcoef(x, y)[0, 1]
    z, error = np.arctanh(r), 1.959964 / np.sqrt(27)
    assert found.correlation == pytest.approx(r)
    assert (found.low, found.high) == pytest.approx(
        (np.tanh(z - error), np.tanh(z + error))
    )
    assert found.slope == pytest.approx(np.polyfit(x, y, 1)[0])
    assert found.decided
    assert found.visible == pytest.approx(0.361, abs=1e-3)  # tables: n = 30, 5 %


def test_ten_kams_cannot_show_a_weak_link() -> None:
    x = np.arange(10.0)
    found = association(np.tile([1.0, 2.0], 5), x)
    assert not found.decided
    assert found.visible == pytest.approx(0.632, abs=1e-3)
    words = found.words("the potential")
    assert "n = 10 KAMs" in words
    assert "beyond 0.63" in words


@given(st.floats(0.1, 100), st.floats(-50, 50))
def test_units_do_not_matter(scale: float, shift: float) -> None:
    x, y = np.array([1.0, 2, 4, 8, 9]), np.array([3.0, 1, 5, 6, 9])
    one, two = association(y, x), association(y, scale * x + shift)
    assert two.correlation == pytest.approx(one.correlation)
    assert two.slope == pytest.approx(one.slope / scale)


def test_association_refuses_what_it_cannot_tell() -> None:
    with pytest.raises(NotEnoughDataError, match="needs 4 KAMs or more; 3 have both"):
        association([1, 2, 3, 4], [1, 2, np.nan, 4])
    with pytest.raises(UndefinedError, match="the same for every KAM"):
        association([1, 1, 1, 1], [1, 2, 3, 4])
    with pytest.raises(RefusedError, match="there is text"):
        association(["much", "little"], [1, 2])
    with pytest.raises(RefusedError, match="one of each a KAM"):
        association([1, 2], [1, 2, 3])


# ---------------------------------------------------------------- gap


def test_gap_by_hand_and_its_verdicts() -> None:
    groups = ["A"] * 4 + ["B"] * 4
    wide = group_gap([100, 101, 99, 100, 80, 81, 79, 80], groups)
    assert isinstance(wide, Gap)
    assert wide.gap == pytest.approx(0.2)
    assert wide.verdict == "above"
    assert NOT_LEGAL in wide.words()
    assert f"line of {LINE:.0%}".replace("%", " %") in wide.words()
    none = group_gap([100, 101, 99, 100, 100, 101, 99, 100], groups)
    assert none.gap == 0
    assert none.verdict == "below"
    wild = group_gap([60, 140, 100, 90, 50, 130, 95, 90], groups)
    assert wild.verdict == "undecided"


def test_bootstrap_interval_agrees_with_scipy() -> None:
    from scipy.stats import bootstrap

    rng = np.random.default_rng(8)
    one, two = rng.normal(100, 15, 20), rng.normal(92, 15, 20)
    found = group_gap([*one, *two], ["A"] * 20 + ["B"] * 20)
    law = bootstrap(
        (one, two),
        lambda a, b, axis: 1 - b.mean(axis=axis) / a.mean(axis=axis),
        method="percentile",
        rng=np.random.default_rng(1),
        vectorized=True,
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((law.low, law.high), abs=0.01)


def test_what_is_held_fixed_explains_a_gap() -> None:
    rng = np.random.default_rng(5)
    group = np.repeat(["A", "B"], 30)
    rich = rng.normal(size=60) + (group == "A")
    pay = 100 + 10 * rich + rng.normal(size=60)
    found = group_gap(pay, group, rich)
    assert found.gap > 0.05
    assert abs(found.left) < 0.02
    assert found.left_low < 0 < found.left_high
    assert found.explained == pytest.approx(found.gap - found.left)
    assert "equal potential" in found.words()


def test_gap_refuses_what_it_cannot_tell() -> None:
    with pytest.raises(RefusedError, match="here are 1: A"):
        group_gap([1, 2], ["A", "A"])
    with pytest.raises(NotEnoughDataError, match="there are 3 and 1"):
        group_gap([1, 2, 3, 4], ["A", "A", "A", "B"])
    with pytest.raises(UndefinedError, match="not above 0"):
        group_gap([0, 0, 1, 1], ["A", "A", "B", "B"])


# ---------------------------------------------------------------- luck


def test_lasting_share_finds_what_was_put_in() -> None:
    rng = np.random.default_rng(11)
    skill = 0.1 * rng.normal(size=(400, 1))
    results = skill + 0.2 * rng.normal(size=(400, 4))
    found = lasting_share(results)
    assert isinstance(found, Lasting)
    truth = 0.01 / (0.01 + 0.04 / 4)
    assert found.share == pytest.approx(truth, abs=0.07)
    assert found.low < truth < found.high
    assert lasting_share(results[:, ::-1]) == found


def test_the_interval_of_the_lasting_share_holds_its_promise() -> None:
    rng = np.random.default_rng(12)
    truth, hits = 0.5, 0
    for _ in range(400):
        table = rng.normal(size=(12, 1)) + 2 * rng.normal(size=(12, 4))
        found = lasting_share(table)
        hits += found.low <= truth <= found.high
    assert 0.92 < hits / 400 < 0.98


def test_sources_find_what_was_put_in() -> None:
    rng = np.random.default_rng(13)
    skill, rich, chance = rng.normal(size=(3, 4000))
    pay = 2 * skill + rich + 2 * chance
    found = sources(pay, skill, rich)
    assert isinstance(found, Sources)
    assert (found.skill, found.territory) == pytest.approx((4 / 9, 1 / 9), abs=0.03)
    assert found.skill + found.territory + found.luck == pytest.approx(1)
    assert found.skill_low < 4 / 9 < found.skill_high
    assert "luck" in found.words()


def test_luck_needs_enough_kams() -> None:
    with pytest.raises(NotEnoughDataError, match="there are 3 KAMs and 4 periods"):
        lasting_share(np.ones((3, 4)))
    with pytest.raises(UndefinedError, match="no luck to measure"):
        lasting_share(np.arange(4.0)[:, None] * np.ones(3))
    with pytest.raises(NotEnoughDataError, match="8 KAMs or more; there are 5"):
        sources(np.arange(5), np.arange(5), np.arange(5))
    with pytest.raises(RefusedError, match="of the same KAMs"):
        sources(np.arange(9), np.arange(8), np.arange(9))
    with pytest.raises(UndefinedError, match="nothing to split"):
        sources(np.ones(9), np.arange(9), np.arange(9))


# ---------------------------------------------------------------- the audit


@pytest.fixture(scope="module")
def polar_audits() -> tuple[Audit, Audit]:
    firm, plan = kamlab.load("polar"), find_plan("three_plans")
    return audit(firm, plan), audit(firm, plan, adjusted=True)


def test_adjusted_quotas_take_the_territory_out_of_pay(
    polar_audits: tuple[Audit, Audit],
) -> None:
    before, after = polar_audits
    assert abs(after.potential.correlation) < abs(before.potential.correlation)
    assert after.adjusted > before.adjusted
    assert after.table["quota"].sum() == pytest.approx(before.table["quota"].sum())
    logs = np.log(after.table[["quota", "potential"]].to_numpy())
    assert np.corrcoef(logs.T)[0, 1] == pytest.approx(1)
    assert before.gap is not None
    assert sum(before.gap.sizes) == 10
    assert before.sources is not None


def test_without_truth_or_groups_the_rest_stands() -> None:
    firm = kamlab.load("polar")
    tables = {name: firm.frame(name) for name in firm.tables}
    tables["kams"] = tables["kams"].drop(columns="group")
    blind = audit(Company.from_tables(tables, name="Blind"), find_plan("three_plans"))
    assert blind.gap is None
    assert blind.sources is None
    assert blind.lasting.kams == 10
    tables["quotas"] = tables["quotas"].drop(columns="potential_estimate")
    with pytest.raises(MissingPartError, match=r"has no quotas\.potential_estimate"):
        audit(Company.from_tables(tables, name="Blind"), find_plan("three_plans"))
    with pytest.raises(MissingPartError, match="potential above 0 for every KAM"):
        potential_adjusted(alike(4), np.ones((4, 1)))


def test_the_picture_reads_itself(polar_audits: tuple[Audit, Audit]) -> None:
    chart = fairness_chart(*polar_audits, "EUR")
    assert "n = 10 KAMs" in chart.reading
    assert f"{polar_audits[0].potential.correlation:.2f}" in chart.alt


@pytest.mark.slow
def test_forty_kams_tell_skill_from_luck() -> None:
    firm = team(7)
    found = audit(firm, find_plan("three_plans"))
    assert found.sources is not None
    assert found.sources.n == 40
    assert found.sources.skill_low > 0.1
    assert found.sources.luck > 0.1
    assert found.book.decided
