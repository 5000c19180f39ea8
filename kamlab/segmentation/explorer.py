"""Sliders for the two lines; the picture is the report's own."""

from __future__ import annotations

from typing import Any

from kamlab.errors import UndefinedError
from kamlab.presentation import Chart, Words, in_words, notice
from kamlab.segmentation.charts import plot_criteria
from kamlab.segmentation.key import key_accounts
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.words import finding
from kamlab.segmentation.worth import Worth

SLIDERS = {"key_share": "Key from", "critical_share": "Critical from"}
STEP = 0.01


def explore(worth: Worth, settings: KeyAccountsSettings) -> None:
    """Show the shares side by side, with sliders for the lines of key and critical.

    The picture and the sentence are ordinary outputs that are redrawn in place, so
    they stay where no widgets live (a page, a run without a screen): only the sliders
    are missing there.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    settings : KeyAccountsSettings
        Where the sliders start; everything else stays as it is.
    """
    from IPython.display import display

    places = [display(thing, display_id=True) for thing in _drawn(worth, settings)]
    try:
        from ipywidgets import FloatSlider
    except ImportError:
        return
    chosen: dict[str, float] = {}

    def moved(change: Any) -> None:
        chosen[change["owner"].tag] = change["new"]
        now = with_lines(settings, **chosen)
        for place, thing in zip(places, _drawn(worth, now), strict=True):
            place.update(thing)

    for name, words in SLIDERS.items():
        low, high = _range(settings, name)
        slider = FloatSlider(
            value=getattr(settings, name),
            min=low,
            max=high,
            step=STEP,
            description=words,
            readout_format=".0%",
            continuous_update=False,
        )
        slider.tag = name
        slider.observe(moved, "value")
        display(slider)


def with_lines(settings: KeyAccountsSettings, **lines: float) -> KeyAccountsSettings:
    """Give the same settings with other lines, checked like any other settings.

    Parameters
    ----------
    settings : KeyAccountsSettings
        Everything else.
    **lines : float
        ``key_share``, ``critical_share``.
    """
    rounded = {name: round(value, 6) for name, value in lines.items()}
    return KeyAccountsSettings(**(settings.model_dump() | rounded))


def _drawn(worth: Worth, settings: KeyAccountsSettings) -> tuple[Chart | Words, Words]:
    """Give the report's own picture and finding for these lines."""
    table = key_accounts(worth, settings)
    words = in_words(finding(worth, table, settings))
    try:
        return plot_criteria(worth, table, settings), words
    except UndefinedError as reason:
        return notice(str(reason)), words


def _range(settings: KeyAccountsSettings, name: str) -> tuple[float, float]:
    """Give the range the settings allow; a band of key shares bounds its low end."""
    schema = KeyAccountsSettings.model_json_schema()["properties"][name]
    low, high = float(schema["minimum"]), float(schema["maximum"])
    if name == "key_share" and settings.key_band_top <= high:
        high = settings.key_band_top - STEP
    return low, high
