"""Write everything that is generated: tables in the pages, parameters cells.

    python docs/generate.py            writes what is out of step
    python docs/generate.py --check    only says what is, and ends with 1 if anything is

A generated block of a page stands between ``<!-- generated: NAME -->`` and
``<!-- end -->``; each NAME is a function in ``BLOCKS``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from kamlab.company.dictionary import END, START, dictionary
from kamlab.company.fields import declared
from kamlab.running.catalogue import bundled_reports, read_notebook
from kamlab.running.cells import parameters_cell, parameters_index
from kamlab.running.status import Status

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/*.md")
CARD = ROOT / "datasets/README.md"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
ENDINGS = {
    Status.COMPLETED: "every cell ran",
    Status.FAILED: "a cell raised an error; its notebook lies in last_failure/",
    Status.REFUSED: "a parameter or folder was wrong, and no cell after the set-up ran",
    Status.KERNEL_DIED: "the Python process behind the notebook died",
    Status.TIMEOUT: "a cell or the whole run took longer than allowed",
    Status.OUT_OF_MEMORY: "the report asked for more memory than allowed",
    Status.STOPPED_EARLY: "a cell ended the notebook before its last cell",
    Status.LOCKED: "another run is writing to the same folder",
    Status.INTERRUPTED: "Ctrl-C",
    Status.TERMINATED: "the process was told to end",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a table in Markdown."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def notebooks() -> str:
    """List the notebooks with their kind and minutes, as their metadata say."""
    rows = []
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        about = read_notebook(path)["metadata"]["kamlab"]
        name = path.relative_to(ROOT).as_posix()
        rows.append(
            [f"[{name}]({name})", about["title"], about["kind"], str(about["minutes"])]
        )
    return table(["notebook", "about", "kind", "minutes"], rows)


def exit_codes() -> str:
    """List how a run can end."""
    return table(
        ["exit code", "status", "meaning"],
        [[str(end.exit_code), f"`{end}`", ENDINGS[end]] for end in Status],
    )


def parameters() -> str:
    """List every report's parameters, as its settings declare them."""
    parts = []
    for report in bundled_reports():
        rows = [
            [
                f"`{field.name}`",
                f"`{field.default}`" if field.default != "" else "empty",
                ", ".join(part for part in (field.kind, field.range) if part),
                field.unit,
                field.sentence,
            ]
            for field in declared(report.model()).values()
        ]
        heads = ["parameter", "default", "allowed", "unit", "meaning"]
        parts.append(f"### {report.name}: {report.title}\n\n{table(heads, rows)}\n")
    return "".join(parts).rstrip("\n") + "\n"


BLOCKS: dict[str, Callable[[], str]] = {
    "notebooks": notebooks,
    "exit_codes": exit_codes,
    "parameters": parameters,
}


def page_as_generated(text: str) -> str:
    """Give a page with each of its generated blocks written anew."""
    return BLOCK.sub(lambda m: f"{m[1]}{BLOCKS[m[2]]()}{m[3]}", text)


def card_as_generated(text: str) -> str:
    """Give the data card with its dictionary written anew."""
    before, _, rest = text.partition(START)
    return f"{before}{START}\n\n{dictionary()}\n{END}{rest.partition(END)[2]}"


def notebook_as_generated(path: Path) -> str:
    """Give a report as Jupyter would write it, with its parameters cell from settings.

    Outputs and counts are left for the strip hook to complain about.
    """
    notebook = nbformat.read(path, as_version=4)
    for report in bundled_reports():
        if report.path == path:
            index = parameters_index(notebook.cells, path.name)
            notebook.cells[index].source = parameters_cell(report.model())
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def generated() -> dict[Path, str]:
    """Everything that is generated, by file."""
    pages = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    texts = {p: page_as_generated(p.read_text(encoding="utf-8")) for p in pages}
    texts[CARD] = card_as_generated(CARD.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            texts[path] = notebook_as_generated(path)
    return texts


def main() -> int:
    """Write what is out of step, or only say so; see the top of this file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="write nothing")
    check = options.parse_args().check
    old = {
        path: text
        for path, text in generated().items()
        if path.read_text(encoding="utf-8") != text
    }
    for path, text in old.items():
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
        verb = "is out of step; run: make docs" if check else "written"
        sys.stdout.write(f"{path.relative_to(ROOT).as_posix()} {verb}\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
