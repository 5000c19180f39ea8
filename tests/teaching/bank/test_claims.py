from __future__ import annotations

from kamlab.teaching.bank.claims import CLAIMS, claims_table


def test_ten_claims_each_with_a_figure() -> None:
    assert [claim.card for claim in CLAIMS] == list(range(1, 11))
    for claim in CLAIMS:
        assert any(c.isdigit() for c in claim.says) or "thirds" in claim.says


def test_the_cards_do_not_give_the_answer_away() -> None:
    shown = claims_table()._repr_mimebundle_()["text/plain"]
    assert all(claim.says in shown for claim in CLAIMS)
    assert "source" not in shown.casefold()
