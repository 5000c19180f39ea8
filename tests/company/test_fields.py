from __future__ import annotations

import pytest
from fixture_settings import Small
from pydantic import BaseModel, Field

from kamlab.company.fields import declared


def test_each_field_with_type_range_unit_default_sentence():
    fields = declared(Small)
    share = fields["key_share"]
    assert (share.kind, share.range, share.unit) == ("a number", "0 to 1", "share")
    assert share.default == 0.2
    assert share.sentence == "Share from which an account is key"
    assert fields["basis"].range == "one of revenue, contribution"
    assert fields["strict"].kind == "true or false"


@pytest.mark.parametrize(
    "field, words",
    [
        (Field(1, ge=0), "at least 0"),
        (Field(1, gt=0), "above 0"),
        (Field(1, gt=0, lt=9), "above 0 and below 9"),
        (Field(1, le=9), "at most 9"),
        (Field(1), ""),
    ],
)
def test_ranges_in_words(field: object, words: str):
    model = type("M", (BaseModel,), {"__annotations__": {"n": int}, "n": field})
    assert declared(model)["n"].range == words


def test_lists_and_fields_without_default_are_no_settings():
    class Lists(BaseModel):
        names: list[str] = []

    class Bare(BaseModel):
        name: str

    for model in (Lists, Bare):
        with pytest.raises(TypeError, match="default"):
            declared(model)
