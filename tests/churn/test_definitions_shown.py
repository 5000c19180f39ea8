from __future__ import annotations

import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    LossDefinition,
    compare_definitions,
    definition_figures,
    definitions_for,
    disputed_table,
    losses,
    plot_definitions,
)
from kamlab.errors import NotEnoughDataError

SETTINGS = EarlyWarningSettings(gap_k=4.0, horizon=4, partial_drop=0.6, window=6)


def test_each_definition_takes_the_reports_own_figures() -> None:
    titles = [definition.title for definition in definitions_for(SETTINGS)]
    assert titles == [
        "own rhythm × 4",
        "no order for 4 months",
        "contract ended",
        "revenue down 60 %",
    ]
    assert definitions_for(SETTINGS)[3].window == 6


def test_figures_and_picture_follow_the_counts(three) -> None:
    definitions = definitions_for(EarlyWarningSettings())
    compared = compare_definitions(three, definitions)
    figures = definition_figures(compared, definitions)
    assert (figures["lost_by_rhythm"].value, figures["lost_by_rhythm"].n) == (1, 3)
    assert figures["lost_by_rhythm"].value == len(losses(three).lost_ids)
    assert (figures["lost_by_contract"].value, figures["lost_by_contract"].n) == (
        None,
        0,
    )
    chart = plot_definitions(compared)
    assert "3 definitions" in chart.alt and chart.reading == compared.words


def test_the_table_holds_only_those_in_dispute(make_firm, orders) -> None:
    halves = ["2023-01-31", "2023-07-31", "2024-01-31", "2024-07-31", "2025-01-31"]
    firm = make_firm({**orders, "R": halves})
    four = LossDefinition(rule="silence", silent_months=4)
    table = disputed_table(compare_definitions(firm, (LossDefinition(), four)))
    assert table is not None and table.frame["account_id"].tolist() == ["R"]
    assert "1 account of 4" in table.caption
    agreed = compare_definitions(make_firm(orders), (LossDefinition(), four))
    assert disputed_table(agreed) is None


def test_no_definition_works(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01"]})
    with pytest.raises(NotEnoughDataError, match="No definition"):
        plot_definitions(compare_definitions(firm, (LossDefinition(),)))
