from __future__ import annotations

import pandas as pd

from kamlab.churn import Hits, Rate, hits, leak_sentence, leaked, tried_on_history


def test_the_late_sheet_finds_more(three, by_hand) -> None:
    """L stopped on 2024-12-31: at 2024-12-31 nothing shows, 30 days later a third."""
    history = tried_on_history(three, by_hand)
    settings = by_hand.model_copy(update={"watch_from": 0.3})
    honest = hits(history, by_hand)
    cheating = leaked(three, history, settings)
    assert cheating.base == honest.base and cheating.cut_offs == honest.cut_offs
    assert cheating.recall.n == honest.recall.n
    assert (cheating.recall.value or 0) > (honest.recall.value or 0)


def test_silence_is_measured_a_month_after_the_cut_off(three, by_hand) -> None:
    history = tried_on_history(three, by_hand)
    one = history[history["cut_off"] == pd.Timestamp("2025-02-28")]
    # K ordered on 2025-03-31, after the export of 30 March: silent 30 of 93 days;
    # S came back on 15 March: 15 of 93. L is silent 89 of 93, and the only one lost
    for watch_from, listed in ((0.9, 1), (0.3, 2), (0.15, 3)):
        settings = by_hand.model_copy(update={"watch_from": watch_from})
        assert leaked(three, one, settings).precision.n == listed


def test_sentences() -> None:
    base = Rate(0.1, 100, 0.0, 0.2)
    weak = Hits(base, Rate(0.4, 10, 0.2, 0.6), base, 3)
    strong = Hits(base, Rate(0.9, 10, 0.8, 1.0), base, 3)
    none = Hits(base, Rate(None, 0), base, 3)
    said = leak_sentence(weak, strong)
    assert "90.0 % (80.0 % to 100.0 %)" in said and "instead of 40.0 %" in said
    assert "would not even have helped" in leak_sentence(strong, weak)
    assert leak_sentence(none, none).endswith("no comparison.")
