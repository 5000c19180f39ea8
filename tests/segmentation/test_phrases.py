from __future__ import annotations

import pandas as pd

from kamlab.segmentation.phrases import basis, best_by, few, part_of, share_or_undefined


def test_undefined_is_a_word() -> None:
    assert share_or_undefined(float("nan")) == "undefined"
    assert share_or_undefined(0.125) == "12.5 %"
    assert part_of(float("nan"), "revenue") == "an undefined share of revenue"


def test_best_by_takes_the_first_of_equals() -> None:
    table = pd.DataFrame({"id": ["x", "y", "z"], "v": [1, 2, 2]})
    assert best_by(table, "v")["id"] == "y"


def test_few_names() -> None:
    assert few(["A"]) == "A"
    assert few(list("ABCDEF")) == "A, B, C, D, E and 1 more"


def test_basis_says_n_period_currency_and_what_is_missing(mini, make_firm, tell):
    assert basis(tell(mini)[0]) == (
        "8 active accounts, 2025-01-01 to 2025-12-31, amounts in EUR; not known and "
        "counted as 0: returns"
    )
    words = basis(tell(make_firm({"A": 5}, currency=""))[0])
    assert words.startswith("1 active account, ")
    assert "amounts in a currency the company does not state" in words
    assert words.endswith("; not known: gross margin, contribution")
