"""Module 9: how a result becomes pay (rules S41, S67, S70, S72–S79)."""

from __future__ import annotations

from kamlab.teaching.bank.ledgers import Q96, Q97
from kamlab.teaching.bank.pay_bases import Q94
from kamlab.teaching.bank.pay_basics import Q91, Q92
from kamlab.teaching.bank.pay_gates import Q95, Q910
from kamlab.teaching.bank.pay_tiers import Q98, Q99
from kamlab.teaching.bank.vacancies import Q93, Q911
from kamlab.teaching.question import Question

QUESTIONS: tuple[type[Question], ...] = (
    Q91,
    Q92,
    Q93,
    Q94,
    Q95,
    Q96,
    Q97,
    Q98,
    Q99,
    Q910,
    Q911,
)
