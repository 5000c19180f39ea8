"""World values are checked at the door, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.errors import RefusedError
from kamlab.simulation import World, make_world


def test_every_value_has_a_sentence_and_every_figure_a_unit_and_a_range() -> None:
    for name, field in World.model_fields.items():
        assert field.description, name
        assert field.annotation in (str, int, float, bool), name
        if field.annotation in (int, float):
            schema = World.model_json_schema()["properties"][name]
            assert "minimum" in schema, name
            assert "maximum" in schema, name
            assert "unit" in schema, name


def test_a_file_overrides_and_names_go_before_it(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("loss_late: 4\naccounts: 40\n", encoding="utf-8")
    world = make_world(file, accounts=50)
    assert (world.loss_late, world.accounts, world.months) == (4.0, 50, 36)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"accounts": 19}, "from 20 to 1,000,000"),
        ({"accounts": 1_000_001}, "from 20 to 1,000,000"),
        ({"months": 11}, "from 12 to 240"),
        ({"loss_late": -1.0}, "loss_late = -1.0"),
        ({"loss_late": "much"}, "a number"),
        ({"loss_late": float("nan")}, "a number"),
        ({"loss_lat": 2.0}, "did you mean 'loss_late'"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(RefusedError, match=words) as refused:
        make_world(**values)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [\n", "\xff"])
def test_a_file_that_is_no_world_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(RefusedError, match=r"world\.yaml"):
        make_world(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        make_world(tmp_path / "none.yaml")
