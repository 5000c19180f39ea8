from __future__ import annotations

from datetime import date

import pytest
from pydantic import Field, ValidationError

from kamlab.company import Rates, ReportSettings, Settings
from kamlab.errors import RefusedError


class Some(Settings):
    """As a room would declare it."""

    share: float = Field(0.1, ge=0, le=1)
    count: int = Field(3, ge=1)
    name: str = "x"


def test_settings_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Some().share = 0.5


@pytest.mark.parametrize(
    "values",
    [
        {"shore": 0.1},
        {"share": "0.1"},
        {"share": 1.1},
        {"share": float("nan")},
        {"share": float("inf")},
        {"count": 3.0},
        {"count": True},
        {"count": 0},
        {"name": 7},
        {"name": None},
    ],
)
def test_unknown_names_wrong_types_and_ranges_are_refused(values):
    with pytest.raises(ValidationError):
        Some(**values)


def test_a_notebook_hands_over_its_own_names_only():
    namespace = {
        "company": "mini",
        "period_months": 6,
        "firm": object(),
        "__name__": "x",
    }
    expected = ReportSettings(company="mini", period_months=6)
    assert ReportSettings.of(namespace) == expected


def test_a_notebook_whose_parameters_did_not_run_is_told():
    with pytest.raises(RefusedError, match="Run the cell with the parameters first"):
        ReportSettings.of({"firm": object(), "__name__": "x"})


@pytest.mark.parametrize(
    "values, told",
    [
        (
            {"period_months": 400},
            "Parameter 'period_months' must be a whole number, 0 to 120, months, not "
            "'400' (Months up to the cut-off that count, 0 for the whole history).",
        ),
        (
            {"period_months": (0, 5)},
            "Parameter 'period_months' must be a whole number, 0 to 120, months, not "
            "'(0, 5)' (",
        ),
        ({"as_of": "2024-02-30"}, "Parameter 'as_of' must be a text, YYYY-MM-DD: day "),
    ],
)
def test_a_wrong_value_in_a_notebook_is_told_in_a_sentence(values, told):
    with pytest.raises(RefusedError) as error:
        ReportSettings.of(values)
    assert str(error.value).startswith(told)
    assert str(error.value).endswith("and run the cells again from there.")


@pytest.mark.parametrize(
    "values",
    [
        {"as_of": "2024-02-30"},
        {"as_of": "31.12.2024"},
        {"as_of": "20240131"},
        {"as_of": "2024-01-31\n"},
        {"as_of": "٢٠٢٤-٠١-٣١"},
        {"period_months": -1},
        {"period_months": 121},
        {"period_months": 12.0},
    ],
)
def test_a_report_asks_for_a_day_and_a_period(values):
    with pytest.raises(ValidationError):
        ReportSettings(**values)


def test_a_report_loads_its_company_as_of_its_day():
    settings = ReportSettings(company="mini", as_of="2025-06-30", period_months=0)
    firm = settings.load()
    assert firm.cut_off == date(2025, 6, 30)
    assert firm.last_date <= firm.cut_off
    assert ReportSettings(company="mini").load().cut_off == date(2025, 12, 31)


@pytest.mark.parametrize("model", [ReportSettings, Rates])
def test_every_field_is_explained(model):
    assert all(field.description for field in model.model_fields.values())


def test_the_rates_are_those_of_the_kit():
    assert Rates() == Rates(service_hour=60.0, delivery=25.0, capital=0.10)
    with pytest.raises(ValidationError):
        Rates(capital=10.0)
