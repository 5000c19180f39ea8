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
    from kamlab.teaching.class_making import make_class, ready
    from kamlab.teaching.roll import safe_name

    plan = read_class(class_file)
    where = out or Path(safe_name(plan.name) or "class")
    notebooks, beside = files("notebooks"), class_file.absolute().parent
    # what cannot be is refused before anything is said to begin
    ready(plan, where, notebooks, beside)
    with click.progressbar(
        length=len(plan.learners), label="Making the companies", file=None
    ) as bar:
        made = make_class(
            plan,
            where,
            notebooks,
            page,
            beside=beside,
            zipped=zipped,
            told=lambda _: bar.update(1),
        )
    count = len(plan.learners)
    kind = "zip" if zipped else "folder"
    what = f"1 learner's {kind}" if count == 1 else f"{count} learners' {kind}s"
    click.echo(f"{what} and trainer/ are in {made}")
    click.echo("Put what comes back there, in place of what you gave out, then:")
    click.echo(f"kamlab class --collect {where}")


def _collect(folder: Path) -> None:
    from kamlab.cli.pages import page
    from kamlab.teaching.class_card import read_card
    from kamlab.teaching.collecting import collect, results_sections, summary

    card = read_card(folder)
    handed_in = collect(folder, card)
    sentence = summary(handed_in, card.modules)
    target = folder / "results.html"
    title = f"Results of {card.name or folder.absolute().name}"
    text = page(title, sentence, results_sections(handed_in, card.modules))
    part = target.with_name(".results.html.part")
    part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    part.replace(target)
    click.echo(sentence)
    for one in handed_in:
        if one.note:
            click.echo(f"{one.learner}: {one.note}")
    click.echo(f"Wrote {target}")
