"""``kamlab reports``: which reports there are and what they can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel


@click.command("reports")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the reports; with NAME, the parameters of that report."""
    from kamlab.running.catalogue import bundled_reports, find_report

    formatter = click.HelpFormatter(max_width=88)
    if name is None:
        reports = bundled_reports()
        with formatter.section("Reports"):
            formatter.write_dl(
                [(r.name, f"{r.title} ({r.minutes} minutes)") for r in reports]
            )
        click.echo(formatter.getvalue().rstrip())
        click.echo("\nThe parameters of one: kamlab reports NAME")
        return
    report = find_report(name)
    with formatter.section(f"{report.title}: kamlab run {report.name} -p name=value"):
        formatter.write_dl(rows_of(report.model()))
    click.echo(formatter.getvalue().rstrip())


def rows_of(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Put each parameter in words: sentence, type, range, unit, default."""
    from kamlab.company.fields import declared

    rows = []
    for field in declared(model).values():
        unit = "" if field.unit in field.range else field.unit
        allowed = ", ".join(p for p in (field.kind, field.range, unit) if p)
        rows.append(
            (field.name, f"{field.sentence}. {allowed} [default: {field.default!r}]")
        )
    return rows
