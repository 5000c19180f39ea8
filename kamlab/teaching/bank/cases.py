"""Ten accounts to sort into the six definitions of rule S08, and three small firms."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.presentation import Column, Table

HIGH_RATING = 4

DEFINITIONS = {
    "1": ("money",),
    "2": ("potential",),
    "3": ("reference",),
    "4": ("partner",),
    "5": ("competent", "demanding", "teacher"),
    "6": ("innovator",),
}


@dataclass(frozen=True)
class Case:
    """What a KAM knows of one account.

    Parameters
    ----------
    story : str
        One sentence.
    share : float
        Its share of our contribution, 0–1.
    wallet : float
        What it spends in our range, as a share of our revenue, 0–1.
    wallet_share : float
        What part of that it buys from us, 0–1.
    is_reference : bool
        Whether it is known and lets us name it with what we did for it.
    partner : int
        1–5, how far it shares plans, budgets and terms.
    competence : int
        1–5, how much it teaches us.
    innovator : int
        1–5, how early it tries something new.
    """

    story: str
    share: float
    wallet: float
    wallet_share: float
    is_reference: bool
    partner: int
    competence: int
    innovator: int


CASES = (
    Case("A hospital group that pays on the day.", 0.14, 0.15, 0.80, False, 2, 3, 2),
    Case("A chain that buys mostly elsewhere.", 0.02, 0.20, 0.08, False, 2, 3, 3),
    Case("The best-known clinic; it speaks for us.", 0.03, 0.04, 0.75, True, 3, 3, 2),
    Case("A famous name that wants no mention.", 0.16, 0.18, 0.85, False, 2, 2, 2),
    Case("It plans the year with us, line by line.", 0.04, 0.05, 0.70, False, 5, 3, 3),
    Case("Its comments rewrote our last proposal.", 0.03, 0.03, 0.65, False, 3, 5, 2),
    Case("First to try what we launch.", 0.02, 0.03, 0.60, False, 3, 3, 5),
    Case("Large, half won, and open with us.", 0.12, 0.30, 0.35, False, 4, 3, 3),
    Case("A teaching hospital: strict, and quoted.", 0.02, 0.02, 0.80, True, 3, 5, 3),
    Case("Big in its town, small in our range.", 0.01, 0.01, 0.90, False, 2, 2, 2),
)


def case_name(number: int) -> str:
    """Name the answer of one case, counted from 1."""
    return f"case_{number}"


def cases_table() -> Table:
    """Show what is known of the ten accounts."""
    frame = pd.DataFrame([vars(case) for case in CASES])
    frame.insert(0, "case", range(1, len(CASES) + 1))
    columns = {
        "case": Column("Case", "number"),
        "story": Column("What the KAM says"),
        "share": Column("Its share of our contribution", "share"),
        "wallet": Column("All it spends in our range, % of our revenue", "share"),
        "wallet_share": Column("Part of that it buys from us", "share"),
        "is_reference": Column("Lets us name it", "yes_no"),
        "partner": Column("Shares its plans, 1–5", "number"),
        "competence": Column("Teaches us, 1–5", "number"),
        "innovator": Column("Tries new things, 1–5", "number"),
    }
    return Table(frame, columns, "Ten invented accounts, as a KAM rated them.")


FIRMS = {
    "firm_a": (72.0, 6.0, 6.0, 6.0, 5.0, 5.0),
    "firm_b": (40.0, 33.0, 9.0, 9.0, 9.0),
    "firm_c": (30.0, 25.0, 22.0, 8.0, 8.0, 7.0),
}


def firms_table() -> Table:
    """Show the accounts of the three small firms."""
    frame = pd.DataFrame(
        {
            "firm": list(FIRMS),
            "revenue": [
                ", ".join(f"{v:g}" for v in values) for values in FIRMS.values()
            ],
            "total": [sum(values) for values in FIRMS.values()],
        }
    )
    columns = {
        "firm": Column("Firm"),
        "revenue": Column("Revenue of each of its accounts, thousand EUR"),
        "total": Column("Total, thousand EUR", "number"),
    }
    return Table(frame, columns, "Three invented firms and all their accounts.")
