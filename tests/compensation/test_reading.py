"""Pay plan files: what is wrong in them is said with its place and its cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.compensation.library import FOLDER
from kamlab.compensation.reading import read_plan
from kamlab.errors import RefusedError

GOOD = (FOLDER / "three_plans.yaml").read_text(encoding="utf-8")
FEES = (FOLDER / "percent_of_deal.yaml").read_text(encoding="utf-8")


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("ote: 120000", "otee: 120000", "otee is no field of a pay plan; did you mean"),
        ("threshold: 0.75", "treshold: 0.75", "curve.treshold .* 'threshold'"),
        ("weight: 0.15", "wieght: 0.15", "components.3.wieght .* 'weight'"),
        ("weight: 0.15", "weight: 0.10", "sum to 0.95; they must sum to 1"),
        ("weight: 0.15", "weight: 15", "Did you mean 0.15, that is 15 %"),
        ("base_share: 0.70", "base_share: 70", "Did you mean 0.7, that is 70 %"),
        ("weight: 0.15", "weight: '15 %'", "number such as 0.12, not '15 %'"),
        ("weight: 0.15", "weight: .nan", "finite number|Invalid JSON|no JSON"),
        ("threshold: 0.75", "threshold: 75", "Did you mean 0.75, that is 75 %"),
        ("measure: revenue", "measure: Sales!", "measure .* pattern"),
        ("name: New accounts", "name: Sales", "two components are called 'Sales'"),
        ("ote: 120000", "ote: -1", "ote .*greater than or equal to 0"),
        ("ote: 120000\n", "", "ote is missing"),
        ("ote: 120000", "ote: 120000\note: 1", "'ote' stands twice"),
        ("settlement: period", "settlement: weekly", "not one of 'period', 'month'"),
        ("curve: ", "curve: [", "no sound YAML"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(RefusedError, match=message):
        read(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("from: 20000", "from: 20000, too: 1", "fees.tiers.2.too .* 'to'"),
        ("rate: 0.15", "rate: 15", "Did you mean 0.15, that is 15 %"),
        ("from: 0, ", "from: 5, ", "gap below"),
        ("from: 0, ", "from: 0, to: 9000, ", "no rate from 9,000.00 to 20,000.00"),
        ("from: 0, ", "from: 0, to: 21000, ", "overlap"),
        ("tier_mode: whole", "tier_mode: both", "not one of 'whole' or 'marginal'"),
    ],
)
def test_what_is_wrong_in_fees_is_said(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in FEES
    with pytest.raises(RefusedError, match=message):
        read(tmp_path, FEES.replace(old, new))


RULES = (
    GOOD
    + """
gates:
  - {name: Overdue, measure: overdue_share, at_most: 0.15, pays: 0.5}
cap: {times: 2.0}
draw: {amount: 100, recoverable: true}
spiffs:
  - {name: Launch, measure: launched, each: 50, from: 2025-01, to: 2025-03}
pools:
  - name: Pool
    measure: revenue
    rates: {mode: flat, tiers: [{from: 0, rate: 0.01}]}
"""
)


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("at_most", "atmost", "gates.1.atmost .* 'at_most'"),
        ("times: 2.0", "time: 2.0", "cap.time .* 'times'"),
        ("recoverable", "recoverible", "draw.recoverible .* 'recoverable'"),
        ("each: 50", "eech: 50", "spiffs.1.eech .* 'each'"),
        ("mode: flat", "moode: flat", "pools.1.rates.moode .* 'mode'"),
        ("rate: 0.01", "rates: 0.01", "pools.1.rates.tiers.1.rates .* 'rate'"),
        ("mode: flat", "mode: steps", "'steps', not one of 'flat'"),
        ("pays: 0.5", "pays: 50", "Did you mean 0.5, that is 50 %"),
        ("amount: 100", "amount: a lot", "draw.amount should be a number"),
        ("to: 2025-03", "to: 2025-13", "spiffs.1.to"),
    ],
)
def test_what_is_wrong_in_rules_is_said(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert read(tmp_path, RULES)
    assert old in RULES
    with pytest.raises(RefusedError, match=message):
        read(tmp_path, RULES.replace(old, new))


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "is empty"),
        ("- a list", "no list of 'name: value' lines"),
        (
            "name: x\ntitle: x\npurpose: x\nused_by: x\note: 1\nbase_share: 1",
            "pays for nothing",
        ),
    ],
)
def test_what_is_no_plan(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        read(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="There is no plan file"):
        read_plan(tmp_path / "absent.yaml")
    (tmp_path / "latin.yaml").write_bytes("title: Prämie".encode("latin-1"))
    with pytest.raises(RefusedError, match="not written in UTF-8"):
        read_plan(tmp_path / "latin.yaml")
    (tmp_path / "data.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(RefusedError, match="over 1 MB"):
        read_plan(tmp_path / "data.yaml")


def test_a_windows_editors_mark_does_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + GOOD) == read_plan(FOLDER / "three_plans.yaml")
