"""Module 2: what makes an account key (rules S02–S09, S11, S13)."""

from __future__ import annotations

from kamlab.teaching.bank.definitions import Q28
from kamlab.teaching.bank.dependence import Q24, Q27, Q29
from kamlab.teaching.bank.levels import Q25, Q26
from kamlab.teaching.bank.thresholds import Q21, Q22, Q23
from kamlab.teaching.question import Question

QUESTIONS: tuple[type[Question], ...] = (
    Q21,
    Q22,
    Q23,
    Q24,
    Q25,
    Q26,
    Q27,
    Q28,
    Q29,
)
