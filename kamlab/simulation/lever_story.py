"""One lever pulled: the same company with a punctual warehouse, dice unchanged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.company import Company, Rates
from kamlab.presentation import formats as f
from kamlab.simulation.books import (
    YEAR,
    Books,
    enter,
    rebate_cents,
    service_cents,
    trade_month,
)
from kamlab.simulation.engine import run
from kamlab.simulation.events import names_of
from kamlab.simulation.ids import Ids
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.produce import find_called
from kamlab.simulation.rules import Rules, rules_of
from kamlab.simulation.setup import prepare
from kamlab.simulation.solve import solve
from kamlab.simulation.state import start_state
from kamlab.simulation.streams import Flags, Floats, Ints
from kamlab.simulation.tour_settings import TourSettings
from kamlab.simulation.world import World


@dataclass(frozen=True)
class Played:
    """A company as it went under some levers.

    Parameters
    ----------
    active : array of bool
        accounts × months: who was there.
    exit : array of int
        Last month with orders by account, beyond the last month for those who stay.
    contribution : array of float
        Of the last twelve months, by account, in currency.
    late : float
        Late orders of all orders, 0–1.
    """

    active: Flags
    exit: Ints
    contribution: Floats
    late: float


@dataclass(frozen=True)
class Pulled:
    """A company as it was, and as it would have been with the lever pulled.

    Parameters
    ----------
    world : World
        The world of both.
    usual, lever : Levers
        What was done as it was, and what is done differently from the first month on.
    was, would : Played
        The two companies: same accounts, same dice.
    changed : DataFrame
        account_id, name, was, would (last month with orders, blank: stays),
        contribution (more or less in the last twelve months); the accounts whose fate
        changed.
    """

    world: World
    usual: Levers
    lever: Levers
    was: Played
    would: Played
    changed: pd.DataFrame

    @property
    def left(self) -> tuple[int, int]:
        """How many accounts left: as it was, as it would have been."""
        months = self.world.months
        return int((self.was.exit < months).sum()), int(
            (self.would.exit < months).sum()
        )

    @property
    def kept(self) -> int:
        """How many accounts more are there at the end."""
        return self.left[0] - self.left[1]

    @property
    def contribution(self) -> float:
        """How much more contribution the last twelve months bring, in currency."""
        return float(self.would.contribution.sum() - self.was.contribution.sum())


def play(world: World, lever: Levers, incentives: Incentives = USUAL) -> Played:
    """Play a world under a lever, without writing its tables.

    Parameters
    ----------
    world : World
        The world.
    lever : Levers
        What is done differently.
    incentives : Incentives
        What the KAMs do differently.

    Returns
    -------
    Played
        Who was there and what they left in the till.

    Raises
    ------
    RefusedError
        If a save call names an unknown account.
    """
    solved, setup = solve(world), prepare(world)
    state, books = start_state(setup), Books.empty(len(setup.traits), world.months)
    called = find_called(Ids(setup), lever)
    active, late, orders = [], 0, 0
    for month in run(setup, state, lever, incentives, called=called):
        enter(setup, books, trade_month(setup, month, lever, incentives, solved.scale))
        active.append(month.active)
        late += int(month.orders.late.sum())
        orders += len(month.orders.late)
    there, year, rates = np.stack(active, axis=1), slice(-YEAR, None), Rates()
    cents = (
        books.revenue
        - books.cost
        - books.returns
        - rebate_cents(setup, books.revenue)
        - service_cents(setup, solved.level, books.revenue, there)
        - 100 * rates.delivery * books.deliveries
    )[:, year].sum(axis=1)
    money = (cents - books.credit_days * rates.capital / 365) / 100
    return Played(there, state.exit.copy(), money, late / max(orders, 1))


def lever_of(settings: TourSettings, usual: Levers) -> Levers:
    """Give the lever of the lesson: one warehouse as punctual as the best one."""
    return usual.model_copy(update={"fix_warehouse": settings.warehouse})


def pull(firm: Company, settings: TourSettings) -> Pulled:
    """Play a simulated company again with one warehouse made punctual.

    Same accounts, same dice: whatever differs is the lever's doing.

    Parameters
    ----------
    firm : Company
        With truth.
    settings : TourSettings
        The warehouse.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    rules = rules_of(firm)
    return pull_lever(firm, rules, lever_of(settings, rules.levers))


def pull_lever(firm: Company, rules: Rules, lever: Levers) -> Pulled:
    """Play a simulated company as it was and under any other levers, same dice.

    Parameters
    ----------
    firm : Company
        With truth.
    rules : Rules
        From :func:`kamlab.simulation.rules_of`.
    lever : Levers
        Those to hold in place of its own.

    Raises
    ------
    RefusedError
        If a save call names an unknown account.
    """
    world = rules.world
    was, would = (
        play(world, levers, rules.incentives) for levers in (rules.levers, lever)
    )
    ids = Ids(prepare(world)).accounts
    other = np.minimum(was.exit, world.months) != np.minimum(would.exit, world.months)
    changed = pd.DataFrame(
        {
            "account_id": ids[other],
            "name": pd.Series(ids[other]).map(names_of(firm)).fillna("not yet there"),
            "was": _months(was.exit[other], world),
            "would": _months(would.exit[other], world),
            "contribution": (would.contribution - was.contribution)[other],
        }
    )
    return Pulled(world, rules.levers, lever, was, would, changed)


