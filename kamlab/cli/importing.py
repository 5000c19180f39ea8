"""``kamlab import``: from an export to a company folder, every row accounted for."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import")
@click.argument("recipe", metavar="RECIPE.yaml", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the company.",
)
def command(recipe: Path, out: Path) -> None:
    """Turn a CRM or ERP export into a company folder, by a recipe.

    Rows read = rows imported + rows rejected, always; rejected rows are listed in
    rejects.csv with file, line and reason.
    """
    from kamlab.company.importing import import_recipe

    report = import_recipe(recipe, out)
    for line in report.lines():
        click.echo(line)
    if report.has_rejects:
        click.echo(f"See {out / 'rejects.csv'} for what was left out and why")
    if report.doubts():
        click.echo("Next: put the recipe right, and import again")
    else:
        click.echo(f"Next: kamlab validate {out}")
