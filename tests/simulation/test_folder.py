"""``polar`` comes out byte for byte, whole or not at all, and without its seed."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

import kamlab
from kamlab.errors import RefusedError
from kamlab.simulation import simulate_to_folder
from kamlab.simulation.folder import POLAR

POLAR_FOLDER = Path(__file__).parents[2] / "datasets" / "polar"


def files(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


def test_the_defaults_give_polar_again_byte_for_byte(tmp_path: Path) -> None:
    made = simulate_to_folder(tmp_path / "polar")
    names = files(POLAR_FOLDER)
    assert files(made) == names
    _, different, unreadable = filecmp.cmpfiles(
        POLAR_FOLDER, made, names, shallow=False
    )
    assert (different, unreadable) == ([], [])
    assert sum((made / name).stat().st_size for name in names) < 6_000_000


def test_without_truth_no_seed_and_no_world_are_left(tmp_path: Path) -> None:
    made = simulate_to_folder(
        tmp_path / "open", accounts=30, months=12, seed=987_654_321, truth=False
    )
    assert not (made / "truth").exists()
    for name in files(made):
        text = (made / name).read_text(encoding="utf-8")
        assert "987654321" not in text
        assert "987_654_321" not in text
        for word in ("Goliath", "Pillar", "Quiet Star", "hazard", "loss_late"):
            assert word not in text, (name, word)
    assert not kamlab.load(made).has_truth


def test_the_company_is_the_same_with_and_without_truth(tmp_path: Path) -> None:
    size = {"accounts": 30, "months": 12}
    with_truth = simulate_to_folder(tmp_path / "a", **size)
    without = simulate_to_folder(tmp_path / "b", truth=False, **size)
    for name in files(without):
        assert (without / name).read_bytes() == (with_truth / name).read_bytes()


def test_a_world_file_and_another_seed_give_another_company(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("name: Other Supply\naccounts: 25\n", encoding="utf-8")
    made = simulate_to_folder(tmp_path / "c", months=12, seed=3, world_file=file)
    firm = kamlab.load(made)
    assert firm.name == "Other Supply"
    assert len(firm.frame("accounts")) == 25


def test_bad_input_leaves_nothing_behind(tmp_path: Path) -> None:
    for values in ({"accounts": 5}, {"months": 3}, {"seed": -1}):
        with pytest.raises(RefusedError):
            simulate_to_folder(tmp_path / "x", **values)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(RefusedError, match="choose another folder"):
        simulate_to_folder(tmp_path / "mine", accounts=20, months=12)
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep me"


def test_polar_is_sound_and_known_to_its_last_day() -> None:
    firm = kamlab.load("polar")
    assert firm.validate().empty
    assert str(firm.cut_off) == "2025-12-31"
    assert (firm.name, firm.currency) == (POLAR.name, "EUR")
    assert 30_000 < len(firm.frame("order_lines")) < 40_000
    costs = firm.as_of("").frame("account_costs")
    assert str(costs["month"].max())[:10] == "2025-12-01"
