"""The rules a company was played by stand in its truth, and play it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from kamlab.company import Company, load
from kamlab.errors import MissingPartError
from kamlab.simulation import (
    Incentives,
    Levers,
    Rules,
    make_world,
    rules_of,
    rules_table,
    simulate,
)

WORLD = make_world(
    seed=5, accounts=40, months=12, scenario="noisy_crm", level="hard", late_3=0.3
)
RULES = Rules(
    WORLD,
    Levers(fix_warehouse=2, randomised_visits=True, save_call="all", prices=-0.015),
    Incentives(care_effort=0.7),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = simulate(RULES.world, RULES.levers, RULES.incentives)
    return made.company().save(tmp_path_factory.mktemp("rules") / "played")


def test_a_saved_company_can_be_played_again(folder: Path) -> None:
    firm = load(folder)
    found = rules_of(firm)
    assert found == RULES
    again = simulate(found.world, found.levers, found.incentives).company()
    assert_frame_equal(again.order_lines, firm.order_lines)
    assert_frame_equal(again.truth("months"), firm.truth("months"))


def test_every_value_has_its_unit_and_sentence() -> None:
    table = rules_table(RULES)
    assert len(table) == len(table.drop_duplicates(["kind", "name"]))
    row = table.set_index("name").loc["loss_late"]
    assert row["value"] == "2.0" and row["unit"] == "log-odds per share"
    assert row["meaning"].startswith("Share of late deliveries")
    assert table["meaning"].str.endswith(".").all()


def test_without_truth_no_rule_is_told(folder: Path, tmp_path: Path) -> None:
    bare = load(load(folder).save(tmp_path / "bare", truth=False))
    with pytest.raises(MissingPartError, match="carries no truth"):
        rules_of(bare)
    assert not (tmp_path / "bare" / "truth").exists()


@pytest.mark.parametrize("value", ["much", "-3", ""])
def test_rules_of_another_version_are_named(folder: Path, value: str) -> None:
    firm = load(folder)
    hidden = {name: firm.truth(name) for name in firm.truth_tables}
    rows = hidden["world"]["name"] == "accounts"
    column = "value" if value else "name"
    hidden["world"].loc[rows, column] = value or "customers"
    tables = {name: firm.frame(name) for name in firm.tables}
    other = Company.from_tables(tables, name="Other", truth=hidden)
    with pytest.raises(MissingPartError, match="not those of this version"):
        rules_of(other)
