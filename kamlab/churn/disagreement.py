"""How many accounts each definition calls lost, and where two of them disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from kamlab.churn.definitions import LossDefinition, losses, names_of
from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError
from kamlab.presentation import formats as f

USUAL = (
    LossDefinition(rule="rhythm"),
    LossDefinition(rule="silence"),
    LossDefinition(rule="contract"),
    LossDefinition(rule="erosion"),
)


@dataclass(frozen=True)
class Disagreement:
    """Several definitions of a loss, held against the same accounts.

    Parameters
    ----------
    counts : DataFrame
        One row a definition: definition (title), lost, told (accounts), share (0–1,
        blank where nobody can be told), why (what it lacks; empty where it works).
    pairs : DataFrame
        One row a pair: one, other (titles), both, only_one, only_other (counts of
        accounts both can tell), accounts_only_one, accounts_only_other (tuples of
        ids).
    accounts : DataFrame
        account_id, name and one flag a definition, blank where it cannot be told.
    """

    counts: pd.DataFrame
    pairs: pd.DataFrame
    accounts: pd.DataFrame

    @property
    def words(self) -> str:
        """Say what the choice of definition changes, and name an account."""
        told = self.counts[self.counts["told"] > 0]
        said = ", ".join(
            f"{row['lost']:,} of {row['told']:,} by “{row['definition']}”"
            for _, row in told.iterrows()
        )
        sentence = f"Accounts lost: {said}." if said else "No definition can be used."
        split = self.pairs["only_one"] + self.pairs["only_other"]
        if len(self.pairs) and split.max() > 0:
            sentence += " " + self._example(self.pairs.iloc[int(split.argmax())])
        elif len(self.pairs):
            sentence += " They agree on every account that both can tell."
        lacking = self.counts.loc[self.counts["told"] == 0, "why"]
        return " ".join([sentence, *lacking])

    def _example(self, pair: pd.Series) -> str:
        ids, yes, no = pair["accounts_only_one"], pair["one"], pair["other"]
        if not ids:
            ids, yes, no = pair["accounts_only_other"], no, yes
        names = self.accounts.set_index("account_id")["name"]
        count = pair["only_one"] + pair["only_other"]
        return (
            f"The widest gap is {f.plural(int(count), 'account')}, between "
            f"“{pair['one']}” and “{pair['other']}”: {names[ids[0]]} is lost by "
            f"“{yes}” but not by “{no}”."
        )


def compare_definitions(
    firm: Company, definitions: Sequence[LossDefinition] = USUAL
) -> Disagreement:
    """Show how many accounts each definition calls lost, and who is in dispute.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    definitions : sequence of LossDefinition
        At least one, no two alike; default: one of each rule.

    Returns
    -------
    Disagreement
        A definition the company lacks data for stands there with the reason.

    Raises
    ------
    RefusedError
        If there is no definition, or two have the same title.
    UndefinedError
        If the cut-off lies more than 60 days after the last order of all.

    References
    ----------
    In business without contracts every churn figure depends on the definition [E28].
    """
    titles = [definition.title for definition in definitions]
    if not titles or len(set(titles)) < len(titles):
        raise RefusedError("Give at least one definition of a loss, and no two alike.")
    flags, whys = {}, {}
    for definition in definitions:
        title = definition.title
        try:
            table = losses(firm, definition).table
            flags[title] = table.set_index("account_id")["lost"]
            whys[title] = ""
        except (MissingPartError, NotEnoughDataError) as error:
            whys[title] = str(error)
    return Disagreement(
        _counts(titles, flags, whys), _pairs(flags), _accounts(firm, flags, titles)
    )


def _counts(
    titles: list[str], flags: dict[str, pd.Series], whys: dict[str, str]
) -> pd.DataFrame:
    rows = []
    for title in titles:
        flag = flags[title].dropna() if title in flags else pd.Series(dtype="boolean")
        n, lost = len(flag), int(flag.sum())
        rows.append(
            (title, lost, n, lost / n if n else None, whys[title] or _why(n, title))
        )
    columns = ["definition", "lost", "told", "share", "why"]
    return pd.DataFrame(rows, columns=columns)


def _why(told: int, title: str) -> str:
    return "" if told else f"“{title}” can tell no account of this company."


def _pairs(flags: dict[str, pd.Series]) -> pd.DataFrame:
    rows = []
    for one, other in combinations(flags, 2):
        both = pd.DataFrame({"one": flags[one], "other": flags[other]}).dropna()
        left, right = both["one"].astype(bool), both["other"].astype(bool)
        only = [tuple(both.index[left & ~right]), tuple(both.index[right & ~left])]
        counts = (int((left & right).sum()), len(only[0]), len(only[1]))
        rows.append((one, other, *counts, *only))
    columns = ["one", "other", "both", "only_one", "only_other"]
    ids = ["accounts_only_one", "accounts_only_other"]
    return pd.DataFrame(rows, columns=[*columns, *ids])


def _accounts(
    firm: Company, flags: dict[str, pd.Series], titles: list[str]
) -> pd.DataFrame:
    table = pd.DataFrame({title: flags[title] for title in titles if title in flags})
    ids = table.index.to_series()
    table.insert(0, "name", names_of(firm, ids))
    return table.rename_axis("account_id").reset_index()
