"""The question bank: which questions each exercise has, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamlab.teaching.bank.churn_model import QUESTIONS as CHURN_MODEL
from kamlab.teaching.bank.early_warning import QUESTIONS as EARLY_WARNING
from kamlab.teaching.bank.key_accounts import QUESTIONS as KEY_ACCOUNTS
from kamlab.teaching.bank.pay_behaviour import QUESTIONS as PAY_BEHAVIOUR
from kamlab.teaching.bank.pay_mechanics import QUESTIONS as PAY_MECHANICS
from kamlab.teaching.bank.start_here import QUESTIONS as START_HERE
from kamlab.teaching.question import Question

__all__ = ["BANK"]

BANK: Mapping[str, Sequence[type[Question]]] = {
    "00_start_here": START_HERE,
    "02_key_accounts": KEY_ACCOUNTS,
    "07_early_warning": EARLY_WARNING,
    "08_churn_model": CHURN_MODEL,
    "09_pay_mechanics": PAY_MECHANICS,
    "10_pay_behaviour": PAY_BEHAVIOUR,
}
