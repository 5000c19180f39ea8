"""Question 2.8: six definitions, several at once."""

from __future__ import annotations

from collections.abc import Callable

from kamlab.presentation import Table
from kamlab.teaching.bank.cases import (
    CASES,
    DEFINITIONS,
    HIGH_RATING,
    Case,
    case_name,
    cases_table,
)
from kamlab.teaching.bank.worths import KeyQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, mistake


class Q28(KeyQuestion):
    """Ten cases and six definitions, several at once (S08, S09)."""

    number = "2.8"
    text = (
        "Which of the six definitions make each of the ten cases key? Several may hold "
        "at once, or none."
    )
    rule = "S08, S09"
    minutes = 6
    parts = tuple(
        Part(case_name(number), "set", options=DEFINITIONS)
        for number in range(1, len(CASES) + 1)
    )
    lists = ("cases_1_to_5", "cases_6_to_10")
    hints = (
        "1 money now: its share of our contribution is above key_share.",
        "2 potential: what it spends in our range is above key_share of our revenue, "
        "and we have less than half of that.",
        "3 reference: it lets us name it. 4 partner, 5 teaches us, 6 innovator: a "
        "rating of 4 or 5.",
    )
    meaning = (
        "An account can be key for several reasons, and each asks for other work: keep "
        "the money, win the potential, care for the name."
    )
    explanation = (
        "Go through the six definitions one after the other and ask each of every "
        "case. An account is not in one class: it carries every label that fits, or "
        "none."
    )

    def cards(self) -> Table:
        """Show what is known of the ten cases."""
        return cases_table()

    def reference(self) -> Answers:
        """Ask every definition of every case."""
        return self._labels(self._of)

    def _of(self, case: Case) -> list[str]:
        line = self.settings().key_share
        holds = (
            case.share > line,
            case.wallet > line and case.wallet_share < 0.5,
            case.is_reference,
            case.partner >= HIGH_RATING,
            case.competence >= HIGH_RATING,
            case.innovator >= HIGH_RATING,
        )
        return [str(i) for i, true in enumerate(holds, start=1) if true]

    def _labels(self, rule: Callable[[Case], list[str]]) -> Answers:
        return {case_name(i): set(rule(case)) for i, case in enumerate(CASES, start=1)}

    @mistake(
        "You gave one definition and stopped. Asked are all that hold: one account can "
        "be key for several reasons (rule S09)."
    )
    def one_label(self) -> Answers:
        """Stop at the first label."""
        return self._labels(lambda case: self._of(case)[:1])

    @mistake(
        "You took size for potential. Potential is what we do not sell yet: much "
        "spending in our range, of which we have less than half."
    )
    def size_is_potential(self) -> Answers:
        """Call every large account a potential."""
        line = self.settings().key_share
        return self._labels(
            lambda case: self._of(case) + (["2"] if case.wallet > line else [])
        )

    @mistake(
        "You gave a label where no definition holds. To be known in town or polite is "
        "none of the six: the answer is empty, []."
    )
    def something_for_everyone(self) -> Answers:
        """Find a reason for every account."""
        return self._labels(lambda case: self._of(case) or ["3"])
