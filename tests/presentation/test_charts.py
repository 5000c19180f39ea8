from __future__ import annotations

import base64
import warnings

import matplotlib as mpl

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, HATCHES, legend_above

PNG = b"\x89PNG\r\n\x1a\n"
NAMES = [
    "$5 a_day$",
    "$\\frac{1$",
    "_hidden",
    "🙂👩‍👩‍👧 株式会社",
    "x" * 10_000,
    "two\nlines",
    "\u202etxt.exe",
    "\x07\x00",
    "%s {0}",
    "",
]
FEW = ["Nord", "Süd"]


def drawn(names: list[str] = NAMES) -> Chart:
    with canvas(6, 4) as (figure, (axis,)):
        labels = [short(name) for name in names]
        for place, name in enumerate(labels):
            axis.barh(place, place + 1, hatch=HATCHES[place % 4], label=name)
            axis.annotate(name, (place, place))
        axis.set_yticks(range(len(names)))
        axis.set_yticklabels(labels)
        axis.set_xlabel(f"of {labels[0]}")
        axis.set_title(labels[1])
        legend_above(axis)
    return finish(figure, alt=f"Bars of {names[0]}", reading=f"{names[1]} is largest.")


def test_it_shows_a_picture_with_its_words() -> None:
    chart = Chart(PNG, "alt <b>", 'reading "x"')
    data, notes = chart._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == PNG
    # the words travel as they are: the page escapes them where it writes them
    assert notes == {"image/png": {"alt": "alt <b>", "reading": 'reading "x"'}}
    assert data["text/plain"] == 'alt <b>\nreading "x"' == str(chart)
    assert set(data) == {"image/png", "text/plain"}


def test_printing_a_chart_does_not_print_the_picture() -> None:
    assert "PNG" not in repr(Chart(PNG, "alt", "reading"))


def test_odd_names_do_no_harm_and_warn_of_nothing() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        chart = drawn()  # the font lacks some of the signs
    assert chart.png.startswith(PNG)
    assert not said


def test_dollars_are_drawn_and_not_taken_for_formulas() -> None:
    plain, other = drawn(["$x_1$", "b"]), drawn(["$x^1$", "b"])
    assert plain.png != other.png
    with canvas() as (figure, (axis,)):
        texts = [axis.set_title("$x$"), axis.text(0, 0, "$x$"), axis.xaxis.label]
        axis.set_yticks([0], ["$x$"])
        assert not any(text.get_parse_math() for text in texts)
        assert not axis.get_yticklabels()[0].get_parse_math()
    assert figure.axes == [axis]


def test_the_same_figure_gives_the_same_bytes() -> None:
    first = drawn(FEW)
    assert first.png == drawn(FEW).png
    assert first.png != drawn(FEW[::-1]).png


def test_settings_of_this_machine_change_no_picture() -> None:
    first = drawn(FEW)
    own = {"font.size": 30, "savefig.bbox": "tight", "savefig.transparent": True}
    own |= {"hatch.linewidth": 5.0, "axes.grid": True, "lines.linewidth": 9}
    for name, value in own.items():
        with mpl.rc_context({name: value}):
            assert drawn(FEW).png == first.png, name


def test_settings_are_given_back() -> None:
    before = dict(mpl.rcParams)
    drawn(FEW)
    assert dict(mpl.rcParams) == before


def test_panels_come_left_to_right_and_top_to_bottom() -> None:
    with canvas(6, 4, rows=2, columns=3) as (figure, axes):
        figure.draw_without_rendering()
        places = [axis.get_subplotspec().num1 for axis in axes]
    assert places == [0, 1, 2, 3, 4, 5]


def test_a_picture_has_its_size_in_inches_at_110_dots() -> None:
    with canvas(4, 2) as (figure, (axis,)):
        axis.plot([0, 1], color=BLUE)
    png = finish(figure, alt="a", reading="r").png
    width, height = (int.from_bytes(png[i : i + 4], "big") for i in (16, 20))
    assert (width, height) == (440, 220)


def test_a_picture_names_no_version_or_place() -> None:
    png = drawn(FEW).png
    assert b"KamLab" in png
    assert b"atplotlib" not in png
