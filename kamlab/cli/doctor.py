"""``kamlab doctor``: what works here, what does not, and the cure."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from kamlab.errors import KamLabError

_LIBRARIES = (
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "matplotlib",
    "duckdb",
    "ibis",
    "pyarrow",
    "pydantic",
    "yaml",
    "papermill",
    "nbconvert",
    "jupyterlab",
    "ipywidgets",
    "rich",
)
_REINSTALL = "install again from the lock: see README, 'Install'"


class Ailment(Exception):  # noqa: N818  (a finding, not a programming error)
    """Something is wrong; the two arguments are what, and the cure."""


@click.command("doctor")
def command() -> None:
    """Check this installation: a line for each check, a cure for each that fails."""
    failed = 0
    for name, check in CHECKS.items():
        try:
            click.echo(f"OK    {name}: {check()}")
        except Ailment as found:
            failed += 1
            what, cure = found.args
            click.echo(f"FAIL  {name}: {what}. Cure: {cure}.")
        except (KamLabError, OSError) as error:
            failed += 1
            click.echo(f"FAIL  {name}: {error} Cure: {_REINSTALL}.")
    click.echo(
        "All is well" if not failed else f"{failed} of {len(CHECKS)} checks fail"
    )
    sys.exit(1 if failed else 0)


def python() -> str:
    """Check the version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Ailment(f"this is {version}", "use Python 3.11, 3.12 or 3.13")
    return version


def libraries() -> str:
    """Import every library that the reports need."""
    for library in _LIBRARIES:
        try:
            import_module(library)
        except ImportError as error:
            raise Ailment(
                f"{library} cannot be imported ({error})", _REINSTALL
            ) from None
    return f"{len(_LIBRARIES)} libraries import"


def bytecode() -> str:
    """Check that imports are not compiled anew every time."""
    import importlib.util

    spec = importlib.util.find_spec("pandas")
    origin = spec.origin if spec else None
    if origin and any(Path(origin).parent.glob("__pycache__/*.pyc")):
        return "libraries are compiled"
    raise Ailment(
        "the libraries are not compiled, so every start takes three times as long",
        f"run {Path(sys.executable).name} -m compileall -q on the site-packages folder",
    )


def files_of_kit() -> str:
    """Find the notebooks and the bundled companies."""
    from kamlab.company.locate import bundled_companies
    from kamlab.running.catalogue import bundled_reports

    reports, companies = bundled_reports(), bundled_companies()
    if not reports or not companies:
        raise Ailment("notebooks or companies are missing", _REINSTALL)
    return f"{len(reports)} reports; companies {', '.join(companies)}"


def reports() -> str:
    """Check that every report's parameters are the ones its settings declare."""
    from kamlab.running.catalogue import bundled_reports, cell_is_current

    old = [r.name for r in bundled_reports() if not cell_is_current(r)]
    if old:
        raise Ailment(
            f"the parameters cell of {', '.join(old)} differs from its settings",
            _REINSTALL,
        )
    return "parameters agree with their settings"


def company() -> str:
    """Load the bundled company."""
    import kamlab

    firm = kamlab.load("polar")
    return f"{firm.name} loads, last order {firm.last_date}"


def room() -> str:
    """Check that results can be written here and that there is room."""
    with tempfile.NamedTemporaryFile(dir=Path.cwd(), prefix=".kamlab-"):
        pass
    free = shutil.disk_usage(Path.cwd()).free
    if free < 200e6:
        raise Ailment(
            f"only {free / 1e6:.0f} MB are free here", "make room or change the folder"
        )
    return f"{free / 1e9:.1f} GB free in this folder"


def kernel() -> str:
    """Start a kernel the way a report does, and run a cell in it."""
    from kamlab.running.trial import try_kernel

    trouble, seconds, how = try_kernel()
    if trouble:
        raise Ailment(trouble, "allow local processes and a writable temporary folder")
    return f"a cell ran after {seconds:.1f} s ({how})"


def cores() -> str:
    """Say what the machine has."""
    from kamlab.running.limits import GIB, Limits

    count = os.cpu_count() or 1
    return f"{count} cores; a report may take {Limits().memory / GIB:.0f} GiB"


CHECKS: dict[str, Callable[[], str]] = {
    "Python": python,
    "libraries": libraries,
    "bytecode": bytecode,
    "kit": files_of_kit,
    "reports": reports,
    "company": company,
    "room": room,
    "machine": cores,
    "kernel": kernel,
}
