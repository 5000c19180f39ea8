"""The data dictionary, written from the declarations so that it never disagrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kamlab.company.columns import Column, Kind, Table
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError

START = "<!-- dictionary: written from the declarations by `make docs` -->"
END = "<!-- end of dictionary -->"
KIND_WORDS: dict[Kind, str] = {
    "id": "id (text)",
    "text": "text",
    "choice": "one word",
    "date": "day",
    "money": "amount",
    "share": "share",
    "number": "number",
    "integer": "whole number",
    "flag": "true or false",
}
HEAD = "| column | type | unit | required | known from | meaning |"


def dictionary() -> str:
    """Write the data dictionary: every table and column, in words.

    Returns
    -------
    str
        Markdown: per table what a row is and when it is known, then its columns with
        type, unit, whether required, known from, meaning and allowed words; the truth
        tables of simulated companies last.
    """
    parts = ["## The tables of a company", "", *_chapter(TABLES, "")]
    if TRUTH:
        parts += ["## The truth of a simulated company", "", *_chapter(TRUTH, "truth/")]
    return "\n".join(parts).rstrip() + "\n"


def write_dictionary(path: str | Path) -> Path:
    """Put the dictionary between its two markers in a Markdown page.

    Parameters
    ----------
    path : str or Path
        The page, such as ``datasets/README.md``; what is around the markers stays.

    Raises
    ------
    RefusedError
        If the page lacks the markers.
    """
    page = Path(path)
    text = page.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise RefusedError(f"{page} lacks the lines {START} and {END}; put them in.")
    new = f"{before}{START}\n\n{dictionary()}\n{END}{after}"
    page.write_text(new, encoding="utf-8", newline="\n")
    return page


def _chapter(tables: Mapping[str, Table], folder: str) -> Iterator[str]:
    for table in tables.values():
        yield f"### {folder}{table.name}"
        yield ""
        yield f"A row is {table.row}. {_row_known(table)}{_key(table)}"
        yield ""
        yield HEAD
        yield "|---|---|---|---|---|---|"
        for column in table.columns:
            yield _line(column)
        yield ""


def _row_known(table: Table) -> str:
    if not table.known_from:
        return "It has no date: it counts at every cut-off."
    if table.month_end:
        return f"It is known on the last evening of its `{table.known_from}`."
    return f"It is known from its `{table.known_from}` on."


def _key(table: Table) -> str:
    names = ", ".join(f"`{name}`" for name in table.key)
    return f" No two rows share {names}." if names else ""


def _line(column: Column) -> str:
    meaning = column.meaning
    if column.choices:
        meaning += " Words: " + ", ".join(f"`{word}`" for word in column.choices) + "."
    if column.before:
        meaning += f" Before it is known: `{column.before}`."
    days = [f"`{name}`" for name in (column.known_from, *column.or_from) if name]
    cells = (
        f"`{column.name}`",
        KIND_WORDS[column.kind],
        column.unit,
        "yes" if column.required else "",
        ", else ".join(days),
        meaning,
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
