"""A pay slip case on whole companies: mini by hand, and companies that lack parts."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation import advice, words
from kamlab.compensation.bases import same_year
from kamlab.compensation.case import PayCase
from kamlab.compensation.figures import slip_figures
from kamlab.compensation.next_step import next_steps, past_the_cliff
from kamlab.compensation.shown import (
    bases_part,
    plan_table,
    slip_part,
    stand_part,
    trace_part,
)
from kamlab.errors import (
    MissingPartError,
    NotEnoughDataError,
    RefusedError,
    UndefinedError,
)

from .conftest import case_of, days, history, lines


@pytest.fixture(scope="module")
def case(mini: Company) -> PayCase:
    return case_of(mini)


@pytest.fixture(scope="module")
def deals(mini: Company) -> PayCase:
    return case_of(mini, plan="percent_of_deal")


def years(case: PayCase) -> pd.DataFrame:
    return same_year(case.plan, case.pay, case.achieved, case.found)


def without(firm: Company, *names: str) -> Company:
    tables = {name: firm.frame(name) for name in firm.tables if name not in names}
    return Company.from_tables(tables, name="Partly")


def test_the_largest_book_by_hand(case: PayCase) -> None:
    """K1's quarters: sales 103.3, 120, 90, 96.7 %; active 4, 4, 2, 2 of 4."""
    assert (case.kam_id, case.year) == ("K1", 2025)
    sales = 5400 * (1 + 4 / 30) + 5400 * 1.8 + 5400 * 0.8 + 5400 * (1 - 2 / 30)
    assert float(case.slip.variable) == pytest.approx(sales + 2 * 2250, abs=0.01)
    assert case.slip.total == Decimal("113700.00")
    assert case.slip.attainment == pytest.approx((0.6 * 1.025 + 0.25 * 0.75) / 0.85)


