"""Module 7: see a loss coming (rules S67, S70, S71)."""

from __future__ import annotations

from kamlab.teaching.bank.hit_rates import Q72, Q77
from kamlab.teaching.bank.leaks import Q74
from kamlab.teaching.bank.priorities import Q73, Q76
from kamlab.teaching.bank.silence import Q71, Q75
from kamlab.teaching.question import Question

QUESTIONS: tuple[type[Question], ...] = (Q71, Q72, Q73, Q74, Q75, Q76, Q77)
