"""An experiment in the simulated company: save calls to accounts drawn by lot."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import one_number
from kamlab.churn.what_if.effects import true_effects
from kamlab.churn.what_if.lateness import exits_under
from kamlab.churn.what_if.worlds import on_top_of, rules_for
from kamlab.company import Company
from kamlab.errors import RefusedError
from kamlab.simulation import Rules
from kamlab.simulation.ids import Ids
from kamlab.simulation.setup import prepare
from kamlab.simulation.streams import Flags, Ints


def save_call_trial(
    firm: Company, *, months: int = 12, share: float = 0.5, lot: int = 1
) -> pd.DataFrame:
    """Call accounts drawn by lot from the cut-off on, and see who leaves.

    Everything up to the cut-off is as in the company, so that signals of the same
    cut-off are the features to learn the effect from.

    Parameters
    ----------
    firm : Company
        With truth, as of the evening before the experiment; its months after that are
        played again.
    months : int
        How long the calls and the watching last.
    share : float
        Chance of each account to be called, above 0 and below 1.
    lot : int
        Another number draws other accounts.

    Returns
    -------
    DataFrame
        One row for each account that had not decided to leave: account_id, treated,
        lost (no order after the experiment) as a real experiment would show them; and
        what only a simulation knows: lost_without and lost_with (the same account, were
        nobody or everybody called), risk and true_effect (chances, see
        :func:`kamlab.churn.what_if.true_effects`).

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If the months reach beyond the company's last one, or a figure is outside its
        range.
    """
    rules = rules_for(firm)
    chance = one_number("share", share, 0.0, 0.99, open_low=True)
    first = _month_after(firm, rules)
    if isinstance(months, bool) or not isinstance(months, int) or months < 1:
        raise RefusedError(f"months = {months!r} cannot be: it must be 1 or more.")
    last = first + months
    if last > rules.world.months:
        raise RefusedError(
            f"{months} months from {firm.cut_off} reach beyond the last month that is "
            f"played; {max(rules.world.months - first, 0)} are left. Take an earlier "
            "cut-off or fewer months."
        )
    table = _undecided(firm, true_effects(firm, "save_call", horizon=months))
    places = _places(rules, table["account_id"])
    rng = np.random.default_rng([rules.world.seed, lot])
    drawn = rng.random(len(table)) < chance
    called = table["account_id"][drawn].tolist()
    without, trial, everybody = (
        _gone(rules, words, first, last)[places]
        for words in ("", ",".join(called), "all")
    )
    found = pd.DataFrame(
        {
            "account_id": table["account_id"],
            "treated": drawn,
            "lost": trial,
            "lost_without": without,
            "lost_with": everybody,
        }
    )
    return found.assign(risk=table["risk"], true_effect=table["true_effect"])


def _undecided(firm: Company, table: pd.DataFrame) -> pd.DataFrame:
    """Leave out who decided to leave in the month of the cut-off: too late to call."""
    accounts = firm.truth("accounts").set_index("account_id")["decided"]
    decided = table["account_id"].map(accounts)
    return table[~(decided <= pd.Timestamp(firm.cut_off))].reset_index(drop=True)


def _month_after(firm: Company, rules: Rules) -> int:
    """Give the first month of the experiment, 0 for the company's first."""
    cut = pd.Timestamp(firm.cut_off)
    return int(12 * (cut.year - rules.world.start_year) + cut.month)


def _places(rules: Rules, accounts: pd.Series) -> Ints:
    """Give the place of each account in the simulator's arrays."""
    ids = [str(word) for word in Ids(prepare(rules.world)).accounts]
    place = {word: k for k, word in enumerate(ids)}
    return np.array([place[word] for word in accounts], dtype=np.int64)


def _gone(rules: Rules, called: str, first: int, last: int) -> Flags:
    """Tell who has placed the last order before the end of the experiment."""
    lever = rules.levers
    if called:
        values = {"start": first + 1, "save_call": called, "save_until": last}
        lever = on_top_of(lever, **values)
    gone: Flags = exits_under(rules, lever, lever) < last
    return gone
