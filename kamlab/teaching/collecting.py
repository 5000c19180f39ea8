"""Collect what learners hand in: who solved what, which mistakes are common."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from kamlab.errors import RefusedError
from kamlab.presentation import Column, Table, Words
from kamlab.presentation import formats as f
from kamlab.teaching.bank import BANK
from kamlab.teaching.class_card import UNKNOWN, ClassCard
from kamlab.teaching.pages import Section
from kamlab.teaching.progress import FILE, LARGEST, parse_progress
from kamlab.teaching.question import Question

_DEEPEST = 4
# encrypted or of an unknown method: RuntimeError
_BAD_ZIP = (zipfile.BadZipFile, zlib.error)
_LARGEST_NOTEBOOK = 30_000_000
_SAID = re.compile(r"Question (\d+\.\d+): (correct|not yet)\.")
QUESTIONS = {q.number: q for questions in BANK.values() for q in questions}


@dataclass(frozen=True)
class HandedIn:
    """What one learner gave back.

    Parameters
    ----------
    learner : str
        The learner's name, or that of the folder or file it came in.
    questions : dict
        For each question its tries, mistakes, whether solved.
    note : str
        What the trainer should know of it; empty where all is well.
    """

    learner: str
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    note: str = ""


def collect(folder: Path, card: ClassCard = UNKNOWN) -> list[HandedIn]:
    """Read all that was handed in: a folder, a zip or a progress file a learner.

    Parameters
    ----------
    folder : Path
        What learners gave back, side by side; ``trainer`` in it is passed over.
    card : ClassCard
        The class, where it is known: gives learners their names.

    Returns
    -------
    list of HandedIn
        In the order of their folders, each learner once. What cannot be read has a
        note and no results.

    Raises
    ------
    RefusedError
        If there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise RefusedError(
            f"There is no folder {folder}; name the one with the returns."
        )
    entries = sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".")
        and (path.is_dir() or path.suffix in {".zip", ".json"})
        and path.name != "trainer"
    )
    if not entries:
        raise RefusedError(
            f"{folder} holds no learner's folder, zip or progress file; put what was "
            "handed in there, one a learner."
        )
    found: dict[str, list[HandedIn]] = {}
    for path in entries:
        place = path.name if path.is_dir() else path.stem
        found.setdefault(place, []).append(_one(path))
    for place in card.learners:
        found.setdefault(place, [HandedIn(place, note="nothing handed in")])
    return [
        replace(_fullest(found[place]), learner=card.learners.get(place, place))
        for place in sorted(found)
    ]


def _fullest(returns: list[HandedIn]) -> HandedIn:
    """Take what has most in it, where a learner's folder and zip lie side by side."""
    best = max(returns, key=lambda one: (_solved_count(one), _tries(one), not one.note))
    if len(returns) == 1:
        return best
    note = f"came {len(returns)} times; the one with most solved was taken"
    return replace(best, note="; ".join([*filter(None, [best.note]), note]))


def _solved_count(one: HandedIn) -> int:
    return sum(bool(entry["solved"]) for entry in one.questions.values())


def _tries(one: HandedIn) -> int:
    return sum(int(entry["attempts"]) for entry in one.questions.values())


def _one(path: Path) -> HandedIn:
    try:
        if path.suffix == ".zip":
            return _judged(path.stem, list(_in_zip(path)))
        if path.is_file():
            return _judged(path.stem, [(FILE, _read(path, LARGEST))])
        return _judged(path.name, list(_in_folder(path)))
    except (OSError, EOFError, RuntimeError, *_BAD_ZIP) as error:
        return HandedIn(path.stem, note=f"could not be read: {error}")
    except RefusedError as error:
        return HandedIn(path.stem, note=str(error))


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        wanted = place.name == FILE or place.suffix == ".ipynb"
        hidden = any(part.startswith(".") for part in place.parts)
        if wanted and not hidden and len(place.parts) <= _DEEPEST and path.is_file():
            yield place.as_posix(), _read(path, _limit(place.name))


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            place = PurePosixPath(info.filename)
            hidden = any(part.startswith((".", "__")) for part in place.parts)
            if hidden or not (place.name == FILE or place.suffix == ".ipynb"):
                continue
            # what the zip says of its size need not be true: read no more than this
            with archive.open(info) as member:
                content = member.read(_limit(place.name) + 1)
            if len(content) <= _limit(place.name):
                yield place.as_posix(), content


def _limit(name: str) -> int:
    return LARGEST if name == FILE else _LARGEST_NOTEBOOK


def _read(path: Path, limit: int) -> bytes:
    if path.stat().st_size > limit:
        raise RefusedError(f"{path.name} is larger than a file of KamLab can be.")
    return path.read_bytes()


def _judged(learner: str, files: list[tuple[str, bytes]]) -> HandedIn:
    """Take the progress file, or else what the checks said in the notebooks."""
    kept = [(name, content) for name, content in files if name.endswith(FILE)]
    notebooks = [content for name, content in files if name.endswith(".ipynb")]
    note, questions = "", {}
    if kept:
        name, content = min(kept, key=lambda item: item[0].count("/"))
        try:
            questions = parse_progress(content, name)
        except RefusedError:
            note = f"{name} was changed and cannot be read"
        if len(kept) > 1:
            note = f"{len(kept)} progress files; the first was taken"
    else:
        note = f"no {FILE}"
    if not questions and notebooks:
        questions = _seen(notebooks)
        if questions:
            told = "read from what the checks said in the notebooks"
            note = f"{note}; {told}" if note else told
    unknown = sorted(set(questions) - set(QUESTIONS))
    if unknown:
        note = "; ".join([note, f"unknown questions: {', '.join(unknown)}"]).strip("; ")
    known = {n: entry for n, entry in questions.items() if n in QUESTIONS}
    return HandedIn(learner, known, note if known or note else "nothing tried yet")


