"""What may be asked of a simulated company: its rules, and the levers by name."""

from __future__ import annotations

from typing import Any

from kamlab.company import Company
from kamlab.errors import MissingPartError, RefusedError, did_you_mean
from kamlab.simulation import Levers, Rules, make_levers, rules_of
from kamlab.simulation.levers import ACTIONS


def rules_for(firm: Company) -> Rules:
    """Read the rules a company was simulated by, or say why there is no what-if.

    Parameters
    ----------
    firm : Company
        The company.

    Returns
    -------
    Rules
        Its world, levers and incentives.

    Raises
    ------
    MissingPartError
        If it is no simulated company, or was saved without its truth.
    """
    if not firm.has_truth:
        raise MissingPartError(
            f"A what-if needs the simulated company, and {firm.name} carries no truth: "
            "nobody can play real accounts again. For your own books, try the action "
            "on accounts drawn by lot and compare."
        )
    return rules_of(firm)


def on_top_of(usual: Levers, **values: Any) -> Levers:
    """Give levers with some of them set otherwise, checked by name and range.

    Parameters
    ----------
    usual : Levers
        Those that hold already.
    **values
        Levers by name, such as ``late_cap=0.05``.

    Returns
    -------
    Levers
        All of them.

    Raises
    ------
    RefusedError
        If a name is unknown or a value outside its range.
    """
    make_levers(**values)  # says what is wrong with what was asked for
    return make_levers(**{**usual.model_dump(), **values})


def standard_action(name: str) -> dict[str, Any]:
    """Give the values of a standard action, such as ``late_cap``.

    Parameters
    ----------
    name : str
        ``late_cap`` (5 %), ``breadth_plus`` (1), ``close_hours`` (48),
        ``visits_plus`` (1) or ``save_call`` (all).

    Returns
    -------
    dict
        Lever and value.

    Raises
    ------
    RefusedError
        If there is no such action.
    """
    if name not in ACTIONS:
        raise RefusedError(f"There is no action '{name}'{did_you_mean(name, ACTIONS)}")
    return {name: getattr(ACTIONS[name], name)}


def title_of(values: dict[str, Any]) -> str:
    """Name what is done differently, in words and with its value.

    Parameters
    ----------
    values : dict
        Levers by name.

    Returns
    -------
    str
        Such as ``late deliveries at most 5 %``.
    """
    words = [_words(name, value) for name, value in values.items()]
    return " and ".join(word for word in words if word) or "nothing changed"


def _words(name: str, value: Any) -> str:
    """Say one lever."""
    match name:
        case "late_cap":
            return f"late deliveries at most {value:.0%}".replace("%", " %")
        case "fix_warehouse":
            return f"warehouse {value} as punctual as the best"
        case "breadth_plus":
            return f"{value} more contact{'s' if value != 1 else ''} each"
        case "close_hours":
            return f"tickets solved within {value:g} hours"
        case "visits_plus":
            return f"{value} more visit{'s' if value != 1 else ''} a month each"
        case "randomised_visits":
            return "visits by the dice" if value else ""
        case "save_call":
            count = len([word for word in value.split(",") if word.strip()])
            some = f"{count} account{'s' if count != 1 else ''}"
            return f"save calls to {'all' if value.strip() == 'all' else some}"
        case "prices":
            return f"prices {value:+.0%}".replace("%", " %").replace("-", "−")
    return ""
