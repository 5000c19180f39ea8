from __future__ import annotations

import pandas as pd
import pytest

from kamlab.segmentation import KeyAccountsSettings, classify, is_key, key_total

SHARES = pd.Series([0.70, 0.42, 0.20, 0.15, 0.10, 0.05], index=list("UVWXYZ"))


def names(table: pd.DataFrame, criterion: str) -> set[str]:
    return set(table.loc[is_key(table, criterion), "account_id"])


def graded(table: pd.DataFrame, criterion: str, grade: str) -> set[str]:
    return set(table.loc[table[f"class_{criterion}"] == grade, "account_id"])


def test_exercise_2_1_key_accounts_of_mini(mini, tell) -> None:
    _, table, _ = tell(mini)
    assert names(table, "revenue") == set("ABC")
    assert names(table, "gross_margin") == set("ABCDEF")
    assert names(table, "contribution") == set("BCDEF")


def test_exercise_2_2_critical_accounts_of_mini(mini, tell) -> None:
    _, table, _ = tell(mini)
    assert graded(table, "contribution", "critical") == set("BCD")
    assert graded(table, "revenue", "critical") == {"A"}


def test_shares_count_negative_accounts_too(mini, tell) -> None:
    _, table, _ = tell(mini)
    shares = table.set_index("account_id")["share_contribution"]
    assert shares.sum() == pytest.approx(1)
    assert shares["G"] == pytest.approx(-800 / 15_800)


def test_c5_strict_decides_at_exactly_ten_per_cent() -> None:
    more = classify(SHARES, SHARES, KeyAccountsSettings())
    least = classify(SHARES, SHARES, KeyAccountsSettings(strict=False))
    assert more.to_dict() == {
        "U": "critical", "V": "critical", "W": "key", "X": "key", "Y": "", "Z": "",
    }  # fmt: skip
    assert least.to_dict() == {
        "U": "mono", "V": "critical", "W": "critical", "X": "key", "Y": "key", "Z": "",
    }  # fmt: skip


def test_a_float_a_hair_above_the_threshold_is_the_threshold() -> None:
    hair = pd.Series([0.1 + 0.2, 0.3 + 1e-9], index=["A", "B"])  # .30000000000000004
    chosen = KeyAccountsSettings(key_share=0.30, critical_share=0.5)
    assert classify(hair, hair, chosen).to_dict() == {"A": "", "B": "key"}


def test_c5_band_top_ends_what_is_called_key(mini, tell) -> None:
    """Ten to twenty per cent of income: 42 % is critical, and not called key."""
    _, table, _ = tell(mini, key_band_top=0.20)
    assert names(table, "revenue") == {"B", "C"}
    assert graded(table, "revenue", "critical") == {"A"}
    assert names(table, "contribution") == {"E", "F"}


def test_band_top_belongs_to_the_band(make_firm, tell) -> None:
    firm = make_firm({"A": 20, "B": 80})
    _, table, _ = tell(firm, key_band_top=0.20)
    assert names(table, "revenue") == {"A"}


def test_without_a_band_an_account_of_more_than_all_is_key(make_firm, tell) -> None:
    _, table, _ = tell(make_firm({"A": (100, 50), "B": (100, 140)}))
    assert table["share_contribution"].tolist() == [5.0, -4.0]
    assert names(table, "contribution") == {"A"}


def test_every_share_threshold_acts(mini, tell) -> None:
    _, table, _ = tell(mini, key_share=0.05)
    assert names(table, "revenue") == set("ABCDE")
    _, table, _ = tell(mini, critical_share=0.15)
    assert graded(table, "revenue", "critical") == {"A", "B"}
    _, table, _ = tell(mini, critical_share=0.45)
    assert graded(table, "revenue", "critical") == set()


def test_absolute_mode_asks_for_amounts(mini, tell) -> None:
    _, table, _ = tell(mini, mode="absolute", abs_threshold=4200.0)
    assert names(table, "revenue") == set("ABCDEF")
    assert names(table, "gross_margin") == {"B"}
    assert names(table, "contribution") == {"B"}
    _, table, _ = tell(mini, mode="absolute", abs_threshold=4200.0, strict=False)
    assert names(table, "gross_margin") == {"A", "B", "C"}


def test_absolute_mode_leaves_dependence_to_shares(mini, tell) -> None:
    _, table, _ = tell(mini, mode="absolute", abs_threshold=50_000.0)
    assert names(table, "revenue") == set()
    assert graded(table, "revenue", "critical") == {"A"}


