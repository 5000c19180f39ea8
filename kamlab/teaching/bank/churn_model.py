"""Module 8: model who leaves, and act where it pays (rules S67, S69–S71)."""

from __future__ import annotations

from kamlab.teaching.bank.causes import Q83, Q84, Q88
from kamlab.teaching.bank.saves import Q85, Q87, Q89
from kamlab.teaching.bank.trust import Q81, Q82, Q86
from kamlab.teaching.question import Question

QUESTIONS: tuple[type[Question], ...] = (
    Q81,
    Q82,
    Q86,
    Q88,
    Q83,
    Q84,
    Q85,
    Q87,
    Q89,
)
