"""``kamlab start``: the notebooks to work in, and JupyterLab on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click

FIRST = "00_start_here.ipynb"
_CONFIG = Path(__file__).with_name("jupyter")
_LEFT_OUT = {"solutions", ".ipynb_checkpoints"}


@click.command("start")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("my_work"),
    show_default=True,
    metavar="DIR",
    help="Folder for your copies.",
)
@click.option(
    "--no-browser", is_flag=True, help="Start JupyterLab without opening a browser."
)
@click.option("--copy-only", is_flag=True, help="Copy the notebooks and stop there.")
def command(into: Path, no_browser: bool, copy_only: bool) -> None:
    """Copy the notebooks to my_work/ and open JupyterLab there.

    The folder a trainer gave you is opened as it is. A notebook that
    you already have is never overwritten; delete or rename yours to get a fresh one.
    """
    from kamlab.company.locate import files
    from kamlab.errors import RefusedError

    if into.exists() and not into.is_dir():
        raise RefusedError(f"{into} is a file; name a folder with --into.")
    if (into / "company").is_dir() and (into / "progress.json").is_file():
        click.echo(f"{into} is your folder of a class; nothing is copied into it")
    else:
        copied, kept = copy_notebooks(files("notebooks"), into)
        click.echo(
            f"{copied} notebooks copied to {into}, {kept} of yours left as they are"
        )
    if copy_only:
        return
    words = [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(into.resolve())]
    first = (into / FIRST).is_file()
    if first:
        words.append(f"--LabApp.default_url=/lab/tree/{FIRST}")
    if no_browser:
        words.append("--no-browser")
    if is_root():
        words.append("--allow-root")  # JupyterLab would refuse to start
    click.echo("JupyterLab starts; end it with Ctrl-C here")
    if first:
        click.echo(f"Open {FIRST}")
    sys.exit(_run(words, quiet(os.environ)))


def _run(words: list[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(words, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # JupyterLab was interrupted as well: it asks, then ends itself


def quiet(environment: Mapping[str, str]) -> dict[str, str]:
    """Let JupyterLab ask no question of its own, such as whether it may fetch news.

    Parameters
    ----------
    environment : mapping of str to str
        The variables JupyterLab would start with; the user's own settings stay first.
    """
    paths = [environment.get("JUPYTER_CONFIG_PATH", ""), str(_CONFIG)]
    joined = os.pathsep.join(path for path in paths if path)
    return {**environment, "JUPYTER_CONFIG_PATH": joined}


def is_root() -> bool:
    """Say whether we run as the system's administrator; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def copy_notebooks(source: Path, into: Path) -> tuple[int, int]:
    """Copy the notebooks that are not there yet.

    Parameters
    ----------
    source : Path
        Folder of the notebooks; its solutions are not copied.
    into : Path
        The learner's folder.

    Returns
    -------
    tuple of int
        How many were copied, and how many were there already.
    """
    copied = kept = 0
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source)
        if path.is_dir() or _LEFT_OUT & set(place.parts):
            continue
        target = into / place
        if target.exists():
            kept += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied += 1
    return copied, kept
