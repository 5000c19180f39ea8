from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.company import Company, Rates
from kamlab.measures import Period, period_of
from kamlab.measures.service_costs import PARTS, service_costs

LINES = [("A", "2025-01-02", 1_000.0), ("A", "2025-03-31", 1.0)]
QUARTER = Period(date(2024, 12, 31), date(2025, 3, 31))


def costs_of(firm: Company, period: Period, **rates: float) -> pd.DataFrame:
    return service_costs(firm, period, Rates(**rates))[0].set_index("account_id")


def without(firm: Company, *tables: str) -> Company:
    kept = {name: firm.frame(name) for name in firm.tables if name not in tables}
    return Company.from_tables(kept, name=firm.name)


def booked(*rows: tuple[str, str, str, float]) -> dict[str, object]:
    columns = ["account_id", "month", "kind", "amount"]
    return pd.DataFrame(list(rows), columns=columns).to_dict("list")


def test_mini_takes_the_booked_costs(mini) -> None:
    table, missing = service_costs(mini, period_of(mini, 12), Rates())
    # A, every quarter: service 500, delivery 75, credit 100, rebate 75
    a = table.set_index("account_id").loc["A"].to_dict()
    assert a == {
        "returns": 0,
        "service": 4 * 500,
        "delivery": 4 * 75,
        "credit": 4 * 100,
        "rebate": 4 * 75,
        "other": 0,
    }
    totals = table.set_index("account_id")[list(PARTS)].sum(axis=1)
    # D3: cost to serve in thousands 3.0, 1.0, .9, .4, .35, .2, 1.6, 1.05
    assert totals.tolist() == [3_000, 1_000, 900, 400, 350, 200, 1_600, 1_050]
    assert missing == ["returns"]


def test_mini_without_books_is_computed_by_hand(mini) -> None:
    firm = without(mini, "account_costs").as_of("2025-12-31")
    table, missing = service_costs(firm, period_of(firm, 12), Rates())
    a = table.set_index("account_id").loc["A"]
    # 120 + 120 + 20 + 120 + 120 = 500 minutes; 500 / 60 × 60
    assert a["service"] == pytest.approx(500.0)
    assert a["delivery"] == 12 * 25
    # ten invoices of 3,500 paid after 42 days, two open for 50 and 20 days:
    # 3,500 × (420 + 50 + 20) = 1,715,000 euro-days × 10 % / 365
    assert a["credit"] == pytest.approx(1_715_000 * 0.10 / 365)
    assert missing == ["returns", "rebate"]


def test_rates_are_used(mini) -> None:
    firm = without(mini, "account_costs").as_of("2025-12-31")
    period = period_of(firm, 12)
    a = costs_of(firm, period, service_hour=120.0, delivery=10.0, capital=0.2).loc["A"]
    assert a["service"] == pytest.approx(1_000.0)
    assert a["delivery"] == 120
    assert a["credit"] == pytest.approx(1_715_000 * 0.20 / 365)


def test_a_month_belongs_to_the_period_its_last_day_lies_in(make_firm) -> None:
    rows = [
        ("A", "2024-12-01", "other", 1.0),
        ("A", "2025-01-01", "other", 10.0),
        ("A", "2025-03-01", "other", 100.0),
        ("A", "2025-04-01", "other", 1_000.0),
    ]
    firm = make_firm(LINES, account_costs=booked(*rows))
    assert costs_of(firm, QUARTER).loc["A", "other"] == 110.0
    # 30 December to 30 March: December's last day is in, March's is not
    middle = Period(date(2024, 12, 30), date(2025, 3, 30))
    assert costs_of(firm, middle).loc["A", "other"] == 11.0


def test_february_of_a_leap_year_ends_on_the_29th(make_firm) -> None:
    rows = [("A", "2024-02-01", "rebate", 5.0)]
    firm = make_firm(LINES, account_costs=booked(*rows))
    until_28 = Period(date(2024, 1, 31), date(2024, 2, 28))
    until_29 = Period(date(2024, 1, 31), date(2024, 2, 29))
    assert costs_of(firm, until_28).empty
    assert costs_of(firm, until_29).loc["A", "rebate"] == 5.0


VISITS = {
    "activity_id": ["V1", "V2"],
    "account_id": ["A", "B"],
    "date": ["2025-01-20", "2025-03-31"],
    "minutes": [90.0, 30.0],
}


def test_a_booked_kind_replaces_the_computed_one_for_all_accounts(make_firm) -> None:
    rows = [("A", "2025-01-01", "service", 7.0)]
    firm = make_firm(LINES, activities=VISITS, account_costs=booked(*rows))
    table = costs_of(firm, QUARTER)
    assert table["service"].to_dict() == {"A": 7.0}  # B's half hour is not added


