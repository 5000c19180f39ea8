"""``kamlab build``: exercises from their masters."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("build")
@click.option(
    "--check", is_flag=True, help="Write nothing; fail where an exercise differs."
)
@click.option(
    "--notebooks",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder with the notebooks. [default: KamLab's own]",
)
def command(check: bool, notebooks: Path | None) -> None:
    """Build the exercise notebooks from notebooks/solutions/."""
    from kamlab.company.locate import files
    from kamlab.errors import RefusedError
    from kamlab.teaching.building import build, out_of_step, write_exercises

    folder = notebooks or files("notebooks")
    changed = out_of_step(folder) if check else write_exercises(folder)
    names = [path.relative_to(folder).as_posix() for path in changed]
    if check and names:
        raise RefusedError(
            f"{', '.join(names)}: not as the master builds it. Change the master in "
            "notebooks/solutions/, then run: kamlab build"
        )
    for name in names:
        click.echo(f"Built {name}")
    click.echo(f"{len(build(folder))} exercises are in step with their masters")
