"""``kamlab run``: one report with parameters of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kamlab.cli.options import limit_options, limits_from


class RunCommand(click.Command):
    """Shows the parameters of the named report after the options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember the report named beside ``--help``."""
        ctx.meta["named"] = next((a for a in args if not a.startswith("-")), "")
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the parameters that the report declares."""
        name = ctx.meta.get("named")
        if not name:
            formatter.write_paragraph()
            formatter.write_text(
                "The parameters of a report: kamlab run NAME --help, or "
                "kamlab reports NAME"
            )
            return
        from kamlab.cli.reports import rows_of
        from kamlab.running.catalogue import find_report

        report = find_report(name)
        with formatter.section(f"Parameters of {report.name} (-p name=value)"):
            formatter.write_dl(rows_of(report.model()))


@click.command("run", cls=RunCommand)
@click.argument("name")
@click.option(
    "-p",
    "--parameter",
    "pairs",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter; may be given several times.",
)
@click.option(
    "--company", metavar="NAME|DIR", help="The company: a bundled name or a folder."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the result [default: build/NAME].",
)
@limit_options
def command(
    name: str,
    pairs: tuple[str, ...],
    company: str | None,
    out: Path | None,
    **limits: Any,
) -> None:
    """Run one report, by its name or by the path of a notebook of your own.

    The result is a folder with report.html, report.ipynb, results.json, the tables
    and run.json. If the run fails, an earlier result stays as it is and the failed
    notebook lies in last_failure/.
    """
    from kamlab.cli.telling import exit_code_of, sentence_of, shown
    from kamlab.errors import RefusedError
    from kamlab.running.catalogue import find_report
    from kamlab.running.job import plan_job
    from kamlab.running.parameters import read_texts, split_pairs
    from kamlab.running.several import Workshop

    with Workshop(workers=1) as workshop:
        report = find_report(name)
        texts = split_pairs(pairs)
        if company is not None:
            if "company" in texts:
                raise RefusedError(
                    "The company was given twice, with --company and with -p; give it "
                    "once."
                )
            texts["company"] = company
        given = read_texts(report.model(), texts)
        folder = out or Path("build") / report.name
        job = plan_job(report, given, folder, limits_from(**limits))
        with shown([job]) as teller:
            outcomes = workshop.run([job], teller.progress)
    outcome = outcomes[0]
    if outcome.good:
        click.echo(sentence_of(outcome))
        click.echo(f"Read {folder / 'report.html'}")
    else:
        click.echo(f"kamlab: {sentence_of(outcome)}", err=True)
    sys.exit(exit_code_of(outcomes))
