"""Module 0: run with other parameters, tell a claim from evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kamlab.presentation import Table
from kamlab.teaching.bank.claims import CLAIMS, Claim, claims_table
from kamlab.teaching.bank.worths import KeyQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, Question, mistake

_CARDS = Part("sourced", "set", options={str(claim.card): () for claim in CLAIMS})


class Q01(Question):
    """Claims and their sources (golden answer: none of the ten names one)."""

    number = "0.1"
    text = "Which of the ten claims name a source that you could look up?"
    rule = "S13, S23, S66"
    minutes = 7
    parts = (_CARDS,)
    hints = (
        "A source has an author, a year or a title. Could you ask a librarian for it?",
        "“According to research” names no research. Count it as no source.",
        "The answer may be that no card belongs here. Nothing is written [] in Python.",
    )
    meaning = (
        "None of the ten can be looked up. They may still be true: treat each as a "
        "question to put to your own figures."
    )
    explanation = (
        "A checkable source names who found it out, and when. Read each card for an "
        "author, a year or a title: phrases such as “a survey showed” name nothing."
    )

    def cards(self) -> Table:
        """Show the ten cards."""
        return claims_table()

    def reference(self) -> Answers:
        """Take the claims that name an author, a year or a study."""
        return _chosen(lambda claim: bool(claim.source))

    def off(self, part: Part, given: Any, right: Any) -> str:
        """Say of one wrong card why what it leans on is no source."""
        cards = [card for card in CLAIMS if str(card.card) in given - right]
        if not cards:
            return super().off(part, given, right)
        leaning = [card for card in cards if card.refers_to]
        card = (leaning or cards)[0]
        why = f"{card.refers_to} is no source" if leaning else "a figure is no source"
        return f"Card {card.card}: {why}. Who found it out, and when?"

    @mistake(
        "You took cards that lean on something, such as “according to research”. "
        "Asked are those that name a source: author, year or title."
    )
    def leans_on_something(self) -> Answers:
        """Take “according to research” for a source."""
        return _chosen(lambda claim: bool(claim.refers_to))

    @mistake(
        "You took every card, because each has a figure. A figure is no source: asked "
        "are those that say where it comes from."
    )
    def figures_are_sources(self) -> Answers:
        """Take any figure for evidence."""
        return _chosen(lambda claim: True)

    @mistake(
        "You took the cards that speak of research or a survey. Neither says which "
        "one: asked is a source that can be looked up."
    )
    def sounds_scientific(self) -> Answers:
        """Take words of science for science."""
        words = ("research", "survey")
        return _chosen(lambda claim: any(word in claim.refers_to for word in words))

    @mistake(
        "You know the source of the innovators' share yourself (Rogers, on how new "
        "things spread). The card does not name it, and the card is what is asked."
    )
    def knows_rogers(self) -> Answers:
        """Bring one's own knowledge of the 2.5 %."""
        return _chosen(lambda claim: claim.rule == "S08")


class Q02(KeyQuestion):
    """A run with another parameter: the key line at half its height."""

    number = "0.2"
    criteria = ("revenue", "gross_margin", "contribution")
    text = (
        "Set key_share to 0.05 and run the cells again: how many key accounts are "
        "there now, by contribution?"
    )
    rule = "S02"
    minutes = 8
    parts = (Part("key_count", "num"),)
    hints = (
        "Go to the parameters cell, change the value behind key_share, then choose "
        "Run, Run All Cells.",
        "The table lists key and critical accounts. Both count: a critical account is "
        "a key account with more weight.",
        "Count the rows whose share of contribution is above the new line.",
    )
    meaning = (
        "The same books, another line, another list: say which line you used whenever "
        "you say “key account”."
    )
    explanation = (
        "An account is key where its share of contribution is above key_share. A lower "
        "line lets more accounts over it; nothing else has changed."
    )
    asked = 0.05
    usual = 0.10

    def reference(self) -> Answers:
        """Count the accounts above the lower line."""
        return self._count(self.asked)

    def _count(self, line: float) -> Answers:
        return {"key_count": len(self.above(line, "firm", "contribution"))}

    @mistake(
        "This is the number of key accounts at the usual line. Asked is the number at "
        "the lower one: change key_share and run all cells again."
    )
    def at_the_usual_line(self) -> Answers:
        """Forget to run again."""
        return self._count(self.usual)

    @mistake(
        "You counted only the accounts marked “key” and left out the critical ones. "
        "Asked are all above the key line; critical accounts are key accounts too."
    )
    def without_the_critical(self) -> Answers:
        """Count the word key only."""
        over = self._count(self.asked)["key_count"]
        return {"key_count": over - len(self.critical("firm", "contribution"))}

    @mistake(
        "You counted all active accounts. Asked are those whose share of contribution "
        "is above the key line."
    )
    def all_active(self) -> Answers:
        """Count every account."""
        return {"key_count": len(self.worth("firm").table)}


def _chosen(keep: Callable[[Claim], bool]) -> Answers:
    return {"sourced": {str(claim.card) for claim in CLAIMS if keep(claim)}}


QUESTIONS: tuple[type[Question], ...] = (Q01, Q02)
