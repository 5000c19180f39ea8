"""What a learner has solved, kept in a file of their own; nothing leaves the machine.

The file holds counts a question: tries, whether it is solved, which typical mistakes
were met. It holds no answer, no name and no time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kamlab.errors import RefusedError
from kamlab.teaching.feedback import State

FILE = "progress.json"
WORK = "my_work"
LARGEST = 1_000_000


def progress_file(start: Path | None = None) -> Path | None:
    """Find where progress is kept: in ``my_work/`` or where a progress file lies.

    Parameters
    ----------
    start : Path, optional
        The folder to look from, upwards; default the current one.

    Returns
    -------
    Path or None
        The file, which need not be there yet; None outside a learner's folder.
    """
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if folder.name == WORK or (folder / FILE).is_file():
            return folder / FILE
    return None


def read_progress(path: Path) -> dict[str, dict[str, Any]]:
    """Read a progress file: for each question its tries, mistakes, whether solved.

    Raises
    ------
    RefusedError
        If the file cannot be read or was changed into something else.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise RefusedError(f"{path} cannot be read: {error}.") from None
    return parse_progress(content, str(path))


def parse_progress(content: bytes, where: str) -> dict[str, dict[str, Any]]:
    """Read the content of a progress file, trusting nothing in it.

    Parameters
    ----------
    content : bytes
        The file.
    where : str
        What to call it in an error.

    Raises
    ------
    RefusedError
        If it is no progress file.
    """
    try:
        loaded = json.loads(content)
        questions = loaded["questions"]
        return {
            str(number)[:12]: {
                "attempts": _count(entry.get("attempts", 0)),
                "solved": entry.get("solved") is True,
                "mistakes": {
                    str(name)[:60]: _count(n)
                    for name, n in entry.get("mistakes", {}).items()
                },
            }
            for number, entry in questions.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RefusedError(
            f"{where} is not a progress file of KamLab (any more); remove it to start "
            "a new one."
        ) from None


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a count")
    return min(value, 1_000_000)


class Progress:
    """A learner's progress file, or nothing outside a learner's folder.

    Parameters
    ----------
    path : Path, optional
        The file; None keeps nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    def attempts(self, number: str) -> int:
        """Say how often a question was tried; 0 where that is not known."""
        try:
            kept = read_progress(self.path) if self.path else {}
        except RefusedError:
            return 0
        return int(kept.get(number, {}).get("attempts", 0))

    def note(self, number: str, state: State, mistakes: Sequence[str] = ()) -> str:
        """Note a try; a solved question stays solved.

        Parameters
        ----------
        number : str
            The question.
        state : State
            How the answer stood; only a real try is noted.
        mistakes : sequence of str
            The typical mistakes met.

        Returns
        -------
        str
            Why it could not be kept; empty where all is well.
        """
        if not self.path or state not in (State.NOT_YET, State.CORRECT):
            return ""
        try:
            kept = read_progress(self.path) if self.path.exists() else {}
            entry = kept.setdefault(
                number, {"attempts": 0, "solved": False, "mistakes": {}}
            )
            entry["attempts"] += 1
            entry["solved"] = entry["solved"] or state is State.CORRECT
            for name in mistakes:
                entry["mistakes"][name] = entry["mistakes"].get(name, 0) + 1
            write_progress(self.path, kept)
        except (OSError, RefusedError) as reason:
            return f"(Your progress could not be kept: {reason})"
        return ""


def write_progress(path: Path, questions: dict[str, dict[str, Any]]) -> None:
    """Write a progress file whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    text = json.dumps({"kamlab": 1, "questions": questions}, indent=1, sort_keys=True)
    part.write_text(text + "\n", encoding="utf-8", newline="\n")
    part.replace(path)