def _seen(notebooks: Sequence[bytes]) -> dict[str, dict[str, Any]]:
    """Read the verdicts that stand as outputs in executed notebooks."""
    found: dict[str, dict[str, Any]] = {}
    for content in notebooks:
        try:
            cells = json.loads(content)["cells"]
            outputs = [o for cell in cells for o in cell.get("outputs", [])]
            texts = [o.get("data", {}).get("text/plain", "") for o in outputs]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        for text in texts:
            said = "".join(map(str, text)) if isinstance(text, list) else str(text)
            match = _SAID.match(said)
            if match and match[1] in QUESTIONS:
                sentences = QUESTIONS[match[1]].mistakes.items()
                found[match[1]] = {
                    "attempts": 1,
                    "solved": match[2] == "correct",
                    "mistakes": {name: 1 for name, s in sentences if s in said},
                }
    return found


def asked(
    handed_in: Sequence[HandedIn], modules: Sequence[str] = ()
) -> list[type[Question]]:
    """Name the questions of the class, or of the modules that anybody has begun.

    Parameters
    ----------
    handed_in : sequence of HandedIn
        From :func:`collect`.
    modules : sequence of str
        The modules of the class, where they are known.
    """
    if modules:
        return [question for name in modules for question in BANK.get(name, ())]
    begun = {n.split(".")[0] for one in handed_in for n in one.questions}
    return [q for n, q in QUESTIONS.items() if n.split(".")[0] in begun]


def results_sections(
    handed_in: Sequence[HandedIn], modules: Sequence[str] = ()
) -> list[Section]:
    """Show who solved what, and which typical mistakes are common.

    Parameters
    ----------
    handed_in : sequence of HandedIn
        From :func:`collect`.
    modules : sequence of str
        The modules of the class, where they are known.
    """
    questions = asked(handed_in, modules)
    return [
        Section("Who solved what", [_grid(handed_in, questions)]),
        Section("Questions", [_by_question(handed_in, questions)]),
        Section("Common mistakes", [_misconceptions(handed_in, questions)]),
    ]


def summary(handed_in: Sequence[HandedIn], modules: Sequence[str] = ()) -> str:
    """Sum the class up in one sentence.

    Parameters
    ----------
    handed_in : sequence of HandedIn
        From :func:`collect`.
    modules : sequence of str
        The modules of the class, where they are known.
    """
    questions = asked(handed_in, modules)
    if not questions:
        return f"{f.plural(len(handed_in), 'learner')}: no answer was tried yet."
    solved = sum(_solved(one, q) for one in handed_in for q in questions)
    possible = len(handed_in) * len(questions)
    return (
        f"{f.plural(len(handed_in), 'learner')}: {solved} of {possible} answers are "
        f"correct ({f.share(solved / possible, 0)})."
    )


def _solved(one: HandedIn, question: type[Question]) -> bool:
    return bool(one.questions.get(question.number, {}).get("solved"))


def _state(one: HandedIn, number: str) -> str:
    entry = one.questions.get(number)
    if not entry or not (entry["attempts"] or entry["solved"]):
        return "–"
    tries = max(entry["attempts"], 1)
    return f"{'correct' if entry['solved'] else 'not yet'} ({tries})"


def _grid(handed_in: Sequence[HandedIn], questions: Sequence[type[Question]]) -> Table:
    frame = pd.DataFrame({"learner": [one.learner for one in handed_in]})
    for question in questions:
        number = question.number
        frame[number] = [_state(one, number) for one in handed_in]
    frame["solved"] = [sum(_solved(one, q) for q in questions) for one in handed_in]
    frame["note"] = [one.note or None for one in handed_in]
    columns = {"learner": Column("Learner")}
    columns |= {q.number: Column(q.number) for q in questions}
    columns |= {"solved": Column("Solved", "number"), "note": Column("Note")}
    caption = "State and, in brackets, how often it was tried; – is not tried."
    return Table(frame, columns, caption, rows=len(frame))


def _by_question(
    handed_in: Sequence[HandedIn], questions: Sequence[type[Question]]
) -> Table:
    rows = []
    for question in questions:
        tried = [one for one in handed_in if question.number in one.questions]
        attempts = sum(one.questions[question.number]["attempts"] for one in tried)
        solved = sum(_solved(one, question) for one in handed_in)
        per_head = attempts / len(tried) if tried else None
        rows.append((question.number, question.text, solved, len(tried), per_head))
    columns = {
        "number": Column("Question"),
        "text": Column("What is asked"),
        "solved": Column("Solved by", "number"),
        "tried": Column("Tried by", "number"),
        "tries": Column("Tries a learner", "number"),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    caption = f"{f.plural(len(handed_in), 'learner')}."
    return Table(frame, columns, caption, rows=len(frame))


def _misconceptions(
    handed_in: Sequence[HandedIn], questions: Sequence[type[Question]]
) -> Table | Words:
    rows = []
    for question in questions:
        for name, sentence in question.mistakes.items():
            met = [
                one
                for one in handed_in
                if name in one.questions.get(question.number, {}).get("mistakes", {})
            ]
            if met:
                rows.append((question.number, sentence, len(met)))
    if not rows:
        return Words("None of the typical mistakes was met.")
    columns = {
        "number": Column("Question"),
        "sentence": Column("What the check said"),
        "learners": Column("Learners", "number"),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    frame = frame.sort_values("learners", ascending=False, kind="stable")
    caption = f"Of {f.plural(len(handed_in), 'learner')}, most common first."
    return Table(frame, columns, caption, rows=len(frame))
