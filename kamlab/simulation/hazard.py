"""Why an account leaves: the terms of its monthly hazard, and what they respond to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation.levers import Incentives, Levers
from kamlab.simulation.streams import Flags, Floats, Ints, Streams, poisson, steady
from kamlab.simulation.traits import Traits
from kamlab.simulation.world import World

TICKETS = 4  # of each sort a month at most
VISITS = 12  # a month at most
TERMS = (
    "base",
    "late",
    "tickets",
    "champion",
    "breadth",
    "offer",
    "gap",
    "visits",
    "tenure",
    "fragility",
)


@dataclass(frozen=True)
class Throws:
    """The throws of one month for tickets, visits, offers and leavers."""

    tickets: Floats  # accounts × (number harmful, number harmless)
    hours: Floats  # accounts × 2·TICKETS, standard normal
    visits: Floats
    offer: Floats  # accounts × (made, bites)
    gap: Floats
    champion: Floats
    leave: Floats


@dataclass(frozen=True)
class Situation:
    """What bears on each account in one month, before tickets and visits.

    Parameters
    ----------
    late_share : array of float
        Late share of the deliveries promised in the last three months.
    late_now : array of int
        Late deliveries of this month.
    champion_gone : array of bool
        The champion left within the champion memory.
    breadth : array of int
        Contacts who know the KAM.
    offer : array of bool
        A competitor made an offer.
    gap : array of float
        How much cheaper the competition is, 0 to 0.2.
    tenure : array of float
        Years of the relation.
    quiet : array of bool
        Fading accounts, which raise no tickets.
    orphan : array of bool
        Accounts whose KAM has left and whom nobody visits yet.
    slowness : float
        How many times longer than usual tickets take.
    """

    late_share: Floats
    late_now: Ints
    champion_gone: Flags
    breadth: Ints
    offer: Flags
    gap: Floats
    tenure: Floats
    quiet: Flags
    orphan: Flags
    slowness: float


@dataclass(frozen=True)
class Outcome:
    """Tickets, visits and the hazard of one month."""

    tickets: Ints  # harmful ones
    harmless: Ints  # those of demanding accounts
    hours: Floats  # to solve each ticket
    visits: Ints
    terms: dict[str, Floats]
    hazard: Floats  # before save calls and scripts


def throw_month(dice: Streams, month: int, n: int) -> Throws:
    """Throw the dice of one month, for every account."""
    return Throws(
        tickets=dice.uniforms("tickets", month, n, 2),
        hours=dice.normals("ticket hours", month, n, 2 * TICKETS),
        visits=dice.uniforms("visits", month, n),
        offer=dice.uniforms("offers", month, n, 2),
        gap=dice.normals("price gap", month, n),
        champion=dice.uniforms("champions", month, n),
        leave=dice.uniforms("leaving", month, n),
    )


def usual_risk(world: World) -> float:
    """Give the log-odds of a usual account, which a usual number of visits answers."""
    late = (world.late_1 + world.late_2 + world.late_3) / 3
    return (
        world.loss_base
        + world.loss_late * late
        + world.loss_ticket * (world.tickets_base + world.tickets_late * 2 * late)
        + world.loss_champion * world.champion_leaves * world.champion_memory
        + world.loss_breadth * (1 + world.contacts_extra - world.contacts_usual)
        + world.loss_offer * world.offer_rate
        + world.loss_gap * (world.gap_mean + 0.2 * world.gap_sd)
        + world.loss_tenure * 6
    )


def play_month(
    world: World,
    traits: Traits,
    now: Situation,
    throws: Throws,
    levers: Levers,
    incentives: Incentives,
) -> Outcome:
    """Play tickets, visits and the resulting hazard of one month.

    The same throws with other levers give the same month but for what the levers do.
    """
    noisy = ~now.quiet
    mean = world.tickets_base + world.tickets_late * now.late_now.astype(float)
    tickets = poisson(throws.tickets[:, 0], mean, TICKETS) * noisy
    extra = np.where(traits.demanding, world.tickets_demanding, 0.0)
    harmless = poisson(throws.tickets[:, 1], extra, TICKETS) * noisy
    hours = steady(world.ticket_hours * now.slowness * np.exp(0.9 * throws.hours))
    if levers.close_hours:
        hours = np.minimum(hours, 0.99 * levers.close_hours)
    place = np.arange(TICKETS)[None, :] < tickets[:, None]
    weight = np.where(hours[:, :TICKETS] < world.quick_hours, world.quick_factor, 1.0)
    breadth = now.breadth + levers.breadth_plus
    terms = {
        "base": np.full(len(traits), world.loss_base),
        "late": world.loss_late * now.late_share,
        "tickets": world.loss_ticket * np.sum(place * weight, axis=1),
        "champion": world.loss_champion * now.champion_gone,
        "breadth": world.loss_breadth * (breadth - world.contacts_usual),
        "offer": world.loss_offer * now.offer,
        "gap": world.loss_gap * now.gap,
        "tenure": world.loss_tenure * now.tenure,
        "fragility": world.loss_fragility * traits.fragility,
    }
    risk = sum(terms.values(), np.zeros(len(traits)))
    visits = _visits(world, traits, risk, throws, levers, incentives)
    visits = np.where(now.orphan, 0, visits)
    terms["visits"] = world.loss_visits * steady(np.log1p(visits))
    logit = risk + terms["visits"]
    hazard = steady(1.0 / (1.0 + np.exp(-logit)))
    return Outcome(tickets, harmless, hours, visits, terms, hazard)


def _visits(
    world: World,
    traits: Traits,
    risk: Floats,
    throws: Throws,
    levers: Levers,
    incentives: Incentives,
) -> Ints:
    """Say how often the KAM comes: fire-fighting, or by the dice alone."""
    if levers.randomised_visits:
        log_mean = np.full(len(traits), world.visits_base)
    else:
        middle = world.account_revenue * np.exp(-(world.size_sigma**2) / 2)
        log_mean = (
            world.visits_base
            + world.visits_response * (risk - usual_risk(world))
            + world.visits_size * np.log(traits.size / middle)
        )
    mean = steady(np.minimum(np.exp(log_mean) * incentives.care_effort, 8.0))
    return np.minimum(poisson(throws.visits, mean, VISITS) + levers.visits_plus, VISITS)


def save_factor(world: World, hazard: Floats, active: Flags) -> Floats:
    """Give what a save call does to each hazard, by its rank among active accounts.

    It works best in the middle: who is safe needs none, who is gone hears none.
    """
    rank = np.zeros(len(hazard))
    places = np.flatnonzero(active)
    order = np.argsort(hazard[places], kind="stable")
    rank[places[order]] = np.arange(len(places)) / max(len(places) - 1, 1)
    bump = np.exp(-((rank - world.save_centre) ** 2) / world.save_width)
    return steady(1.0 - world.save_strength * bump)
