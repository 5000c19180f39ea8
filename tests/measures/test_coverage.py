from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures import coverage
from kamlab.measures.coverage import champions_lost, coverage_on
from kamlab.measures.evenings import Evenings

LINES = [("A", "2025-12-31", 1.0)]


def people(*rows: tuple) -> dict[str, list]:
    columns = ["contact_id", "account_id", "joined", "left"]
    return pd.DataFrame(list(rows), columns=columns).to_dict("list")


def ties(*rows: tuple) -> dict[str, list]:
    columns = ["contact_id", "valid_from", "influence", "knows_kam"]
    return pd.DataFrame(list(rows), columns=columns).to_dict("list")


def met(*rows: tuple) -> dict[str, list]:
    rows = [(f"V{i}", "A", *row) for i, row in enumerate(rows)]
    columns = ["activity_id", "account_id", "contact_id", "date"]
    return pd.DataFrame(rows, columns=columns).to_dict("list")


def row_of(firm, **kwargs) -> dict:
    return coverage(firm, **kwargs).set_index("account_id").loc["A"].to_dict()


def test_mini_by_hand(mini) -> None:
    table = coverage(mini).set_index("account_id")
    # since 2 October: A's director (.5) of .5 + .3 + .2; B's .6 + .4 of 1;
    # C's director (.5) of .5 + .5, the technician who left not counted;
    # D and G met earlier; E's director (.7), HR knows the KAM no more;
    # F's buyer (.8) of 1; H does not know the KAM
    assert table["coverage"].round(9).to_dict() == {
        "A": 0.5,
        "B": 1.0,
        "C": 0.5,
        "D": 0.0,
        "E": 0.7,
        "F": 0.8,
        "G": 0.0,
        "H": 0.0,
    }
    assert table["contacts"].tolist() == [3, 2, 2, 1, 2, 2, 1, 1]
    assert table["covered_contacts"].tolist() == [1, 2, 1, 0, 1, 1, 0, 0]
    assert table.index[table["bow_tie"]].tolist() == ["A", "C", "E", "F"]


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2025-10-02", 1), ("2025-10-01", 0), ("2025-12-31", 1), ("2026-01-01", 0)],
)
def test_a_meeting_90_days_ago_counts_one_of_91_does_not(
    make_firm, day, covered
) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", None)),
        contact_history=ties(("P", "2025-01-01", 1.0, True)),
        activities=met(("P", day)),
    )
    assert row_of(firm)["covered_contacts"] == covered


def test_the_number_of_days_is_a_setting(make_firm) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", None)),
        contact_history=ties(("P", "2025-01-01", 1.0, True)),
        activities=met(("P", "2025-12-21")),
    )
    assert row_of(firm, contact_days=10)["coverage"] == 1.0
    assert row_of(firm, contact_days=9)["coverage"] == 0.0


@pytest.mark.parametrize(
    ("left", "contacts"), [("2025-12-31", 1), ("2026-01-01", 2), (None, 2)]
)
def test_who_left_counts_no_more_from_that_day(make_firm, left, contacts) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", left), ("Q", "A", "2025-01-01", None)),
        contact_history=ties(
            ("P", "2025-01-01", 0.6, True), ("Q", "2025-01-01", 0.4, True)
        ),
        activities=met(("P", "2025-12-01"), ("Q", "2025-12-01")),
    )
    row = row_of(firm)
    assert row["contacts"] == row["covered_contacts"] == contacts
    assert row["coverage"] == 1.0
    assert row["bow_tie"] == (contacts == 1)
    assert row_of(firm.as_of("2025-12-31")) == row


def test_the_latest_row_counts_even_where_it_is_blank(make_firm) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", None), ("Q", "A", "2025-01-01", None)),
        contact_history=ties(
            ("P", "2025-06-01", 0.2, None),  # rows out of order
            ("P", "2025-01-01", 0.8, True),
            ("P", "2026-01-01", 0.9, True),  # after the cut-off
            ("Q", "2025-01-01", 0.8, True),
        ),
        activities=met(("P", "2025-12-01"), ("Q", "2025-12-01")),
    )
    assert row_of(firm)["coverage"] == pytest.approx(0.8 / (0.2 + 0.8))


def test_an_account_all_of_whose_contacts_left_stays_with_a_blank(make_firm) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", "2025-06-30")),
        contact_history=ties(("P", "2025-01-01", 1.0, True)),
        activities=met(("P", "2025-12-01")),
    )
    row = row_of(firm)
    assert pd.isna(row.pop("coverage"))
    assert row == {"contacts": 0, "covered_contacts": 0, "bow_tie": False}


def test_contacts_without_history_or_influence_cover_nothing(make_firm) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2025-01-01", None), ("Q", "A", "2025-01-01", None)),
        contact_history=ties(("Q", "2025-01-01", 0.0, True)),
        activities=met(("P", "2025-12-01"), ("Q", "2025-12-01")),
    )
    row = row_of(firm)
    assert pd.isna(row["coverage"])
    assert (row["contacts"], row["covered_contacts"]) == (2, 0)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("contacts", "left"),
        ("contact_history", "influence"),
        ("activities", "contact_id"),
    ],
)
def test_what_is_missing_is_named(mini, table, column) -> None:
    from kamlab.company import Company

    tables = {name: mini.frame(name) for name in mini.tables}
    tables[table] = tables[table].drop(columns=column)
    firm = Company.from_tables(tables, name="Mini Supply")
    with pytest.raises(MissingPartError, match=f"{table} has no column {column}"):
        coverage(firm)


def test_several_evenings_are_each_as_alone(polar) -> None:
    days = [date(2024, 8, 15), date(2025, 6, 30)]
    table = coverage_on(Evenings(polar, days))
    for day in days:
        then = table[table["cut_off"] == pd.Timestamp(day)].drop(columns="cut_off")
        alone = coverage(polar.as_of(day))
        pd.testing.assert_frame_equal(then.reset_index(drop=True), alone)


@pytest.mark.parametrize(
    ("left", "influence", "lost"),
    [
        ("2025-12-31", 0.5, 1),
        ("2025-07-01", 0.9, 1),
        ("2025-06-30", 0.9, 0),  # too long ago
        ("2025-12-31", 0.4, 0),  # not a champion
        ("2026-01-01", 0.9, 0),  # still here tonight
        (None, 0.9, 0),
    ],
)
def test_a_champion_who_left_within_half_a_year(
    make_firm, left, influence, lost
) -> None:
    firm = make_firm(
        LINES,
        contacts=people(("P", "A", "2020-01-01", left), ("Q", "A", "2020-01-01", None)),
        contact_history=ties(("P", "2020-01-01", influence, True)),
    )
    table = champions_lost(Evenings(firm))
    assert table["champions_lost"].tolist() == [lost]
