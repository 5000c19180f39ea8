"""Errors of a notebook in a sentence, in place of a page of program lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from kamlab.errors import KamLabError, did_you_mean

_PACKAGE = Path(__file__).resolve().parents[1]
_TRUTH_WORDS = {"true", "false", "yes", "no"}
_NOTHING_WORDS = {"nobody", "nothing", "none", "null", "empty"}
_QUOTED = re.compile(r"'([^']+)'")
_EMPTY = re.compile(r"^\s*(\w+)[^=]*=\s*(#.*)?$")
_NUMBER = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)\s*(%?)\s*")
_UNPAIRED = ("never closed", "unterminated", "unmatched", "incomplete input")


def sentence_of(
    error: BaseException, variables: Mapping[str, object] | None = None
) -> str:
    """Say what went wrong and what to do, for the errors a learner meets.

    Parameters
    ----------
    error : BaseException
        What a cell ended with.
    variables : mapping of str to object, optional
        What the notebook holds; a misspelt column is looked for in its tables.

    Examples
    --------
    >>> sentence_of(NameError("?", name="Kestrel"))[:38]
    'Python does not know the name Kestrel.'
    """
    if isinstance(error, SyntaxError):
        return _unreadable(error)
    if isinstance(error, NameError) and error.name:
        return _unknown_name(error.name)
    if isinstance(error, KeyError):
        return _missing_key(error, variables or {})
    if isinstance(error, ValidationError):
        return _refused_setting(error)
    return str(error)


def _unreadable(error: SyntaxError) -> str:
    line = (error.text or "").strip()
    where = f"Python cannot read this line: {line}\n" if line else ""
    says = error.msg or ""
    if isinstance(error, IndentationError):
        return where + "Let every line begin at the very left, as it stood before."
    if empty := _EMPTY.match(line):
        return (
            f"{where}Nothing stands behind the = sign. Write your value there; an "
            f"answer you want to leave open is written {empty[1]} = ____"
        )
    if any(word in says for word in _UNPAIRED):
        return (
            f"{where}Brackets and quotes come in pairs: every [ needs its ] and every "
            "quote a second one."
        )
    return (
        f"{where or 'Python cannot read this line. '}Numbers have a point (0.05), list "
        "items a comma between them ([2, 5]), text has straight quotes ('P1'), and "
        "there is no % sign."
    )


def _unknown_name(name: str) -> str:
    word = name.casefold()
    if word in _TRUTH_WORDS:
        return (
            f"Python does not know the name {name}. Write True or False, with a "
            "capital first letter."
        )
    if word in _NOTHING_WORDS:
        return (
            f"Python does not know the name {name}. Where nothing belongs, write empty "
            "brackets: []"
        )
    return (
        f"Python does not know the name {name}. If it is text, such as an "
        f"account, put it in quotes: '{name}'. If it is a variable, run the "
        "cell that makes it first."
    )


def _missing_key(error: KeyError, variables: Mapping[str, object]) -> str:
    key = error.args[0] if error.args else ""
    # pandas names several at once: "['a', 'b'] not in index"
    found = _QUOTED.search(str(key)) if "not in" in str(key) else None
    wanted = found[1] if found else str(key)
    if not isinstance(key, str):
        return f"There is no {key} here. Look at what the table or list holds."
    near = did_you_mean(wanted, sorted(set(_columns(variables))))
    hint = near if near.startswith("; did") else ". Look at how it is spelt."
    return f"There is no '{wanted}' here{hint}"


def _columns(variables: Mapping[str, object]) -> Iterator[str]:
    """Name the columns of the tables, and the keys of the dictionaries, at hand."""
    for name, value in list(variables.items()):
        if name.startswith("_"):
            continue
        if isinstance(value, pd.DataFrame):
            yield from (str(column) for column in value.columns)
        elif isinstance(value, dict):
            yield from (key for key in value if isinstance(key, str))


def _refused_setting(error: ValidationError) -> str:
    first = error.errors()[0]
    where, given = ".".join(map(str, first["loc"])) or "a setting", first.get("input")
    again = "Change it in the parameters cell and run the cells again from there."
    if isinstance(given, str) and (number := _NUMBER.fullmatch(given)):
        plain = number[1].replace(",", ".")
        if number[2]:
            plain = f"{float(plain) / 100:g}"
        return (
            f"{where} = {given!r} is text. Take away the quotes and write a number: "
            f"{where} = {plain}. {again}"
        )
    if first["type"].startswith("bool"):
        return (
            f"{where} = {given!r} is neither True nor False. Write one of the two, "
            f"without quotes. {again}"
        )
    if isinstance(given, tuple) and len(given) == 2:
        return (
            f"Python reads {given[0]},{given[1]} as two numbers. Write {where} with a "
            f"point: {given[0]}.{given[1]}. {again}"
        )
    return f"{where} = {given!r} cannot be: {first['msg']}. {again}"


def speak_plainly() -> None:
    """Tell a learner's slips, and KamLab's own errors, in a sentence.

    A slip is a line Python cannot read, a name it does not know, or a column that is
    not there. The cell still counts as failed, and the cells after it do not run.
    """
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        kinds = (KamLabError, NameError, KeyError, SyntaxError, ValidationError)
        shell.set_custom_exc(kinds, _told)


def _told(
    shell: Any, kind: Any, error: BaseException, trace: Any, **_: Any
) -> list[str]:
    """Put the sentence where the program lines would stand."""
    if isinstance(error, KeyError) and _is_ours(trace):
        # a fault of KamLab's: its program lines are what a report of it needs
        lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace)
    else:
        lines = [sentence_of(error, shell.user_ns)]
    # the shell's own way: programs still see that, and how, the cell failed
    shell._showtraceback(kind, error, lines)
    return lines


def _is_ours(trace: Any) -> bool:
    """Say whether an error came up inside KamLab, not in the learner's own lines."""
    while trace is not None:
        if _PACKAGE in Path(trace.tb_frame.f_code.co_filename).parents:
            return True
        trace = trace.tb_next
    return False