def test_c1_c2_mono_of_one_account_or_of_all_key_ones(make_firm, tell) -> None:
    """Exercise 2.9: 72 % from one account; 72 % from four; 60 % from five."""
    one = make_firm({"A": 72} | {f"R{i}": 4 for i in range(7)})
    four = make_firm({f"K{i}": 18 for i in range(4)} | {f"R{i}": 4 for i in range(7)})
    five = make_firm({f"K{i}": 12 for i in range(5)} | {f"R{i}": 4 for i in range(10)})
    verdicts = {}
    for name, firm in (("one", one), ("four", four), ("five", five)):
        for limit in (0.70, 0.75):
            for scope in ("single", "key_total"):
                _, table, chosen = tell(firm, mono_share=limit, mono_scope=scope)
                mono = key_total(table, "revenue", chosen).mono
                verdicts[name, limit, scope] = mono
    true = {pair for pair, mono in verdicts.items() if mono}
    assert true == {
        ("one", 0.70, "single"),
        ("one", 0.70, "key_total"),
        ("four", 0.70, "key_total"),
    }


def test_mono_grade_is_for_one_account_only(make_firm, tell) -> None:
    firm = make_firm({"A": 72, "B": 28})
    _, table, _ = tell(firm)
    assert graded(table, "revenue", "mono") == {"A"}
    _, table, _ = tell(firm, mono_scope="key_total")
    assert graded(table, "revenue", "mono") == set()


@pytest.mark.parametrize(
    "amounts, verdict, part",
    [
        ({"A": 20} | {f"R{i}": 8 for i in range(10)}, "below", 0.20),
        ({"A": 30} | {f"R{i}": 7 for i in range(10)}, "usual", 0.30),
        ({"A": 55} | {f"R{i}": 4.5 for i in range(10)}, "usual", 0.55),
        ({"A": 56} | {f"R{i}": 4.4 for i in range(10)}, "above", 0.56),
    ],
)
def test_s06_band(make_firm, tell, amounts, verdict: str, part: float) -> None:
    _, table, chosen = tell(make_firm(amounts))
    together = key_total(table, "revenue", chosen)
    assert (together.accounts, together.verdict) == (1, verdict)
    assert together.share == pytest.approx(part)


def test_s06_band_limits_are_settings(mini, tell) -> None:
    _, table, chosen = tell(mini)
    assert key_total(table, "contribution", chosen).share == pytest.approx(0.51)
    assert key_total(table, "contribution", chosen).verdict == "usual"
    _, table, chosen = tell(mini, key_total_high=0.50)
    assert key_total(table, "contribution", chosen).verdict == "above"
    _, table, chosen = tell(mini, key_total_low=0.52)
    assert key_total(table, "contribution", chosen).verdict == "below"


def test_a_total_below_zero_leaves_shares_undefined(red, tell) -> None:
    _, table, chosen = tell(red)
    assert table["share_contribution"].isna().all()
    assert names(table, "contribution") == set()
    assert names(table, "revenue") == {"A", "B"}
    together = key_total(table, "contribution", chosen)
    assert (together.share, together.verdict, together.mono) == (
        None,
        "undefined",
        False,
    )


def test_absolute_mode_needs_no_share(red, tell) -> None:
    _, table, chosen = tell(red, mode="absolute", abs_threshold=0.0)
    assert names(table, "contribution") == set()
    assert key_total(table, "contribution", chosen).share == 0


def test_level_decides_what_the_share_is_of(make_firm, people, tell) -> None:
    firm = make_firm({"A": 60, "B": 40, "C": 5, "D": 100}, **people)
    _, table, _ = tell(firm, level="manager")
    shares = table.set_index("account_id")["share_revenue"]
    assert shares[["A", "B", "C"]].tolist() == pytest.approx([0.6, 0.4, 1.0])
    assert pd.isna(shares["D"])  # nobody looks after it: no book to be key in
    assert names(table, "revenue") == {"A", "B", "C"}


def test_the_company_as_a_whole_is_mono_or_not_at_every_level(
    make_firm, people, tell
) -> None:
    firm = make_firm({"A": 60, "B": 40, "C": 5, "D": 100}, **people)
    _, table, chosen = tell(firm, level="manager")
    assert graded(table, "revenue", "mono") == {"C"}  # of the book of K2
    assert not key_total(table, "revenue", chosen).mono
