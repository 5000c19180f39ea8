"""The ``____`` that stands where a learner's answer goes."""

from __future__ import annotations

from typing import Any

NAME = "____"


class Placeholder:
    """An answer that has not been written yet; computing with it changes nothing."""

    def __repr__(self) -> str:
        return NAME

    def _same(self, *_: Any) -> Placeholder:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _same
    __truediv__ = __rtruediv__ = __neg__ = __getitem__ = __call__ = _same


PLACEHOLDER = Placeholder()


def is_untouched(answer: object) -> bool:
    """Tell whether an answer is still the ``____`` of the exercise.

    Examples
    --------
    >>> is_untouched(PLACEHOLDER), is_untouched([PLACEHOLDER] * 2), is_untouched([])
    (True, True, False)
    """
    if answer is Ellipsis or isinstance(answer, Placeholder):
        return True
    if isinstance(answer, str):
        return answer.strip() == NAME
    if isinstance(answer, dict):
        return bool(answer) and all(map(is_untouched, answer.values()))
    if isinstance(answer, list | tuple | set):
        return bool(answer) and all(map(is_untouched, answer))
    return False


def has_gap(answer: object) -> bool:
    """Tell whether some of an answer, or all of it, is still ``____``.

    Examples
    --------
    >>> has_gap(["A", PLACEHOLDER]), has_gap(["A", "B"]), has_gap(PLACEHOLDER)
    (True, False, True)
    """
    inside = answer if isinstance(answer, list | tuple | set) else ()
    return is_untouched(answer) or any(map(is_untouched, inside))
