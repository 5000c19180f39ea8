"""Errors of a notebook in a sentence, in place of a page of program lines."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from kamlab.errors import KamLabError


def sentence_of(error: BaseException) -> str:
    """Say what went wrong and what to do, for the errors a learner meets.

    Parameters
    ----------
    error : BaseException
        What a cell ended with.

    Examples
    --------
    >>> sentence_of(NameError("?", name="Kestrel"))[:38]
    'Python does not know the name Kestrel.'
    """
    if isinstance(error, NameError) and error.name:
        return (
            f"Python does not know the name {error.name}. If it is text, such as an "
            f"account, put it in quotes: '{error.name}'. If it is a variable, run the "
            "cell that makes it first."
        )
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "a setting"
        return (
            f"{where} = {first.get('input')!r} cannot be: {first['msg']}. Change it in "
            "the parameters cell and run the cells again from there."
        )
    return str(error)


def speak_plainly() -> None:
    """Tell names Python does not know, and KamLab's own errors, in a sentence.

    The cell still counts as failed, and the cells after it do not run.
    """
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((KamLabError, NameError, ValidationError), _told)


def _told(
    shell: Any, kind: Any, error: BaseException, trace: Any, **_: Any
) -> list[str]:
    """Put the sentence where the program lines would stand."""
    sentences = [sentence_of(error)]
    # the shell's own way: programs still see that, and how, the cell failed
    shell._showtraceback(kind, error, sentences)
    return sentences
