"""``kamlab pay``: a plan and a table of results in, statements out."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamlab.errors import RefusedError

if TYPE_CHECKING:
    import pandas as pd

    from kamlab.compensation.statement import Statement

LARGEST = 200_000_000  # bytes of a table; a results table of any firm is far below
MARK = "pay.json"
_FILE = click.Path(path_type=Path)


@click.command("pay")
@click.argument("plan", metavar="PLAN.yaml")
@click.argument("results", metavar="RESULTS.csv", type=_FILE)
@click.option("--out", required=True, type=_FILE, metavar="DIR", help="New folder.")
@click.option(
    "--deals",
    type=_FILE,
    metavar="FILE",
    help="For a plan with fees: kam_id, period, deal, amount, credit.",
)
@click.option(
    "--returns",
    type=_FILE,
    metavar="FILE",
    help="What came back: kam_id, period, of_period, amount, measure.",
)
@click.option("--currency", default="", metavar="EUR", help="For the words.")
def command(
    plan: str,
    results: Path,
    out: Path,
    deals: Path | None,
    returns: Path | None,
    currency: str,
) -> None:
    """Pay a plan on a table of results.

    PLAN.yaml is a plan file or the name of a plan that comes with KamLab. RESULTS.csv
    has a row a KAM and period: kam_id, period (2025-01-01) and a column for each
    measure the plan names, such as revenue and quota_revenue. DIR gets
    statements.csv, steps.csv, a page for each KAM and index.html.
    """
    from kamlab.compensation import find_plan
    from kamlab.compensation.statement import pay

    _check_folder(out)
    statement = pay(
        find_plan(plan),
        _table(results),
        deals=None if deals is None else _table(deals),
        returns=None if returns is None else _table(returns),
        currency=currency,
    )
    _write(statement, out)
    totals = statement.totals()
    click.echo(
        f"{len(totals)} KAMs are paid {totals['total'].sum():,.2f} {currency}".rstrip()
        + f" under the {statement.plan.title}: {out / 'index.html'}"
    )
    for text in (*statement.flags, *statement.notes):
        click.echo(f"Mind: {text}")


def _table(path: Path) -> pd.DataFrame:
    """Read a table as text; what is a figure the checks decide."""
    import pandas as pd

    if not path.is_file():
        raise RefusedError(f"There is no file {path}; check the path.")
    if path.stat().st_size > LARGEST:
        raise RefusedError(f"{path} is over 200 MB: this is no table of results.")
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            f"{path.name} is not written in UTF-8; save it as UTF-8."
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        why = str(error).strip().split("\n")[0]
        raise RefusedError(
            f"{path.name} cannot be read as CSV: {why}. Columns are parted by commas, "
            "and the first line names them."
        ) from None


def _check_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise RefusedError(f"{out} is a file; name a folder with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise RefusedError(
            f"{out} holds files that are no statements of KamLab; name a new or empty "
            "folder with --out."
        )


def _write(statement: Statement, out: Path) -> None:
    """Write everything beside the folder first, so that it is whole or not there."""
    target = out.expanduser().resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        part.mkdir(parents=True)
        _fill(statement, part)
        if target.exists():
            target.rename(old)
        part.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise RefusedError(
            f"{out} cannot be written: {error.strerror or error}. Choose a folder you "
            "may write to."
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _fill(statement: Statement, folder: Path) -> None:
    import json

    from kamlab.cli.pages import Links, page
    from kamlab.company import export_csv
    from kamlab.compensation.statement.shown import everybody, one_statement, sentence
    from kamlab.teaching.pages import Section

    export_csv(statement.table, folder / "statements.csv")
    export_csv(statement.lines, folder / "steps.csv")
    plan = statement.plan
    links = []
    for place, kam_id in enumerate(statement.kams, start=1):
        name = (
            f"statement_{place:03d}_{re.sub(r'[^A-Za-z0-9_-]+', '_', kam_id)[:40]}.html"
        )
        links.append((name, f"KAM {kam_id}"))
        things: list[Any] = one_statement(statement, kam_id)
        section = Section("The statement", things)
        text = page(
            f"Pay statement of KAM {kam_id}", sentence(statement, kam_id), [section]
        )
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    whole = statement.totals()["total"].sum()
    summary = f"{len(links)} KAMs under the {plan.title}: {whole:,.2f} in all."
    others: Any = Links(links)
    sections = [
        Section("Everybody", everybody(statement)),
        Section("One by one", [others]),
    ]
    text = page("Pay statements", summary, sections)
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")
    mark = {"plan": plan.name, "kams": len(links), "total": round(float(whole), 2)}
    (folder / MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")
