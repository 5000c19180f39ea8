"""Where the bundled notebooks and datasets lie: in a checkout or in the wheel."""

from __future__ import annotations

from pathlib import Path

from kamlab.errors import RefusedError, did_you_mean

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
    return sorted(p.parent.name for p in files("datasets").glob("*/company.json"))


def company_folder(company: str | Path) -> Path:
    """Turn the name or folder of a company into its folder.

    A bundled name wins over a folder of the same name; write ``./polar`` for that.

    Raises
    ------
    RefusedError
        If there is neither a bundled company nor a folder of that name.
    """
    if str(company) in bundled_companies():
        return files("datasets", str(company))
    folder = Path(company).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise RefusedError(f"{company} is a file; name the company's folder instead.")
    raise RefusedError(
        f"There is no company '{company}': neither a folder of that name nor one of "
        f"the bundled ones{did_you_mean(str(company), bundled_companies())}"
    )
