"""``kamlab class``: folders for a class, and the results of one."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("class")
@click.argument(
    "class_file",
    metavar="[CLASS.yml]",
    required=False,
    type=click.Path(path_type=Path),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="New folder for the class. [default: the name of the class]",
)
@click.option("--zip", "zipped", is_flag=True, help="One zip a learner.")
@click.option(
    "--collect",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read what learners handed in and write DIR/results.html.",
)
def command(
    class_file: Path | None, out: Path | None, zipped: bool, collect: Path | None
) -> None:
    """Make the folders of a class from CLASS.yml, or collect its results.

    Each learner gets a company of their own, the notebooks and no solution; trainer/
    gets the solutions, every company with its truth, an answer key a learner and the
    agenda.
    """
    if (class_file is None) == (collect is None):
        raise click.UsageError(
            "Name a class file to make a class, or --collect DIR to read its results"
        )
    if collect is not None:
        if out is not None or zipped:
            raise click.UsageError("--out and --zip belong to making a class")
        _collect(collect)
    elif class_file is not None:
        _make(class_file, out, zipped)


def _make(class_file: Path, out: Path | None, zipped: bool) -> None:
    from kamlab.cli.pages import page
    from kamlab.company.locate import files
    from kamlab.teaching.class_file import read_class
    from kamlab.teaching.class_making import make_class
    from kamlab.teaching.roll import safe_name

    plan = read_class(class_file)
    where = out or Path(safe_name(plan.name) or "class")
    with click.progressbar(
        length=len(plan.learners), label="Making the companies", file=None
    ) as bar:
        made = make_class(
            plan,
            where,
            files("notebooks"),
            page,
            beside=class_file.absolute().parent,
            zipped=zipped,
            told=lambda _: bar.update(1),
        )
    click.echo(f"{len(plan.learners)} learners' folders and trainer/ are in {made}")
    click.echo(f"Later: kamlab class --collect {where}")


def _collect(folder: Path) -> None:
    from kamlab.cli.pages import page
    from kamlab.teaching.collecting import collect, results_sections, summary

    handed_in = collect(folder)
    sentence = summary(handed_in)
    target = folder / "results.html"
    text = page(
        f"Results of {folder.absolute().name}", sentence, results_sections(handed_in)
    )
    part = target.with_name(".results.html.part")
    part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    part.replace(target)
    click.echo(sentence)
    for one in handed_in:
        if one.note:
            click.echo(f"{one.learner}: {one.note}")
    click.echo(f"Wrote {target}")
