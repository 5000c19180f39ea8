from __future__ import annotations

import pytest
from pydantic import ValidationError

from kamlab.churn.model import ModelSettings


@pytest.mark.parametrize(
    "wrong", [{"folds": 1}, {"prior_sd": 0.0}, {"penalty": "none"}, {"limit": 0.9}]
)
def test_settings_out_of_range_are_refused(wrong) -> None:
    with pytest.raises(ValidationError):
        ModelSettings(**wrong)


def test_every_setting_has_a_sentence() -> None:
    assert all(field.description for field in ModelSettings.model_fields.values())
