from __future__ import annotations

from kamlab.churn.signals import SIGNALS, Signal
from kamlab.churn.signals.table import BLOCKS
from kamlab.company.tables import TABLES

RHYTHM = {"days_silent", "gap_ratio", "orders_month", "orders_change", "tenure"}


def test_every_signal_is_told_in_words() -> None:
    for name, signal in SIGNALS.items():
        assert isinstance(signal, Signal)
        assert signal.name == name
        assert signal.sentence.endswith(".")
        assert signal.title and signal.unit
        assert signal.direction in (-1, 0, 1)
        for word in ("nan", "null", "feature", "lag"):
            assert word not in signal.sentence.lower().split()


def test_what_a_signal_needs_is_declared() -> None:
    for signal in SIGNALS.values():
        for need in signal.needs:
            table, column = need.split(".")
            assert column in TABLES[table].names, need


def test_every_signal_has_a_measure() -> None:
    worked_out = {name for names in BLOCKS.values() for name in names}
    assert worked_out | RHYTHM == set(SIGNALS)


def test_visits_point_nowhere() -> None:
    # KAMs visit where they sense danger: what more visits mean is not clear
    assert SIGNALS["visits_month"].direction == 0
