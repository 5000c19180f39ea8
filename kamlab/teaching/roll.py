"""The roll of a class: for each learner a safe folder name and a seed of their own."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kamlab.errors import RefusedError

# names that are devices on Windows, and folders of our own
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|trainer|results|company)")
_LONGEST = 40


@dataclass(frozen=True)
class Learner:
    """One learner of a class.

    Parameters
    ----------
    name : str
        As the trainer wrote it.
    folder : str
        Letters, digits and hyphens only.
    seed : int
        Of the learner's own company.
    """

    name: str
    folder: str
    seed: int


def roll_of(names: Sequence[str], seed: int) -> list[Learner]:
    """Give every learner a folder and a seed; neither depends on the others' order.

    Parameters
    ----------
    names : sequence of str
        The learners.
    seed : int
        Of the class.

    Raises
    ------
    RefusedError
        If a name stands there twice.

    Examples
    --------
    >>> [learner.folder for learner in roll_of(["Ada L.", "Zoë/..", "???"], seed=1)]
    ['ada-l', 'zoe', 'learner-3']
    """
    learners: list[Learner] = []
    for place, name in enumerate(names, start=1):
        if name in names[: place - 1]:
            raise RefusedError(
                f"'{name[:60]}' is listed twice; add an initial, so that their results "
                "can be told apart."
            )
        folder = wanted = safe_name(name) or f"learner-{place}"
        number = 2
        while folder in {learner.folder for learner in learners}:
            folder, number = f"{wanted}-{number}", number + 1
        learners.append(Learner(name, folder, own_seed(seed, name)))
    return learners


def safe_name(name: str) -> str:
    """Make a name that is a harmless folder name everywhere; "" where none is left.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("CON")
    ('etc-passwd', 'learner-con')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].strip("-")
    return f"learner-{slug}" if _TAKEN.fullmatch(slug) else slug


def own_seed(seed: int, name: str) -> int:
    """Derive a learner's seed from the class's, the same on every machine."""
    digest = hashlib.sha256(f"{seed}:{name}".encode(errors="replace")).digest()
    return int.from_bytes(digest[:4], "big") >> 1
