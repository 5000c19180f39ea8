from __future__ import annotations

import pytest

from kamlab.churn.what_if import plot_what_ifs, what_if, what_ifs, what_ifs_sentence
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart


def test_bars_tell_the_largest_figure(firm) -> None:
    found = what_ifs(firm, ("close_hours", "breadth_plus"), replicates=3, cost=100.0)
    chart = plot_what_ifs(found)
    assert isinstance(chart, Chart) and chart.png.startswith(b"\x89PNG")
    assert chart.alt.index("1 more contact each") < chart.alt.index("tickets solved")
    assert "Most accounts are kept by 1 more contact each" in chart.reading
    assert "after its cost" in chart.reading and "of 3 companies" in chart.reading
    assert plot_what_ifs(found).png == chart.png


def test_without_other_companies_it_is_this_one(firm) -> None:
    found = [what_if(firm, replicates=0, breadth_plus=2)]
    assert "in this company" in what_ifs_sentence(found)
    assert "interval" not in plot_what_ifs(found).reading


def test_where_nothing_helps_the_sentence_says_so(firm) -> None:
    found = [what_if(firm, replicates=0, fix_warehouse=1)]
    assert what_ifs_sentence(found) == "None of the actions keeps an account."
    plot_what_ifs(found)
    with pytest.raises(NotEnoughDataError, match="no what-if to draw"):
        plot_what_ifs([])
