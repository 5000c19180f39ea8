"""``kamlab demo``: every report on the bundled company, and a gallery of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kamlab.cli.options import limit_options, limits_from


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/demo"),
    show_default=True,
    metavar="DIR",
    help="Folder for the gallery.",
)
@limit_options
def command(out: Path, **limits: Any) -> None:
    """Run every report on the company polar and write a gallery page.

    A report that fails does not keep the others from finishing; the command then ends
    with the exit code of that failure.
    """
    from kamlab.cli.telling import exit_code_of, sentence_of, shown
    from kamlab.running.catalogue import bundled_reports
    from kamlab.running.folders import check_gallery
    from kamlab.running.gallery import write_gallery
    from kamlab.running.job import plan_job
    from kamlab.running.lock import locked
    from kamlab.running.several import Workshop

    with Workshop() as workshop:
        reports = bundled_reports()
        check_gallery(out)
        jobs = [plan_job(r, {}, out / r.name, limits_from(**limits)) for r in reports]
        with locked(out.absolute()), shown(jobs) as teller:
            outcomes = workshop.run(jobs, teller.progress, teller.ended)
            index = write_gallery(out, "KamLab demo: the company polar", outcomes)
    failed = [outcome for outcome in outcomes if not outcome.good]
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} reports completed")
    for outcome in failed:
        click.echo(f"kamlab: {sentence_of(outcome)}", err=True)
    click.echo(f"Open {index}")
    sys.exit(exit_code_of(outcomes))
