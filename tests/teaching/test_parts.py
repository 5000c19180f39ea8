from __future__ import annotations

from kamlab.teaching.parts import accounts, share, yes_no


def test_short_ways_to_ask() -> None:
    assert accounts("x", of="mini").accounts_of == "mini"
    assert share("x").unit == "share" and share("x").tolerance == 0.001
    assert list(yes_no("x").options) == ["yes", "no"]
