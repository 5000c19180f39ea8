"""The output folder: checked first, written whole, swapped in, never half done.

A run writes to an attempt folder beside ``DIR``. When all is there it becomes
``.DIR.new``, ``DIR`` becomes ``.DIR.old``, ``.DIR.new`` becomes ``DIR``. Whichever
step a crash falls on, ``settle`` of the next run finishes the swap.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path

from kamlab.errors import RefusedError

OURS = frozenset(
    {
        "report.ipynb",
        "report.html",
        "results.json",
        "tables",
        "run.json",
        "last_failure",
    }
)
GENERATOR = '<meta name="generator" content="KamLab">'
_PACKAGE = Path(__file__).resolve().parent.parent


def check_output(out: Path, notebook: Path) -> None:
    """Make sure that a result can be written to a folder, before anything runs.

    Parameters
    ----------
    out : Path
        The output folder; created with its parents if it is not there.
    notebook : Path
        The report, which must not lie where the result goes.

    Raises
    ------
    RefusedError
        If a file is in the way, the folder belongs to something else or to the
        package, or it cannot be written to.
    """
    out = out.absolute()
    _check_place(out)
    real = out.resolve()
    if real == Path(real.anchor) or notebook.resolve().is_relative_to(real):
        raise RefusedError(
            f"{out} holds the notebook itself; name another folder with --out."
        )
    if os.path.ismount(real) or Path.cwd().is_relative_to(real):
        raise RefusedError(
            f"{out} is the folder you are in, or a drive; results replace their "
            "folder whole, so name a folder below it with --out."
        )
    if is_foreign(out):
        raise RefusedError(
            f"{out} holds files that are not a result of KamLab; name a new or empty "
            "folder with --out."
        )
    _check_writable(out.parent)
    if out.is_dir():
        _check_writable(out)


def check_gallery(folder: Path) -> None:
    """Make sure that a gallery can be written to a folder; creates it.

    Raises
    ------
    RefusedError
        If a file is in the way, it lies in the package, cannot be written to, or
        holds a page that is no gallery of ours.
    """
    folder = folder.absolute()
    _check_place(folder)
    index = folder / "index.html"
    if index.is_file() and GENERATOR not in index.read_text("utf-8", errors="replace"):
        raise RefusedError(
            f"{index} is not a gallery of KamLab and would be overwritten; name "
            "another folder with --out."
        )
    _check_writable(folder)
    _check_writable(folder.parent)


def is_foreign(out: Path) -> bool:
    """Say whether a folder holds something, but no result of ours."""
    return (
        out.is_dir()
        and any(out.iterdir())
        and not ((out / "run.json").is_file() or (out / "last_failure").is_dir())
    )


def settle(out: Path) -> None:
    """Finish a swap that a crash cut short and clear what dead runs left behind.

    Call it with the lock held.
    """
    new, old = _beside(out, "new"), _beside(out, "old")
    if new.exists():
        if out.exists():
            if old.exists():
                _keep_foreign(old, out)
                _clear(old)
            out.rename(old)
        new.rename(out)
    if old.exists():
        if out.exists():
            _keep_foreign(old, out)
            _clear(old)
        else:
            old.rename(out)
    for left in out.parent.glob(f".{_escaped(out.name)}.attempt-*"):
        _clear(left)


def new_attempt(out: Path) -> Path:
    """Make an empty folder beside ``out`` for one attempt."""
    attempt = _beside(out, f"attempt-{uuid.uuid4().hex[:8]}")
    attempt.mkdir()
    return attempt


def swap_in(attempt: Path, out: Path) -> None:
    """Put a finished attempt in the place of the earlier result."""
    attempt.rename(_beside(out, "new"))
    settle(out)


def put_failure(attempt: Path, out: Path) -> Path:
    """Keep a failed attempt in ``out/last_failure``; an earlier result stays.

    Returns
    -------
    Path
        Where it lies.
    """
    out.mkdir(exist_ok=True)
    kept = out / "last_failure"
    if kept.exists():
        earlier = _beside(out, f"attempt-{uuid.uuid4().hex[:8]}")
        kept.rename(earlier)
        _clear(earlier)
    attempt.rename(kept)
    return kept


def discard(attempt: Path) -> None:
    """Remove an attempt that came to nothing."""
    _clear(attempt)


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old or the new one, never half."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _check_place(out: Path) -> None:
    """Refuse a folder that is a file, below a file, or part of the package."""
    for part in (out, *out.parents):
        if part.exists() and not part.is_dir():
            raise RefusedError(f"{part} is a file; name a folder with --out.")
    if out.resolve().is_relative_to(_PACKAGE):
        raise RefusedError(
            f"{out} lies inside the KamLab package; name another folder with --out."
        )


def _check_writable(folder: Path) -> None:
    """Try it: permissions lie for root, on read-only mounts and on network drives."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".kamlab-", dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise RefusedError(
            f"{folder} cannot be written to ({error.strerror}); name another folder "
            "with --out."
        ) from None


def _keep_foreign(old: Path, out: Path) -> None:
    """Move notes that somebody put into the old result over to the new one."""
    for entry in old.iterdir():
        if entry.name not in OURS and not (out / entry.name).exists():
            entry.rename(out / entry.name)


def _beside(out: Path, what: str) -> Path:
    return out.parent / f".{out.name}.{what}"


def _clear(folder: Path) -> None:
    """Remove a hidden folder; what cannot be removed now goes in the next run."""
    shutil.rmtree(folder, ignore_errors=True)


def _escaped(name: str) -> str:
    """Protect the characters that have a meaning in a search pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
