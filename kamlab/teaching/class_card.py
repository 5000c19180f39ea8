"""What a class was, kept beside the trainer's files: name, modules, learners."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamlab.teaching.class_file import ClassFile
from kamlab.teaching.roll import Learner

CARD = "class.json"


@dataclass(frozen=True)
class ClassCard:
    """What the results page must know of a class.

    Parameters
    ----------
    name : str
        What the class is called; empty where that is not known.
    modules : tuple of str
        Its modules; empty where they are not known.
    learners : mapping of str to str
        Folder of each learner, and the name.
    """

    name: str = ""
    modules: tuple[str, ...] = ()
    learners: Mapping[str, str] = field(default_factory=dict)


UNKNOWN = ClassCard()


def card_text(
    plan: ClassFile, modules: Sequence[str], learners: Sequence[Learner]
) -> str:
    """Write the card of a class; it holds no seed.

    Parameters
    ----------
    plan : ClassFile
        The class.
    modules : sequence of str
        Its modules in full.
    learners : sequence of Learner
        Its roll.
    """
    card = {
        "name": plan.name,
        "modules": list(modules),
        "learners": {learner.folder: learner.name for learner in learners},
    }
    return json.dumps(card, indent=1) + "\n"


def read_card(folder: Path) -> ClassCard:
    """Read the card of a class; an empty one where there is none that can be read.

    Parameters
    ----------
    folder : Path
        The class's folder, with ``trainer/`` in it, or any other.
    """
    try:
        loaded = json.loads((folder / "trainer" / CARD).read_text(encoding="utf-8"))
        return ClassCard(
            str(loaded["name"]),
            tuple(map(str, loaded["modules"])),
            {str(key): str(name) for key, name in loaded["learners"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return UNKNOWN


def company_words(plan: ClassFile) -> str:
    """Say which kind of company the class reads.

    Examples
    --------
    >>> company_words(ClassFile(name="A", learners=["Ada"], modules=["0"]))
    'scenario polar, level normal'
    """
    given = plan.scenario
    if isinstance(given, dict):
        values = ", ".join(f"{name} = {value}" for name, value in given.items())
        given = f"of the class file ({values})"
    return f"scenario {given}, level {plan.level or 'normal'}"
