"""Where the bundled notebooks and datasets lie: in a checkout or in the wheel."""

from __future__ import annotations

import glob
import re
from importlib import import_module
from pathlib import Path

from kamlab.errors import RefusedError, did_you_mean

CARD = "company.json"
ON_DEMAND = re.compile(r"(lab|team)(-\d+)?(-randomised)?")
MADE = ("lab-7", "team-7")  # how companies made on demand are named
MAKER = "kamlab.simulation.labs"  # by name only: that room stands above this one
_PACKAGE = Path(__file__).resolve().parent.parent


def files(*parts: str) -> Path:
    """Find a bundled file or folder, such as ``files("datasets", "polar")``.

    Parameters
    ----------
    *parts : str
        Path below the project's root.

    Returns
    -------
    Path
        In the installed wheel ``kamlab/_files/…``, in a checkout the root's own.

    Raises
    ------
    RefusedError
        If this installation does not carry the file.
    """
    for root in (_PACKAGE / "_files", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise RefusedError(
        f"{'/'.join(parts)} is not part of this installation of KamLab; "
        "install it again, or run from a full checkout."
    )


def bundled_companies() -> list[str]:
    """List the companies that come with KamLab, such as ``polar``.

    Returns
    -------
    list of str
        Their names, in alphabetical order.
    """
    return sorted(p.parent.name for p in files("datasets").glob(f"*/{CARD}"))


def company_folder(company: str | Path) -> Path:
    """Turn the name or folder of a company into its folder.

    A bundled name wins over a folder of the same name; write ``./polar`` for that. So
    does the name of a company that is made on demand, such as ``lab-7``.
    Where a save was killed half-way, the company as it was before is found.

    Raises
    ------
    RefusedError
        If there is neither a bundled company nor a folder of that name.
    """
    known = bundled_companies()
    if str(company) in known:
        return files("datasets", str(company))
    if ON_DEMAND.fullmatch(str(company)):
        made: Path = import_module(MAKER).on_demand(str(company))
        return made
    try:
        folder = Path(company).expanduser()
        found = folder if folder.is_dir() else set_aside(folder)
        is_file = folder.exists()
    except (OSError, ValueError, RuntimeError):  # too long, not allowed, no such user
        found, is_file = None, False
    if found and str(company):
        return found
    if is_file and str(company):
        raise RefusedError(f"{company} is a file; name the company's folder instead.")
    shown = str(company)[:100]
    raise RefusedError(
        f"There is no company '{shown}': neither a folder of that name nor one of "
        f"the bundled ones{did_you_mean(shown, [*known, *MADE])}"
    )


def set_aside(folder: Path) -> Path | None:
    """Find the company that a killed save had set aside, if its place is empty.

    Saving renames the old folder aside and the new one in; killed in between, the old
    one is whole and lies beside under a name such as ``.polar.4711.old``.
    """
    if folder.exists() or not folder.name:
        return None
    beside = sorted(folder.parent.glob(f".{glob.escape(folder.name)}.*.old"))
    return next((path for path in beside if path.is_dir()), None)
