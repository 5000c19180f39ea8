"""A question: what is asked, what is right, and which wrong ways lead where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from kamlab.company import Company
from kamlab.errors import KamLabError
from kamlab.presentation import formats as f
from kamlab.teaching.book import Book, SetUpError
from kamlab.teaching.compare import difference, in_per_cent, same, understand
from kamlab.teaching.feedback import Said, State, Verdict
from kamlab.teaching.parts import Part
from kamlab.teaching.placeholder import PLACEHOLDER, has_gap, is_untouched
from kamlab.teaching.progress import Progress
from kamlab.teaching.reading import StrangeAnswerError

Answers = dict[str, Any]
F = TypeVar("F", bound=Callable[..., Answers])
_MISSING = object()


def mistake(sentence: str) -> Callable[[F], F]:
    """Mark a method as the way to a typical wrong answer.

    Parameters
    ----------
    sentence : str
        Names the quantity that was taken and the one that is asked.
    """

    def marked(method: F) -> F:
        method.sentence = sentence  # type: ignore[attr-defined]
        return method

    return marked


class Question(ABC):
    """One question of an exercise; nothing in it is an answer.

    A subclass declares the words and computes :meth:`reference` from the variables
    of the notebook. Each method marked with :func:`mistake` computes a typical wrong
    answer, for the parts it concerns. ``lists`` names variables that hold several
    answers each, where there are too many for a variable each. ``needs_truth`` names
    the variable of a company whose truth the answer needs. ``companies`` are those on
    which its mistakes lead to different answers.

    Parameters
    ----------
    book : Book
        The notebook's variables.
    progress : Progress
        Where it is noted what is solved.
    """

    number: ClassVar[str]
    text: ClassVar[str]
    rule: ClassVar[str]
    minutes: ClassVar[int]
    parts: ClassVar[Sequence[Part]]
    hints: ClassVar[Sequence[str]]
    meaning: ClassVar[str]
    explanation: ClassVar[str]
    needs_truth: ClassVar[str] = ""
    lists: ClassVar[Sequence[str]] = ()
    companies: ClassVar[Sequence[str]] = ("polar", "mini")
    mistakes: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        cls.mistakes = {
            name: method.sentence
            for name, method in vars(cls).items()
            if hasattr(method, "sentence")
        }

    def __init__(self, book: Book, progress: Progress) -> None:
        self.book = book
        self.progress = progress
        self._hinted = 0
        self._attempts = 0

    @abstractmethod
    def reference(self) -> Answers:
        """Work the right answer out from the notebook's variables, part by part."""

    def off(self, part: Part, given: Any, right: Any) -> str:
        """Say in which direction an answer is off that no typical mistake explains."""
        return difference(part, given, right)

    def noteworthy(self, right: Answers) -> list[str]:
        """Say what is odd about the right answer on this company; mostly nothing."""
        return []

    def wrong(self, name: str) -> Answers:
        """Work out where a typical mistake leads, for the parts that it concerns."""
        answers: Answers = getattr(self, name)()
        return answers

    def __repr__(self) -> str:
        names = ", ".join(part.name for part in self.parts)
        return f"Question {self.number} ({names}): {self.text}"

    # ------------------------------------------------------------ what a learner calls

    def check(self, *answers: object) -> Verdict:
        """Say how the answer stands, and why.

        Parameters
        ----------
        *answers : object, optional
            The answers in their order, or one list of them; without any, they are read
            from the notebook's variables of their names.

        Returns
        -------
        Verdict
            Whatever was written: a strange answer gets a sentence, never an error.
        """
        try:
            verdict = self._judge(self._given(answers))
        except StrangeAnswerError as reason:
            verdict = self._said(State.NOT_YET, str(reason))
        except SetUpError as reason:
            verdict = self._said(State.NOT_ATTEMPTED, str(reason))
        except KamLabError as reason:
            verdict = self._said(
                State.DISCUSSION, f"This company cannot tell the answer. {reason}"
            )
        self._attempts += verdict.state in (State.NOT_YET, State.CORRECT)
        trouble = self.progress.note(self.number, verdict.state, verdict.mistakes)
        if trouble:
            sentences = (*verdict.sentences, trouble)
            verdict = Verdict(self.number, verdict.state, sentences, verdict.mistakes)
        return verdict

    def hint(self, which: int = 0) -> Said:
        """Give the next hint, or the one of a number.

        Parameters
        ----------
        which : int
            1 for the first; 0 for the next one.
        """
        place = which if 1 <= which <= len(self.hints) else self._hinted + 1
        self._hinted = min(place, len(self.hints))
        head = f"Question {self.number}, hint {self._hinted} of {len(self.hints)}"
        return Said(head, self.hints[self._hinted - 1])

    def solution(self, show: bool = False) -> Said:
        """Explain the answer, after one attempt or when asked for.

        Parameters
        ----------
        show : bool
            Show it without an attempt.
        """
        head = f"Question {self.number}, solution"
        if not (show or self._attempts or self.progress.attempts(self.number)):
            return Said(
                head,
                "Try once and run the check; the solution comes after that. To see it "
                f"now: q.q{self.number.replace('.', '_')}.solution(show=True)",
            )
        lines = [self.explanation, f"Rule {self.rule}."]
        try:
            right = self.right()
            lines += [
                f"{p.words} = {self.written(p, right[p.name])}" for p in self.parts
            ]
            lines += self.noteworthy(right)
        except KamLabError as reason:
            lines.append(f"For this company the answer cannot be told: {reason}")
        return Said(head, "\n".join(lines))

    def written(self, part: Part, value: Any) -> str:
        """Write a right answer for people, accounts with their names."""
        if part.accounts_of:
            table = self.book.accounts(part.accounts_of).set_index("account_id")["name"]
            words = [f"{i} ({table[i]})" if table[i] != i else i for i in sorted(value)]
            return ", ".join(words) or "[]"
        if part.kind == "set":
            return ", ".join(sorted(map(str, value))) or "[]"
        if part.kind == "num":
            decimals = 0 if float(value).is_integer() else 4
            per_cent = f" ({f.share(value, 2)})" if part.unit == "share" else ""
            return f"{value:.{decimals}f}{per_cent}"
        return str(value)

    # ------------------------------------------------------------ how it is judged

    def _said(
        self, state: State, *sentences: str, mistakes: Sequence[str] = ()
    ) -> Verdict:
        return Verdict(self.number, state, sentences, tuple(mistakes))

    def _given(self, answers: tuple[object, ...]) -> dict[str, object]:
        names = [part.name for part in self.parts]
        if answers:
            return dict(zip(names, self._spread(answers), strict=True))
        held = self.book.namespace
        if not self.lists:
            return {name: held.get(name, _MISSING) for name in names}
        if gone := {name: _MISSING for name in self.lists if name not in held}:
            return dict(gone)
        size = len(names) // len(self.lists)
        flat = [a for name in self.lists for a in _listed(name, held[name], size)]
        return dict(zip(names, flat, strict=True))

    def _spread(self, answers: tuple[object, ...]) -> list[object]:
        """One answer a part; lists of answers are laid side by side."""
        if len(answers) == len(self.parts):
            return list(answers)
        flat: list[object] = []
        for answer in answers:
            flat += answer if isinstance(answer, list | tuple) else [answer]
        if len(flat) != len(self.parts):
            raise StrangeAnswerError(
                f"This question has {f.plural(len(self.parts), 'answer')}, and the "
                f"check was given {len(flat)}."
            )
        return flat

    def _judge(self, given: dict[str, object]) -> Verdict:
        gone = [name for name, value in given.items() if value is _MISSING]
        if gone:
            return self._said(
                State.NOT_ATTEMPTED,
                f"There is no variable {', '.join(gone)}. Write '{gone[0]} = …' in the "
                "cell of this question and run it; the name must stay as it was.",
            )
        if all(is_untouched(value) for value in given.values()):
            return self._said(
                State.NOT_ATTEMPTED,
                f"Write your answer in place of {PLACEHOLDER}, with none left, and run "
                "the cell again.",
            )
        if self.needs_truth and not self.book.company(self.needs_truth).has_truth:
            return self._said(State.DISCUSSION, "This company carries no truth.")
        right = self._understood(self.right())
        good, understood, strange, remarks = self._sorted_out(given, right)
        if len(good) == len(self.parts):
            odd = self.noteworthy(right)
            return self._said(State.CORRECT, self.meaning, *odd, *remarks)
        return self._not_yet(good, understood, strange, right)

    def right(self) -> Answers:
        """Work the right answer out, whatever the company.

        Raises
        ------
        KamLabError
            If this company cannot tell it; the text says why.
        """
        try:
            return self.reference()
        except KamLabError:
            raise
        except Exception as error:  # an edited company can break any computation
            raise KamLabError(
                f"Working it out ended with {type(error).__name__}: {error}."
            ) from error

    def _understood(self, answers: Mapping[str, Any]) -> Answers:
        return {
            part.name: self._understand(part, answers[part.name])
            for part in self.parts
            if part.name in answers
        }

    def _understand(self, part: Part, answer: object) -> Any:
        if not part.accounts_of:
            return understand(part, answer)
        firm: Company = self.book.company(part.accounts_of)
        return understand(part, answer, self.book.accounts(part.accounts_of), firm.name)

    def _sorted_out(
        self, given: dict[str, object], right: Answers
    ) -> tuple[list[Part], Answers, dict[str, str], list[str]]:
        """Tell the right parts, what was understood, what was strange, and remarks."""
        good: list[Part] = []
        understood: Answers = {}
        strange: dict[str, str] = {}
        remarks: list[str] = []
        for part in self.parts:
            value = given[part.name]
            if has_gap(value):
                strange[part.name] = f"{PLACEHOLDER} still stands there."
                continue
            try:
                understood[part.name] = self._understand(part, value)
                if same(part, understood[part.name], right[part.name]):
                    good.append(part)
            except StrangeAnswerError as reason:
                strange[part.name] = str(reason)
                continue
            except Exception as error:  # any object can be handed in
                strange[part.name] = f"This cannot be read ({type(error).__name__})."
                understood.pop(part.name, None)
                continue
            if part.kind == "num" and in_per_cent(
                part, understood[part.name], right[part.name]
            ):
                remarks.append(
                    f"{part.words} was read as per cent; as a share it is "
                    f"{understood[part.name] / 100:g}."
                )
        return good, understood, strange, remarks

    def _not_yet(
        self,
        good: list[Part],
        understood: Answers,
        strange: dict[str, str],
        right: Answers,
    ) -> Verdict:
        wrong = [p for p in self.parts if p not in good and p.name in understood]
        explained = self._explained(wrong, understood, right)
        several = len(self.parts) > 1
        lines = []
        if several and good:
            names = ", ".join(part.words for part in good)
            lines.append(f"Right so far: {names} ({len(good)} of {len(self.parts)}).")
        for name, parts in explained.items():
            where = f"{', '.join(p.words for p in parts)}: " if several else ""
            lines.append(where + self.mistakes[name])
        told = {part.name for parts in explained.values() for part in parts}
        for part in self.parts:
            where = f"{part.words}: " if several else ""
            if part.name in strange:
                lines.append(where + strange[part.name])
            elif part in wrong and part.name not in told:
                says = self.off(part, understood[part.name], right[part.name])
                lines.append(where + says)
        return self._said(State.NOT_YET, *lines, mistakes=list(explained))

    def _explained(
        self, wrong: list[Part], given: Answers, right: Answers
    ) -> dict[str, list[Part]]:
        """Find the typical mistakes that lead to exactly what was given."""
        found: dict[str, list[Part]] = {}
        left = list(wrong)
        for name in self.mistakes:
            leads_to = self.leads_to(name, right)
            hit = [
                part
                for part in left
                if part.name in leads_to
                and same(part, given[part.name], leads_to[part.name])
            ]
            # yes or no is wrong in one way only: there all of it must fit
            telling = any(part.kind != "choice" for part in hit)
            if hit and (telling or len(hit) == len(leads_to)):
                found[name] = hit
                left = [part for part in left if part not in hit]
        return found

    def leads_to(self, name: str, right: Answers) -> Answers:
        """Give a mistake's answers where they differ from the right ones.

        Parameters
        ----------
        name : str
            The mistake.
        right : dict
            The understood right answers.

        Returns
        -------
        dict
            Empty where the mistake makes no difference for this company, or cannot be
            made with it.
        """
        try:
            answers = self._understood(self.wrong(name))
        except (KamLabError, ArithmeticError, ValueError, LookupError, TypeError):
            return {}
        return {
            part.name: answers[part.name]
            for part in self.parts
            if part.name in answers
            and not same(part, answers[part.name], right[part.name])
        }


def _listed(name: str, value: object, size: int) -> list[object]:
    """Take the answers out of a variable that holds several."""
    if is_untouched(value):
        return [PLACEHOLDER] * size
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) != size:
        raise StrangeAnswerError(
            f"{name} needs {size} answers between square brackets, one after the "
            f"other; it holds {len(items)}."
        )
    return items
