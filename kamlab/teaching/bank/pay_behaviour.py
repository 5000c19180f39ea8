"""Module 10: what pay makes people do, and whom it pays (rules S72–S80)."""

from __future__ import annotations

from kamlab.teaching.bank.pay_fairness import Q106, Q108
from kamlab.teaching.bank.pay_incentives import Q101, Q103, Q104
from kamlab.teaching.bank.pay_quotas import Q102, Q105
from kamlab.teaching.bank.pay_risks import Q107, Q109
from kamlab.teaching.question import Question

QUESTIONS: tuple[type[Question], ...] = (
    Q101,
    Q102,
    Q103,
    Q104,
    Q105,
    Q106,
    Q107,
    Q108,
    Q109,
)
