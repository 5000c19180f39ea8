"""Exercise 7 on a company worked by hand, and on polar against its order lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

import numpy as np
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.teaching.bank.early_warning import QUESTIONS
from kamlab.teaching.bank.hit_rates import factor
from kamlab.teaching.feedback import State
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

from ..conftest import book_of

Ask = Callable[..., Question]
KIND = {question.number: question for question in QUESTIONS}


def on_polar(number: str) -> Question:
    return KIND[number](book_of("07_early_warning", "polar"), Progress())


def silences(firm: Company) -> dict[str, tuple[float, int]]:
    """Median gap and silence of each account, with a plain loop over its days."""
    lines = firm.frame("order_lines")
    lines = lines[lines["net_amount"] > 0]
    found = {}
    for account, rows in lines.groupby("account_id"):
        days = sorted(set(rows["order_date"]))
        gaps = sorted((b - a).days for a, b in pairwise(days))
        middle = float(np.median(gaps)) if gaps else float("nan")
        found[account] = middle, (pd.Timestamp(firm.cut_off) - days[-1]).days
    return found


def test_who_would_be_gone_after_the_strike() -> None:
    question = on_polar("7.1")
    known = silences(question.book.company("firm"))
    gone = {
        account
        for account in question.case().frame["account_id"]
        if known[account][1] + 50 >= max(60, 3 * known[account][0])
    }
    assert question.reference() == {"gone": gone}
    assert 0 < len(gone) < len(question.case().frame) == 10


def test_a_rhythm_by_hand() -> None:
    question = on_polar("7.5")
    days = [day.date() for day in question.case().frame["day"]]
    gaps = sorted((b - a).days for a, b in pairwise(days))
    lost_on = days[-1] + timedelta(days=ceil(max(60, 3 * gaps[3])))
    assert question.reference() == {"usual_gap": gaps[3], "lost_on": lost_on}
    assert question.check(gaps[3], str(lost_on)).state is State.CORRECT
    verdict = question.check(sum(gaps) / 7, lost_on)
    assert verdict.mistakes == ("mean_gap",)


def test_precision_divides_by_the_list_and_recall_by_the_losses() -> None:
    question = on_polar("7.2")
    count = question.counts().frame["count"].tolist()
    days = question.leads().frame["lead_days"].tolist()
    right = question.reference()
    assert right["precision"] == pytest.approx(count[0] / count[1])
    assert right["recall"] == pytest.approx(count[0] / count[2])
    assert right["mean_lead"] == pytest.approx(sum(days) / len(days))
    swapped = question.check(right["recall"], right["precision"], right["mean_lead"])
    assert swapped.mistakes == ("swapped",)


def test_calls_go_by_chance_times_worth() -> None:
    question = on_polar("7.3")
    table = question.case().frame
    worth = table["probability"] * table["value"]
    right = table.loc[worth.sort_values(ascending=False).index, "account_id"]
    assert question.reference()["calls"] == tuple(right)
    names = table.set_index("account_id")["name"]
    assert question.check([names[a] for a in right]).state is State.CORRECT


def test_erosion_is_held_against_last_year() -> None:
    question = on_polar("7.6")
    table = question.case().frame
    low = table["revenue_now"] < table["revenue_last_year"] / 2
    assert question.reference()["eroding"] == set(table.loc[low, "account_id"])


def test_f_alone_erodes_on_mini(on_mini: Ask) -> None:
    """F bought 1,500 in place of 4,500; A, B and C bought as much or more."""
    assert on_mini("7.6").reference() == {"eroding": {"F"}}


def test_what_is_known_later_leaks(on_mini: Ask) -> None:
    question = on_mini("7.4")
    sheet = question.sheet().frame
    known = sheet["counts_to"] + pd.to_timedelta(sheet["known_after"], unit="D")
    cut_off = pd.Timestamp(question.book.company("firm").cut_off)
    assert question.reference()["leaks"] == set(sheet.loc[known > cut_off, "name"])
    verdict = question.check(["farewell", "orders_after"])
    assert verdict.mistakes == ("by_event",)


def test_forty_accounts_by_hand(on_mini: Ask) -> None:
    """Mini lost one of eight accounts in the year: p = .125, q = .0625."""
    right = on_mini("7.7").reference()
    assert factor() == 7.85  # (1.960 + 0.842)², Fleiss
    spread = 0.125 * 0.875 + 0.0625 * 0.9375
    assert right["needed"] == pytest.approx(7.85 * spread / 0.0625**2)
    assert (right["lost_without"], right["lost_with"]) == (2.5, 1.25)
    assert on_mini("7.7").check(2.5, 1.25, 338, False).state is State.CORRECT


def test_without_losses_it_is_for_discussion(on_mini: Ask) -> None:
    days = pd.date_range("2025-01-01", periods=12, freq="MS")
    lines = pd.DataFrame({"account_id": "A", "order_date": days, "net_amount": 100.0})
    firm = Company.from_tables({"order_lines": lines}, name="Loyal")
    for number in ("7.1", "7.2", "7.3", "7.5", "7.6", "7.7"):
        question = on_mini(number, firm=firm)
        verdict = question.check(*[0.5] * len(question.parts))
        assert verdict.state in (State.DISCUSSION, State.NOT_YET), number
        assert "Traceback" not in verdict.text
    assert on_mini("7.7", firm=firm).check(1, 1, 1, False).state is State.DISCUSSION


def test_a_date_is_understood(on_mini: Ask) -> None:
    right = on_mini("7.5").reference()["lost_on"]
    assert isinstance(right, date)