def test_a_booked_kind_replaces_it_in_quiet_months_too(make_firm) -> None:
    rows = [("A", "2024-06-01", "service", 7.0)]
    firm = make_firm(LINES, activities=VISITS, account_costs=booked(*rows))
    table, missing = service_costs(firm, QUARTER, Rates())
    assert table["service"].sum() == 0.0
    assert "service" not in missing


def test_before_the_first_booked_month_is_over_it_is_computed(make_firm) -> None:
    rows = [("A", "2025-02-01", "service", 7.0)]
    firm = make_firm(LINES, activities=VISITS, account_costs=booked(*rows))
    before, after = firm.as_of("2025-02-27"), firm.as_of("2025-02-28")
    assert costs_of(before, period_of(before, 3)).loc["A", "service"] == 90.0
    assert costs_of(after, period_of(after, 3)).loc["A", "service"] == 7.0


def test_other_kinds_stay_computed(make_firm) -> None:
    rows = [("A", "2025-01-01", "rebate", 7.0)]
    firm = make_firm(LINES, activities=VISITS, account_costs=booked(*rows))
    table, missing = service_costs(firm, QUARTER, Rates())
    a = table.set_index("account_id").loc["A"]
    assert (a["service"], a["rebate"]) == (90.0, 7.0)
    assert missing == ["returns", "delivery", "credit"]


def test_other_costs_are_added_and_never_missing(make_firm) -> None:
    firm = make_firm(LINES)
    table, missing = service_costs(firm, QUARTER, Rates())
    assert table.empty
    assert list(table) == ["account_id", *PARTS]
    assert missing == ["returns", "service", "delivery", "credit", "rebate"]


def invoices(issued: str, paid: str | None, amount: float = 3_650.0) -> dict:
    return {
        "invoice_id": ["I1", "I2"],
        "account_id": ["A", "B"],
        "issued": [issued, "2025-01-01"],
        "due": [issued, "2025-01-01"],
        "amount": [amount, 1.0],
        "paid": [paid, "2025-01-01"],
    }


@pytest.mark.parametrize(
    ("issued", "paid", "days"),
    [
        ("2025-01-10", "2025-02-09", 30),
        ("2025-01-10", None, 80),  # until 31 March
        ("2025-01-10", "2025-06-01", 80),  # paid after the period
        ("2024-11-01", "2025-01-10", 10),  # from the first day of the period
        ("2024-01-01", None, 90),
        ("2024-01-01", "2024-12-31", 0),
        ("2024-01-01", "2025-01-01", 1),
        ("2025-03-31", None, 0),
        ("2025-05-01", None, 0),  # issued after the period
        ("2025-02-10", "2025-02-01", 0),  # paid in advance earns nothing
    ],
)
def test_credit_counts_the_days_owed_within_the_period(
    make_firm, issued, paid, days
) -> None:
    firm = make_firm(LINES, invoices=invoices(issued, paid))
    # 3,650 × 10 % / 365 = 1 a day
    credit = costs_of(firm, QUARTER)["credit"]
    assert credit.sum() == pytest.approx(days)
    assert ("A" in credit) == (days > 0)


def test_credit_of_two_halves_is_credit_of_the_whole(mini) -> None:
    firm = without(mini, "account_costs").as_of("2025-12-31")
    middle = date(2025, 6, 17)
    year = period_of(firm, 12)
    halves = [Period(year.after, middle), Period(middle, year.until)]
    parts = [costs_of(firm, half)["credit"] for half in halves]
    pd.testing.assert_series_equal(
        parts[0].add(parts[1], fill_value=0), costs_of(firm, year)["credit"]
    )


def test_returns_of_the_period_are_refunds(make_firm) -> None:
    returns = {
        "account_id": ["A", "A", "B"],
        "return_date": ["2024-12-31", "2025-01-01", "2025-03-31"],
        "amount": [1.0, 10.0, 100.0],
    }
    table = costs_of(make_firm(LINES, returns=returns), QUARTER)
    assert table["returns"].to_dict() == {"A": 10.0, "B": 100.0}


def test_fractions_of_minutes_add_up_exactly(make_firm) -> None:
    n = 3_000
    visits = {
        "activity_id": [f"V{i}" for i in range(n)],
        "account_id": ["A"] * n,
        "date": ["2025-01-20"] * n,
        "minutes": [0.1] * n,
    }
    table = costs_of(make_firm(LINES, activities=visits), QUARTER)
    assert sum([0.1] * n) != 300.0  # what adding floats would give
    assert table.loc["A", "service"] == 300.0
