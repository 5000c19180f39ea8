from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from kamlab.errors import RefusedError
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.plain_errors import _told, sentence_of, speak_plainly


def test_a_name_without_quotes() -> None:
    with pytest.raises(NameError) as error:
        eval("Kestrel")
    assert "put it in quotes: 'Kestrel'" in sentence_of(error.value)


def test_a_parameter_out_of_range() -> None:
    with pytest.raises(ValueError) as error:
        KeyAccountsSettings(key_share=5.0)
    sentence = sentence_of(error.value)
    assert sentence.startswith("key_share = 5.0 cannot be: ")
    assert sentence.endswith("run the cells again from there.")


def test_our_own_errors_speak_for_themselves() -> None:
    assert sentence_of(RefusedError("Name a folder.")) == "Name a folder."


def test_outside_a_notebook_nothing_changes() -> None:
    speak_plainly()


@pytest.mark.parametrize(
    "line, says",
    [
        ("key_share: float = 0,05", "Numbers have a point (0.05)"),
        ("a = [2 5]", "a comma between them ([2, 5])"),
        ("a = 5 %", "no % sign"),
        ("sourced = ", "Nothing stands behind the = sign"),
        ("key_share: float =  # the line", "key_share = ____"),
        ("a = [1, 2", "every [ needs its ]"),
        ("a = 'P1", "every quote a second one"),
        ("a = “P1”", "straight quotes"),
        ("if a:\nb = 1", "begin at the very left"),
    ],
)
def test_a_line_python_cannot_read(line: str, says: str) -> None:
    with pytest.raises(SyntaxError) as error:
        compile(line, "a cell", "exec")
    sentence = sentence_of(error.value)
    assert sentence.startswith("Python cannot read this line: ")
    assert says in sentence


@pytest.mark.parametrize(
    "name, says",
    [
        ("true", "Write True or False, with a capital first letter."),
        ("yes", "Write True or False"),
        ("nobody", "write empty brackets: []"),
    ],
)
def test_words_python_does_not_know(name: str, says: str) -> None:
    assert says in sentence_of(NameError("?", name=name))


def test_a_misspelt_column() -> None:
    accounts = pd.DataFrame({"contribution": [1.0], "revenue": [2.0], 3: [4]})
    held = {"accounts": accounts, "firms": {"firm_a": 1}, "_hidden": {"firma": 1}}
    for wrong, right in (("contributon", "contribution"), ("firma", "firm_a")):
        with pytest.raises(KeyError) as error:
            accounts[wrong]
        assert sentence_of(error.value, held) == (
            f"There is no '{wrong}' here; did you mean '{right}'?"
        )
    with pytest.raises(KeyError) as error:
        accounts[["contributon", "revenue"]]
    assert "did you mean 'contribution'?" in sentence_of(error.value, held)
    assert sentence_of(KeyError("zzz")).startswith("There is no 'zzz' here. Look")
    assert sentence_of(KeyError(7), held).startswith("There is no 7 here.")


@pytest.mark.parametrize(
    "values, says",
    [
        ({"key_share": "0.05"}, "Take away the quotes and write a number: key_share ="),
        ({"key_share": "0,05"}, "key_share = 0.05."),
        ({"key_share": "5 %"}, "key_share = 0.05."),
        ({"key_share": (0, 1)}, "Write key_share with a point: 0.1."),
        ({"strict": "yes"}, "neither True nor False"),
    ],
)
def test_a_parameter_of_another_kind(values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError) as error:
        KeyAccountsSettings(**values)
    assert says in sentence_of(error.value)


def told(cell: str, shell: InteractiveShell) -> str:
    said: list[str] = []
    shell._showtraceback = lambda kind, error, lines: said.extend(lines)
    assert not shell.run_cell(cell).success
    return "\n".join(said)


def test_in_a_notebook_a_slip_is_a_sentence_and_our_faults_keep_their_lines() -> None:
    shell = InteractiveShell()
    kinds = (KeyError, SyntaxError)
    shell.set_custom_exc(kinds, _told)
    shell.run_cell("import pandas as pd\naccounts = pd.DataFrame({'revenue': [1]})")
    assert told("accounts['revenu']", shell) == (
        "There is no 'revenu' here; did you mean 'revenue'?"
    )
    assert "no % sign" in told("a = 5 %", shell)
    inside = "from kamlab.teaching.book import Book\n"
    inside += "Book({}).once('a', None, lambda: {}['gone'])"
    assert "Traceback" in told(inside, shell)
