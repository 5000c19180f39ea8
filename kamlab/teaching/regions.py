"""Solution regions of a master cell: found, checked, replaced by a stub."""

from __future__ import annotations

import ast
import re

from kamlab.errors import RefusedError
from kamlab.teaching.placeholder import NAME

BEGIN = re.compile(r"(?P<indent> *)### BEGIN SOLUTION  (?P<stub>\S.*)")
END = re.compile(r" *### END SOLUTION")
LIKE_A_MARKER = re.compile(r"(?i)^\s*#*\s*(begin|end)\W+solution|### *(begin|end)\b")
ON_REQUEST = re.compile(r"q\.q\d+_\d+\.(hint|solution)\(.*\)")


def without_solutions(source: str, where: str) -> str:
    r"""Replace each solution region of a cell by its stub; comment hints out.

    Parameters
    ----------
    source : str
        The cell, with regions such as::

            ### BEGIN SOLUTION  answer = ____
            answer = 42
            ### END SOLUTION
    where : str
        Notebook and cell, for errors.

    Returns
    -------
    str
        The cell as learners get it.

    Raises
    ------
    RefusedError
        If a region is nested, unclosed, never begun, written in another form, or if
        its stub is not the variable that the solution assigns.

    Examples
    --------
    >>> cell = "### BEGIN SOLUTION  a = ____\na = 42\n### END SOLUTION\nq.q0_1.hint()"
    >>> print(without_solutions(cell, "here"))
    a = ____
    # q.q0_1.hint()
    """
    kept: list[str] = []
    stub, indent = "", ""
    body: list[str] = []
    for line in source.splitlines():
        begin, end = BEGIN.fullmatch(line), END.fullmatch(line)
        if begin and stub:
            raise _refused(where, "a solution region begins inside another one")
        if end and not stub:
            raise _refused(where, "a solution region ends that never began")
        if not (begin or end) and LIKE_A_MARKER.search(line):
            raise _refused(
                where,
                f"'{line.strip()}' is no marker; write '### BEGIN SOLUTION  name = "
                f"{NAME}' and '### END SOLUTION'",
            )
        if begin:
            stub, indent, body = begin["stub"], begin["indent"], []
        elif end:
            check_stub(stub, "\n".join(body), where)
            kept.append(indent + stub)
            stub = ""
        elif stub:
            body.append(line.removeprefix(indent))
        else:
            kept.append(f"# {line}" if ON_REQUEST.fullmatch(line) else line)
    if stub:
        raise _refused(where, "a solution region is not closed")
    return "\n".join(kept)


def check_stub(stub: str, solution: str, where: str) -> None:
    """Make sure that a stub assigns what the solution assigns, and nothing but ____.

    Raises
    ------
    RefusedError
        If the two do not agree, or one of them is no Python.
    """
    if NAME not in stub:
        raise _refused(where, f"the stub '{stub}' has no {NAME}")
    try:
        left, right = ast.parse(stub), ast.parse(solution)
    except SyntaxError:
        raise _refused(
            where, f"the stub '{stub}' or its solution is no Python"
        ) from None
    asked, given = _assigned(left), _assigned(right)
    if not asked or not asked <= given:
        names = ", ".join(sorted(asked - given)) or "nothing"
        raise _refused(where, f"the stub '{stub}' asks for {names}, never assigned")


def _assigned(tree: ast.Module) -> set[str]:
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _refused(where: str, what: str) -> RefusedError:
    return RefusedError(f"{where}: {what}. Put the master right and build again.")
