from __future__ import annotations

import pandas as pd

from kamlab.churn import (
    LossTypes,
    causes_table,
    guesses_sentence,
    loss_types,
    losses,
    true_loss_types,
)
from kamlab.simulation import make_world, simulate


def causes(*rows: tuple[str, str, str]) -> LossTypes:
    """Lost accounts as (id, cause, certainty)."""
    table = pd.DataFrame(rows, columns=["account_id", "loss_type", "certainty"])
    day = pd.Timestamp("2025-01-31")
    table["lost_on"] = [day + pd.Timedelta(days=k) for k in range(len(rows))]
    return LossTypes(table.assign(evidence="a clue"), (), "Lost: gone.")


TRUE = pd.DataFrame(
    {
        "account_id": list("ABC"),
        "loss_type": ["insolvency", "voluntary", "competitive"],
    }
)


def test_guesses_are_held_against_the_truth() -> None:
    found = causes(
        ("A", "insolvency", "guess"),
        ("B", "competitive", "guess"),
        ("C", "unknown", "nothing known"),
    )
    assert guesses_sentence(found, TRUE) == (
        "Of 2 guessed causes 1 is true. Without a clue stood 1 loss: 1 competitive."
    )
    none = causes(("C", "unknown", "nothing known"))
    assert "no cause was guessed" in guesses_sentence(none, TRUE)


def test_the_latest_loss_first(three) -> None:
    found = causes(("K", "unknown", "nothing known"), ("S", "insolvency", "guess"))
    assert causes_table(three, found).frame["name"].tolist() == ["S", "K"]


def test_on_a_simulated_company() -> None:
    firm = simulate(make_world(seed=5, accounts=60, months=24)).company()
    found = loss_types(firm, losses(firm))
    said = guesses_sentence(found, true_loss_types(firm))
    guessed = int((found.table["certainty"] == "guess").sum())
    assert guessed and said.startswith(f"Of {guessed} guessed cause")
