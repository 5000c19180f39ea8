from __future__ import annotations

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching.regions import without_solutions

GOOD = """\
# what we know
### BEGIN SOLUTION  share = ____
total = 4
share = 1 / total
### END SOLUTION
q.q2_1.check()
q.q2_1.hint()
q.q2_1.solution(show=True)"""


def test_a_region_becomes_its_stub() -> None:
    assert without_solutions(GOOD, "cell") == (
        "# what we know\nshare = ____\nq.q2_1.check()\n"
        "# q.q2_1.hint()\n# q.q2_1.solution(show=True)"
    )


def test_two_regions_and_indentation() -> None:
    source = (
        "def f(x):\n    ### BEGIN SOLUTION  y = ____\n    y = x\n    ### END SOLUTION\n"
        "    return y\n### BEGIN SOLUTION  a, b = ____, ____\na, b = 1, 2\n"
        "### END SOLUTION"
    )
    assert without_solutions(source, "cell") == (
        "def f(x):\n    y = ____\n    return y\na, b = ____, ____"
    )


@pytest.mark.parametrize(
    "source, says",
    [
        ("### BEGIN SOLUTION  a = ____\na = 1", "not closed"),
        ("a = 1\n### END SOLUTION", "never began"),
        (
            "### BEGIN SOLUTION  a = ____\n### BEGIN SOLUTION  b = ____\nb = 1\n"
            "### END SOLUTION",
            "inside another",
        ),
        ("### BEGIN SOLUTION a = ____\na = 1\n### END SOLUTION", "is no marker"),
        ("### begin solution\na = 1\n### end solution", "is no marker"),
        ("# BEGIN SOLUTION\na = 1", "is no marker"),
        ("### BEGIN  SOLUTION  a = ____\na = 1\n### END SOLUTION", "is no marker"),
        ("### BEGIN SOLUTION  a = ____\na = 1\n### END SOLUTIONS", "is no marker"),
        ("### BEGIN SOLUTION  a = 5\na = 1\n### END SOLUTION", "has no ____"),
        ("### BEGIN SOLUTION  a = ____\nb = 1\n### END SOLUTION", "asks for a, never"),
        ("### BEGIN SOLUTION  a ____\na = 1\n### END SOLUTION", "no Python"),
        ("### BEGIN SOLUTION  ____\na = 1\n### END SOLUTION", "asks for nothing"),
    ],
)
def test_anything_else_names_the_cell(source: str, says: str) -> None:
    with pytest.raises(RefusedError) as error:
        without_solutions(source, "a.ipynb, cell 'q2-1-answer'")
    assert str(error.value).startswith("a.ipynb, cell 'q2-1-answer': ")
    assert says in str(error.value)
