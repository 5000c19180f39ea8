"""``kamlab progress``: what a learner has solved so far."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("progress")
@click.argument(
    "folder",
    metavar="[DIR]",
    default="my_work",
    type=click.Path(path_type=Path),
)
def command(folder: Path) -> None:
    """Show what is solved, as kept in my_work/progress.json.

    The file stays on this machine.
    """
    from kamlab.errors import RefusedError
    from kamlab.teaching.bank import BANK
    from kamlab.teaching.progress import FILE, progress_file, read_progress

    if not folder.is_dir() and folder != Path("my_work"):
        raise RefusedError(f"There is no folder {folder}; name your working folder.")
    path = folder / FILE if folder.is_dir() else progress_file()
    if path is None or not path.is_file():
        click.echo(f"Nothing solved yet: there is no {FILE} in {folder}.")
        return
    kept = read_progress(path)
    for module, questions in BANK.items():
        solved = sum(kept.get(q.number, {}).get("solved", False) for q in questions)
        click.echo(f"{module}: {solved} of {len(questions)} solved")
        for question in questions:
            entry = kept.get(question.number, {"attempts": 0, "solved": False})
            tried = "tried" if entry["attempts"] else "not attempted"
            state = "solved" if entry["solved"] else tried
            minutes = f"{question.minutes} min"
            click.echo(
                f"  {question.number:<5} {state:<14} {minutes:>6}  {question.text}"
            )
