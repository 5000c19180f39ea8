"""A company written month by month is the one made in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

import kamlab
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError
from kamlab.simulation import folder as door
from kamlab.simulation import make_world, simulate, simulate_to_folder
from kamlab.simulation.large import simulate_large, what_it_takes

WORLD = make_world(accounts=40, months=12, seed=4)


def test_month_by_month_gives_the_same_company(tmp_path: Path) -> None:
    simulate_large(WORLD, tmp_path / "large")
    large, small = kamlab.load(tmp_path / "large"), simulate(WORLD).company()
    pairs = [(name, large.frame(name), small.frame(name)) for name in TABLES]
    pairs += [(name, large.truth(name), small.truth(name)) for name in TRUTH]
    for name, one, two in pairs:
        columns = list(one.columns)
        assert columns == list(two.columns), name
        texts = [
            frame.astype(str).fillna("").sort_values(columns).to_numpy()
            for frame in (one, two)
        ]
        assert (texts[0] == texts[1]).all(), name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large"]


def test_without_truth_none_is_written(tmp_path: Path) -> None:
    simulate_large(WORLD, tmp_path / "open", truth=False)
    assert not (tmp_path / "open" / "truth").exists()


def test_the_size_decides_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LARGE", 20 * 12)
    monkeypatch.setattr(door, "simulate", None)
    simulate_to_folder(tmp_path / "c", accounts=20, months=12)
    assert (tmp_path / "c" / "company.json").is_file()


def test_an_interrupted_writing_leaves_no_half_company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kamlab.simulation.large._write", stop)
    with pytest.raises(KeyboardInterrupt):
        simulate_large(WORLD, tmp_path / "half")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot be written"):
        simulate_large(WORLD, tmp_path / "file" / "company")


def test_a_full_disk_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("Error writing bytes to file. Detail: [errno 28] No space")

    monkeypatch.setattr("kamlab.simulation.large._write", full)
    with pytest.raises(RefusedError, match="cannot be written: No space left on"):
        simulate_large(WORLD, tmp_path / "full")
    assert list(tmp_path.iterdir()) == []


def test_what_a_large_company_takes_is_said_before() -> None:
    assert what_it_takes(2400, 36) == ""
    said = what_it_takes(100_000, 36)
    assert said.startswith("A company of 100,000 accounts over 36 months takes some")
    assert "4 minutes and 2 GB" in said
