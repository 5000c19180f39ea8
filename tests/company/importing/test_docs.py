"""The worked example of docs/import_recipes.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

from kamlab.company.importing import Source, import_recipe
from kamlab.company.importing.recipe import Recipe
from kamlab.company.importing.rules import Rule

PAGE = Path(__file__).parents[3] / "docs" / "import_recipes.md"


def test_the_worked_example_prints_what_the_page_shows(tmp_path: Path) -> None:
    blocks = re.findall(r"```\w*\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    data, recipe, shown = blocks[:3]
    (tmp_path / "sales_2024.csv").write_bytes(data.encode("cp1252"))
    (tmp_path / "recipe.yaml").write_text(recipe, encoding="utf-8")
    report = import_recipe(tmp_path / "recipe.yaml", tmp_path / "example")
    assert report.lines() == shown.splitlines()[1:]


def test_the_page_names_every_field_of_a_recipe() -> None:
    page = PAGE.read_text(encoding="utf-8")
    fields = {*Recipe.model_fields, *Source.model_fields, *Rule.model_fields}
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []
