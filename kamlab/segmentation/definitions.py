"""Six reasons to call an account key, each with a score and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamlab.errors import MissingPartError
from kamlab.segmentation.facts import facts
from kamlab.segmentation.key import key_accounts
from kamlab.segmentation.ratings import innovator, partner, teacher
from kamlab.segmentation.reasons import money, potential, reference
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

if TYPE_CHECKING:
    from kamlab.company import Company

DEFINITIONS: dict[str, str] = {
    "money": "money now",
    "potential": "potential",
    "reference": "reference",
    "partner": "partner",
    "teacher": "teaches us",
    "innovator": "innovator",
}
NEEDS: dict[str, tuple[str, ...]] = {
    "potential": ("wallet_estimate",),
    "reference": ("is_reference",),
    "partner": ("openness",),
    "teacher": ("competence",),
    "innovator": ("innovator",),
}
SUPPORTS: dict[str, str] = {
    "contract_end": "contracts (partner)",
    "tickets": "tickets (teaches us)",
}


@dataclass(frozen=True)
class Definitions:
    """Every account held against the six definitions of rule S08.

    Parameters
    ----------
    table : DataFrame
        One row an account and definition: account_id, name, active, definition, score
        (0–1, blank where it cannot be told), holds (a flag), evidence (words).
    missing : tuple of str
        What the company lacks, in words.
    """

    table: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The definitions this company can tell for at least one account."""
        scores = self.table.groupby("definition")["score"].count()
        return tuple(name for name in DEFINITIONS if scores.get(name, 0) > 0)

    def labels(self) -> pd.DataFrame:
        """Give every account with all its labels: several may hold at once (S09).

        Returns
        -------
        DataFrame
            account_id, name, active, labels (words, blank for none), count; most
            labels first, then in the order of revenue.
        """
        held = self.table["holds"]
        words = self.table["definition"].map(DEFINITIONS).where(held)
        rows = self.table.assign(word=words).groupby("account_id", sort=False)
        table = rows.agg(
            name=("name", "first"),
            active=("active", "first"),
            labels=("word", lambda said: ", ".join(said.dropna())),
            count=("holds", "sum"),
        )
        return table.sort_values("count", ascending=False, kind="stable").reset_index()


def six_definitions(
    firm: Company, worth: Worth, settings: KeyAccountsSettings
) -> Definitions:
    """Say for each account by which of the six definitions it is key, and why.

    Money now, potential, reference, partner, teacher (competent and demanding),
    innovator. The first three are the usual ones; the others pay indirectly.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    worth : Worth
        The active accounts of that company.
    settings : KeyAccountsSettings
        ``key_share``, ``potential_served``, ``high_rating``.

    Returns
    -------
    Definitions
        Scores, flags and evidence, and what the company lacks.

    Raises
    ------
    MissingPartError
        If the company knows nothing of its accounts but their orders: then five of
        the six cannot be told.

    References
    ----------
    Rules S08 and S09. A KAM's ratings are an opinion: where truth is known, hold them
    against it.
    """
    known = facts(firm, worth, settings)
    blank = known.drop(columns=["account_id", "name"]).isna().all()
    lacking = {name for name, empty in blank.items() if empty}
    if all(lacking & set(need) for need in NEEDS.values()):
        raise MissingPartError(
            "Five of the six definitions need accounts.wallet_estimate, "
            "accounts.is_reference and the ratings of account_history, which this "
            "company lacks."
        )
    keys = key_accounts(worth, settings)
    parts = {
        "money": money(known, keys, worth, settings),
        "potential": potential(known, worth, settings),
        "reference": reference(known),
        "partner": partner(known, worth, settings),
        "teacher": teacher(known, settings),
        "innovator": innovator(known, settings),
    }
    about = known[["account_id", "name", "active"]]
    table = pd.concat(
        [about.assign(definition=name, **part) for name, part in parts.items()],
        ignore_index=True,
    )
    missing = [DEFINITIONS[name] for name, need in NEEDS.items() if lacking & set(need)]
    missing += [words for column, words in SUPPORTS.items() if column in lacking]
    return Definitions(table, tuple(missing))
