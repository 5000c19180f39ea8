"""What a run was made of: hashes, versions, environment, for ``run.json``."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kamlab import __version__
from kamlab.errors import RefusedError

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = (
    "numpy",
    "pandas",
    "scipy",
    "scikit-learn",
    "matplotlib",
    "duckdb",
    "ibis-framework",
    "pyarrow",
    "pydantic",
    "papermill",
    "nbclient",
    "nbconvert",
    "ipykernel",
)
_CODE = {".py", ".j2", ".css", ".yaml", ".yml", ".json", ".csv"}

# The same run gives the same tables and pictures: fixed hashes of texts, one time
# zone, one locale, one date in pictures, one thread a library
FIXED = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "1577836800",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def kernel_environment(ipython_folder: Path) -> dict[str, str]:
    """Give the environment of a report's kernel.

    Parameters
    ----------
    ipython_folder : Path
        Takes the place of the user's own, whose start-up files would run first.

    Returns
    -------
    dict of str to str
        The caller's environment (``PYTHONPATH`` as it is) with ``FIXED`` over it.
    """
    return {**os.environ, **FIXED, "IPYTHONDIR": str(ipython_folder)}


def hash_of(files: Iterable[Path], root: Path) -> str:
    """Hash the names and contents of files.

    Returns
    -------
    str
        SHA-256 in hexadecimal; independent of the order and of the root's own place.
    """
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        with path.open("rb") as handle:
            total.update(hashlib.file_digest(handle, "sha256").digest())
    return total.hexdigest()


def hash_of_company(company: str) -> str | None:
    """Hash the files of a company by its name or folder.

    Only its own: what else lies in the folder, such as the results of an earlier run,
    does not change the company.
    """
    from kamlab.company.locate import CARD, company_folder
    from kamlab.company.reading import SUFFIXES
    from kamlab.company.tables import TABLES
    from kamlab.company.truth import TRUTH

    folder = company_folder(company)
    names = [
        CARD,
        *(f"{table}{suffix}" for table in TABLES for suffix in SUFFIXES),
        *(f"truth/{table}{suffix}" for table in TRUTH for suffix in SUFFIXES),
    ]
    own = (folder / name for name in names)
    return hash_of((path for path in own if path.is_file()), folder)


def hash_of_package() -> str:
    """Hash the code of KamLab itself."""
    bundled = _PACKAGE / "_files"
    code = (
        p
        for p in _PACKAGE.rglob("*")
        if p.suffix in _CODE and bundled not in p.parents and p.is_file()
    )
    return hash_of(code, _PACKAGE)


def hash_of_lock() -> str | None:
    """Hash the lock file; None where this installation has none."""
    from kamlab.company.locate import files

    try:
        path = files("requirements.lock")
    except RefusedError:
        return None
    return hash_of([path], path.parent)


def versions() -> dict[str, str]:
    """List the versions of Python, KamLab and the libraries a report stands on."""
    found = {"python": platform.python_version(), "kamlab": __version__}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def made_of(notebook: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Gather the hashes, versions and settings that decide a run's result.

    Parameters
    ----------
    notebook : Path
        The report.
    parameters : mapping
        All of its parameters; ``company`` is looked up.
    """
    company = parameters.get("company")
    return {
        "hashes": {
            "company": hash_of_company(str(company)) if company else None,
            "notebook": hash_of([notebook], notebook.parent),
            "package": hash_of_package(),
            "lock": hash_of_lock(),
        },
        "versions": versions(),
        "system": platform.platform(),
        "environment": FIXED,
    }
