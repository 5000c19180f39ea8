"""Teaching: questions that explain a wrong answer, exercises, classes."""

from kamlab.teaching.exercise import Exercise, start
from kamlab.teaching.feedback import State, Verdict
from kamlab.teaching.question import Question, mistake

__all__ = ["Exercise", "Question", "State", "Verdict", "mistake", "start"]
