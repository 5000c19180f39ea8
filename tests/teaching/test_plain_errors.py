from __future__ import annotations

import pytest

from kamlab.errors import RefusedError
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.plain_errors import sentence_of, speak_plainly


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
