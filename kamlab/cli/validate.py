"""``kamlab validate``: all problems of a company folder at once."""

from __future__ import annotations

import sys

import click


@click.command("validate")
@click.argument("folder", metavar="DIR")
def command(folder: str) -> None:
    """List all problems of the company in DIR (or a bundled one): where, what to do.

    Ends with exit code 1 if a problem keeps the company from being loaded.
    """
    from kamlab.company import check_folder

    problems = check_folder(folder)
    if problems.empty:
        click.echo(f"{folder}: no problems found")
        return
    for row in problems.to_dict("records"):
        where = ".".join(str(row[key]) for key in ("table", "column") if row[key])
        rows = f" in {row['rows']} rows" if row["rows"] else ""
        examples = f" (such as {row['examples']})" if row["examples"] else ""
        click.echo(
            f"{str(row['level']).upper()} {where}: {row['problem']}{rows}{examples}. "
            f"{row['what_to_do']}"
        )
    errors = int((problems["level"] == "error").sum())
    click.echo(f"{folder}: {errors} errors, {len(problems) - errors} warnings")
    sys.exit(1 if errors else 0)