def test_the_other_kam_by_name(mini: Company) -> None:
    other = case_of(mini, kam_id="K2")
    assert other.slip.weight_with_quota == 1
    new = other.slip.components.set_index("part").loc["New accounts"]
    assert (new["result"], new["quota"]) == (2, 4)


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"kam_id": "K11"}, "has no KAM 'K11'; did you mean 'K1'"),
        ({"year": 2031}, "lies outside"),
    ],
)
def test_what_cannot_be_paid_is_refused(
    mini: Company, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(RefusedError, match=message):
        case_of(mini, **settings).slip  # noqa: B018


def test_only_periods_that_are_over_are_paid(mini: Company) -> None:
    half = case_of(mini.as_of("2025-08-15"), year=2025)
    assert half.slip.trace["period"].unique().tolist()[1:] == ["2025 Q1", "2025 Q2"]
    assert "Only 2 periods of 2025" in " ".join(words.notes(half))
    with pytest.raises(NotEnoughDataError, match="No pay period of 2025 is over"):
        case_of(mini.as_of("2025-03-30"), year=2025).slip  # noqa: B018


def test_the_cut_off_hides_what_came_later(mini: Company) -> None:
    early = case_of(mini.as_of("2025-08-15"), year=2025).slip.trace
    late = case_of(mini).slip.trace
    columns = ["period", "part", "result", "quota", "amount"]
    kept = late[late["period"].isin(["2025 Q1", "2025 Q2"])][columns]
    pd.testing.assert_frame_equal(
        early[columns].iloc[1:].reset_index(drop=True), kept.reset_index(drop=True)
    )


def test_nobody_holds_an_account(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    tables["account_history"]["kam_id"] = None
    firm = Company.from_tables(tables, name="Alone")
    with pytest.raises(NotEnoughDataError, match="No KAM of Alone held an account"):
        case_of(firm).kam_id  # noqa: B018


# ------------------------------------------------------------------ four bases


def test_the_same_year_under_four_bases(case: PayCase) -> None:
    table = years(case).set_index("basis")
    assert table["why"].eq("").all()
    assert table.loc["revenue", "variable"] == float(case.slip.variable)
    # K1 sells at 17.5 % margin, the company at 24.3 %: less pay when margin counts
    assert table.loc["gross margin", "variable"] < table.loc["revenue", "variable"]
    ratio = (case.found.of("K1")["gross_margin"].sum() / 61_500) / 0.243
    sales = table.loc["gross margin", "attainment"] * 0.85 - 0.25 * 0.75
    assert sales / 0.6 == pytest.approx(1.025 * ratio, rel=1e-6)


def test_a_company_of_one_kam_is_paid_the_same_under_all(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    tables["account_history"]["kam_id"] = "K1"
    firm = Company.from_tables(tables, name="One")
    for plan in ("three_plans", "percent_of_deal"):
        table = years(case_of(firm, plan=plan))
        whole = table["variable"].iloc[0]
        # the quarters differ from the year, so fees come out close, not equal
        assert table["attainment"].dropna().nunique() in (0, 1)
        if plan == "percent_of_deal":
            assert table["variable"].tolist() == pytest.approx([whole] * 4, rel=0.01)


def test_bases_a_company_lacks_are_blank_with_a_reason(mini: Company) -> None:
    table = years(case_of(without(mini, "invoices"))).set_index("basis")
    assert table["variable"].notna().sum() == 3
    assert table.loc["collected cash", "why"] == "Partly has no table invoices."


def test_without_a_sales_quota_no_basis_can_be_held_against_it(mini: Company) -> None:
    with pytest.raises(MissingPartError, match="no sales quota for this KAM"):
        years(case_of(without(mini, "quotas")))


def test_a_plan_that_counts_no_money_has_no_basis(case: PayCase) -> None:
    parts = tuple(p for p in case.plan.components if p.measure != "revenue")
    plan = case.plan.model_copy(update={"components": parts})
    with pytest.raises(UndefinedError, match="counts no money"):
        same_year(plan, case.pay, case.achieved, case.found)


def refunded(costs: list[float]) -> PayCase:
    """A KAM whose second quarter is all credit notes."""
    firm = Company.from_tables(
        {
            "order_lines": lines(
                ("A", "2025-01-05", 100.0, "O1", costs[0]),
                ("A", "2025-04-05", -500.0, "O2", costs[1]),
                ("A", "2025-12-31", 10.0, "O3", costs[2]),
            ),
            "account_history": history(("A", "2024-01-01", "K1")),
        },
        name="Refunds",
    )
    return case_of(firm, plan="percent_of_deal", year=2025)


def test_fees_taken_back_are_named() -> None:
    """15 % of −390 in all, three tenths of it the KAM's."""
    case = refunded([60.0, -300.0, 5.0])
    assert case.slip.variable == Decimal("-17.55")
    assert "More was taken back than earned" in " ".join(words.notes(case))
    table = years(case).set_index("basis")
    assert table.loc["revenue", "variable"] == -17.55
    assert "cannot be turned into gross margin" in table.loc["gross margin", "why"]


# ------------------------------------------------------------------ what to do


def test_the_next_step(case: PayCase) -> None:
    steps = next_steps(case.plan, case.slip).set_index("part")
    # +5 points: two quarters above quota at slope 4, 96.7 % across it, 90 % at slope 2
    across = (1 - 29 / 30) * 2 + (29 / 30 + 0.05 - 1) * 4
    assert steps.loc["Sales", "gain"] == pytest.approx(
        5400 * (2 * 0.2 + across + 0.1), abs=0.01
    )
    assert steps.loc["Active accounts", "missed"] == 2
    assert steps.loc["Active accounts", "gain_at_threshold"] == 2 * 2250 * 0.5
    assert "New accounts" not in steps.index


def test_deals_past_the_cliff(deals: PayCase) -> None:
    assert deals.plan.fees is not None
    sizes = pd.DataFrame(
        {
            "deal": ["a", "b", "c"],
            "before": 0.0,
            "after": [19_999.0, 20_000.0, 60_000.0],
        }
    )
    lost = past_the_cliff(deals.plan.fees, sizes)
    assert lost["deal"].tolist() == ["b"]
    assert lost["lost"].tolist() == [pytest.approx(2_000 * 0.3)]


# ------------------------------------------------------------------ words and parts


def test_the_finding_names_kam_amount_n_and_period(case: PayCase) -> None:
    assert words.finding(case) == (
        "KAM K1 (distributor, North) would be paid 113,700.00 EUR for 2025 under this "
        "plan, the three-plan bonus: 84,000.00 EUR base and 29,700.00 EUR variable "
        "pay, 82.5 % of target, at an attainment of 94.4 % on the 85 % of the weights "
        "that have a quota (n = 4 accounts that bought, 4 pay periods with 8 quotas)."
    )
    assert words.missing_parts(case) == ["returns", "quota: New accounts"]


def test_what_was_paid_stands_beside_what_the_plan_would_pay(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    tables["pay"] = pd.DataFrame(
        {
            "kam_id": ["K1"],
            "period": days(["2025-01-01"]),
            "period_end": days(["2025-12-31"]),
            "base": [84_000.0],
            "target_variable": [36_000.0],
            "paid": [31_234.5],
        }
    )
    booked = case_of(Company.from_tables(tables, name="Books"))
    assert words.finding(booked).endswith(
        "The books show 31,234.50 EUR of variable pay paid."
    )
    assert slip_figures(booked)["paid_in_books"].value == 31_234.5
    assert slip_figures(case_of(mini))["paid_in_books"].value is None


def test_words_of_the_parts(case: PayCase, deals: PayCase) -> None:
    assert "Sales 25,200.00 EUR (quota reached to 102.5 %)" in words.parts_words(case)
    assert "6 steps paid nothing" in words.trace_words(case)
    assert "the basis is worth 26,576.47 EUR" in words.bases_words(case, years(case))
    assert "Put the next free day into Sales" in advice.decision(case)
    assert "go for the larger deal" in advice.decision(deals)
    assert "32.5 % instead of 102.5 %" in advice.doubt(case)


@pytest.mark.parametrize(
    "plan", ["three_plans", "percent_of_deal", "key_account_80_20"]
)
def test_every_part_can_be_shown(mini: Company, plan: str) -> None:
    shown = case_of(mini, plan=plan)
    parts = [
        *slip_part(shown),
        *stand_part(shown),
        *trace_part(shown),
        *bases_part(shown, years(shown)),
        plan_table(shown.plan),
    ]
    total = f"{float(shown.slip.total):,.2f}"
    charts = [part for part in parts if hasattr(part, "png")]
    assert len(charts) == 3
    assert any(total in chart.reading for chart in charts)
    assert all(chart.png.startswith(b"\x89PNG") and chart.alt for chart in charts)


def test_figures_of_a_case(case: PayCase) -> None:
    figures = slip_figures(case)
    assert figures["base"].value == 84_000
    assert figures["total"].value == 113_700
    assert (figures["attainment"].unit, figures["attainment"].n) == ("share", 8)


def test_no_quota_is_blank_not_zero(mini: Company) -> None:
    bare = case_of(without(mini, "quotas"))
    figures = slip_figures(bare)
    assert figures["attainment"].value is None
    assert figures["total"].value == 84_000
    assert "for there is no quota" in words.finding(bare)
    assert "first ask for the quotas" in advice.decision(bare)


def test_a_company_without_kams_says_why() -> None:
    firm = Company.from_tables(
        {"order_lines": lines(("A", "2025-12-31", 5.0, "O", 1.0))}, name="Lines"
    )
    bare = case_of(firm, year=2025)
    assert words.finding(bare) == (
        "No pay slip is shown: Lines has no table account_history."
    )
    assert all(figure.value is None for figure in slip_figures(bare).values())
    chart, why, odd = stand_part(bare)
    assert "No KAM stands on it" in why.text
    assert odd.text.endswith(
        "Reckoned on a target variable pay of 36,000.00 EUR, from the plan file "
        "(120,000 a year, 70 % of it base)."
    )
    assert chart.png


def test_a_kam_without_sales_gets_a_slip(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    tables["kams"].loc[1, "kam_id"] = "K9"
    idle = case_of(Company.from_tables(tables, name="Idle"), kam_id="K9")
    assert float(idle.slip.variable) == 0
    assert "has no revenue above 0" in advice.doubt(idle)


def test_sales_nobody_is_credited_with_are_named(handed_over: Company) -> None:
    found = " ".join(words.notes(case_of(handed_over, kam_id="K1", year=2025)))
    assert "7.4 % of the company's revenue was held by no KAM" in found