def _months(exits: Ints, world: World) -> pd.Series:
    """Give months as dates; blank for the accounts that stay."""
    first = pd.period_range(world.start, periods=world.months, freq="M").to_timestamp()
    inside = exits < world.months
    dates = pd.Series(first[np.where(inside, exits, 0)])
    return dates.where(inside)


def replicate(
    world: World, lever: Levers, count: int, usual: Levers = NEUTRAL
) -> pd.DataFrame:
    """Pull the same lever in further companies of the same kind, other dice each.

    Parameters
    ----------
    world : World
        The world; the seeds after its own are taken.
    lever : Levers
        The lever.
    count : int
        How many companies.
    usual : Levers
        What is done without it.

    Returns
    -------
    DataFrame
        seed, kept (accounts), contribution (in the last twelve months, currency).
    """
    rows = []
    for seed in range(world.seed + 1, world.seed + 1 + count):
        other = world.model_copy(update={"seed": seed})
        was, would = play(other, usual), play(other, lever)
        left = [(played.exit < world.months).sum() for played in (was, would)]
        more = would.contribution.sum() - was.contribution.sum()
        rows.append((seed, int(left[0] - left[1]), float(more)))
    return pd.DataFrame(rows, columns=["seed", "kept", "contribution"])


def mean_interval(values: pd.Series) -> tuple[float, float, float]:
    """Give a mean with its 90 % interval (Student's t).

    Returns
    -------
    tuple of float
        Mean, low end, high end, in the values' unit.
    """
    from scipy import stats

    found = values.to_numpy(float)
    mean, error = float(found.mean()), float(stats.sem(found))
    if not error:
        return mean, mean, mean
    low, high = stats.t.interval(0.90, len(found) - 1, mean, error)
    return mean, float(low), float(high)


def pulled_sentence(pulled: Pulled, currency: str) -> str:
    """Say what the lever changed in this company."""
    was, would = pulled.left
    late = f"{f.share(pulled.was.late)} to {f.share(pulled.would.late)} of orders"
    end = pulled.world.months
    text = (
        f"With warehouse {pulled.lever.fix_warehouse} as punctual as the best one, "
        f"lateness falls from {late}. In {end} months {would} accounts leave in place "
        f"of {was}: {_kept_words(pulled.kept)}. "
    )
    text += f"{_changed_words(pulled.changed)} The last {YEAR} months bring "
    more = pulled.contribution
    amount = f.thousands(abs(more), currency)
    return text + (
        "the same contribution."
        if abs(more) < 0.5
        else f"{amount} {'more' if more > 0 else 'less'} contribution."
    )


def _kept_words(kept: int) -> str:
    if not kept:
        return "not one account more is there at the end"
    return f"{f.plural(abs(kept), 'account')} {'kept' if kept > 0 else 'fewer'}"


def _changed_words(changed: pd.DataFrame) -> str:
    """Name the accounts whose fate changed, five at most."""
    if changed.empty:
        return "No account's last month changes."
    words = []
    for _, row in changed.head(5).iterrows():
        if pd.isna(row["would"]):
            words.append(f"{row['name']} stays")
        elif pd.isna(row["was"]):
            words.append(f"{row['name']} leaves in {row['would']:%B %Y}")
        else:
            words.append(
                f"{row['name']} leaves in {row['would']:%B %Y} in place of "
                f"{row['was']:%B %Y}"
            )
    if len(changed) > 5:
        words.append(f"{len(changed) - 5} more change")
    return f"{'; '.join(words)}."


def tenths(value: float) -> str:
    """Write a mean number of accounts, such as ``1.0`` or ``−0.3``."""
    return f"{value:.1f}".replace("-", "−")


def replicates_sentence(found: pd.DataFrame, pulled: Pulled, currency: str) -> str:
    """Say what the lever does on average, and how much of it is luck."""
    mean, low, high = mean_interval(found["kept"])
    money = [
        f.thousands(value, currency) for value in mean_interval(found["contribution"])
    ]
    return (
        f"In {len(found)} other companies of the same kind the lever keeps "
        f"{tenths(mean)} accounts on average (90 % interval {tenths(low)} to "
        f"{tenths(high)}; single companies {found['kept'].min()} to "
        f"{found['kept'].max()}) and {money[0]} of contribution in the last {YEAR} "
        f"months ({money[1]} to {money[2]}). Here it kept {pulled.kept}."
    )


def lever_decision(found: pd.DataFrame, currency: str) -> str:
    """Say what the repair may cost, or that these companies cannot tell."""
    mean, low, _ = mean_interval(found["contribution"])
    months = f"in the last {YEAR} months"
    if low <= 0:
        return (
            f"The average gain {months} cannot be told from nothing in {len(found)} "
            "companies. Raise replicates before you ask for money."
        )
    return (
        f"In a company of this kind the repair pays for itself {months} if it costs "
        f"less than {f.thousands(mean, currency)} a year; {f.thousands(low, currency)} "
        "is the careful figure. One company's own year would not have shown it."
    )
