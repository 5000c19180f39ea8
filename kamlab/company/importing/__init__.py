"""Bring somebody's files in by a recipe; every row and every sum is accounted for."""

from kamlab.company.importing.recipe import Recipe, Source
from kamlab.company.importing.recipe_file import read_recipe
from kamlab.company.importing.report import ImportReport
from kamlab.company.importing.run import import_recipe

__all__ = ["ImportReport", "Recipe", "Source", "import_recipe", "read_recipe"]
