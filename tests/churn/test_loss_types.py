from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.churn.definitions import LossDefinition, losses
from kamlab.churn.loss_types import loss_types, true_loss_types
from kamlab.errors import MissingPartError, RefusedError
from kamlab.simulation.labs import lab


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.fixture
def firm(make_firm, orders):
    """Four accounts lost on 2024-12-31, each with another trail; K stays."""
    gone = orders["L"]
    ids = ["A", "B", "C", "D"]
    return make_firm(
        {**dict.fromkeys(ids, gone), "K": orders["K"]},
        invoices={
            "invoice_id": ["I1", "I2", "I3", "I4"],
            "account_id": ["A", "A", "B", "K"],
            "issued": days("2024-11-01", "2024-12-01", "2024-12-01", "2024-12-01"),
            "due": days("2024-12-01", "2024-12-31", "2024-12-31", "2024-12-31"),
            "amount": [40.0, 60.0, 100.0, 100.0],
            "paid": days("2024-12-05", None, "2025-01-10", None),
        },
        competitor_offers={
            "account_id": ["A", "B", "C"],
            "month": days("2024-12-01", "2024-10-01", "2024-05-01"),
        },
        tickets={
            "ticket_id": ["T1", "T2", "T3", "T4"],
            "account_id": ["B", "C", "C", "D"],
            "opened": days("2024-12-01", "2024-11-01", "2024-12-30", "2024-12-01"),
        },
    )


def test_the_first_clue_decides_and_is_named_a_guess(firm) -> None:
    found = loss_types(firm, losses(firm))
    table = found.table.set_index("account_id")
    assert table["loss_type"].to_dict() == {
        "A": "insolvency", "B": "competitive", "C": "voluntary", "D": "unknown",
    }  # fmt: skip
    assert table["certainty"].to_dict() == {
        "A": "guess", "B": "guess", "C": "guess", "D": "nothing known",
    }  # fmt: skip
    assert table.loc["A", "evidence"] == "60 % of its last invoices never paid"
    assert table.loc["B", "evidence"] == "a competitor's offer in 2024-10"
    assert table.loc["C", "evidence"] == "2 tickets in the 6 months before"
    assert found.missing == ()
    assert found.words.startswith(
        "Of 4 losses, guess: 1 insolvency, 1 competitive, 1 voluntary; nothing known: "
        "1 unknown. Lost: no order for 3 times"
    )


def test_what_the_team_knows_goes_before_every_guess(firm) -> None:
    recorded = pd.DataFrame(
        {"account_id": ["A", "D", "B"], "loss_type": ["voluntary", "plan change", None]}
    )
    table = loss_types(firm, losses(firm), recorded).table.set_index("account_id")
    assert table.loc["A", ["loss_type", "certainty"]].tolist() == ["voluntary", "known"]
    assert table.loc["D", "loss_type"] == "plan change"
    assert table.loc["B", "loss_type"] == "competitive"


def test_recorded_nonsense_is_refused(firm) -> None:
    wrong = pd.DataFrame({"account_id": ["A"], "loss_type": ["volontary"]})
    with pytest.raises(RefusedError, match="did you mean 'voluntary'"):
        loss_types(firm, losses(firm), wrong)
    with pytest.raises(RefusedError, match="loss_type"):
        loss_types(firm, losses(firm), wrong[["account_id"]])


def test_late_deliveries_are_a_clue_too(mini) -> None:
    table = loss_types(mini, losses(mini)).table
    assert table["evidence"].tolist() == ["50 % of its deliveries late"]


def test_books_without_any_clue(three) -> None:
    found = loss_types(three, losses(three))
    assert found.table["loss_type"].tolist() == ["unknown"]
    assert len(found.missing) == 3
    assert "Not in the books: Three has no table invoices" in found.words


def test_nobody_lost(three) -> None:
    found = loss_types(three, losses(three.as_of("2024-06-30")))
    assert found.table.empty and found.words.startswith("No account is lost.")
    # a silence nobody reached
    none = losses(three, LossDefinition(rule="silence", silent_months=24))
    assert loss_types(three, none).table.empty


def test_truth_needs_truth(three) -> None:
    with pytest.raises(MissingPartError, match="carries no truth"):
        true_loss_types(three)


def test_truth_on_polar() -> None:
    polar = kamlab.load("polar")
    truth = true_loss_types(polar)
    lost = polar.truth("accounts")
    assert len(truth) == lost["lost"].notna().sum()
    insolvent = lost.loc[lost["loss_type"] == "insolvent", "account_id"]
    kinds = truth.set_index("account_id")["loss_type"]
    assert set(kinds.index[kinds == "insolvency"]) == set(insolvent)
    assert set(kinds) <= {"voluntary", "competitive", "insolvency"}


@pytest.mark.slow
def test_guesses_against_the_truth_of_a_large_company() -> None:
    """Unpaid money tells insolvency; an offer is a weak clue, as words must say."""
    firm = lab(1)
    guessed = loss_types(firm, losses(firm)).table.set_index("account_id")
    truth = true_loss_types(firm).set_index("account_id")["loss_type"]
    both = guessed.assign(truth=truth).dropna(subset=["truth"])
    insolvent = both["truth"] == "insolvency"
    said = both["loss_type"] == "insolvency"
    assert (said & insolvent).sum() / insolvent.sum() > 0.9
    assert (said & insolvent).sum() / said.sum() > 0.9
    rival = both["loss_type"] == "competitive"
    assert 0.1 < (both["truth"][rival] == "competitive").mean() < 0.6
    assert set(guessed["certainty"]) == {"guess", "nothing known"}


def test_nobody_lost_has_no_cause(tiny) -> None:
    """With clues in the books and nobody to hold them against."""
    found = loss_types(tiny, losses(tiny))
    assert found.table.empty and found.words.startswith("No account is lost.")
