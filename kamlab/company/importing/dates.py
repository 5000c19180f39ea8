"""Read days that are written in one declared way; anything else is no day."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EXCEL = "excel"
YEARS = (1900, 2100)
_ISO = "%Y-%m-%d"
_PART = re.compile(r"%(.)|([^%]+|%$)")
_DIGITS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2, "f": 9}
_EXCEL_DAY_0 = np.datetime64("1899-12-30", "D")
_EXCEL_SOUND = 61  # before March 1900 Excel counts a day that never was


@dataclass(frozen=True)
class DateForm:
    """How days are written: a strptime-like format, or ``excel`` for serial numbers.

    Parameters
    ----------
    text : str
        Format of ``%Y %y %m %d %H %M %S %f`` and separators, or ``excel``.
    year : str
        The year where the format has none (four digits).
    century : str
        The first two digits of every year where the format has ``%y``.
    pad_to : int
        Fill with leading zeros to this length first (``105`` → ``0105``); 0: do not.

    Raises
    ------
    ValueError
        If the format is empty, has an unknown sign, or leaves day, month or year open.
    """

    text: str
    year: str = ""
    century: str = ""
    pad_to: int = 0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("no date_format is said, such as '%d.%m.%Y'")
        if self.text == EXCEL:
            return
        signs = [match[1] for match in _PART.finditer(self.text) if match[1]]
        unknown = [sign for sign in signs if sign not in _DIGITS]
        if unknown or len(set(signs)) < len(signs) or self.text.endswith("%"):
            raise ValueError(
                f"date_format '{self.text}' may hold each of %Y %y %m %d %H %M %S %f "
                "once, and separators"
            )
        if not {"m", "d"} <= set(signs):
            raise ValueError(f"date_format '{self.text}' needs %d and %m")
        self._check_year(set(signs))

    def _check_year(self, signs: set[str]) -> None:
        told = ("Y" in signs) + ("y" in signs) + bool(self.year)
        if told != 1:
            raise ValueError(
                f"date_format '{self.text}' needs the year once: %Y, %y with a "
                "century, or the field year"
            )
        if self.year and not re.fullmatch(r"\d{4}", self.year):
            raise ValueError(f"year '{self.year}' has not four digits")
        if ("y" in signs) != bool(re.fullmatch(r"\d{2}", self.century)):
            raise ValueError("%y and century (such as '20') go together")

    @property
    def pattern(self) -> str:
        """The regular expression of the format, with a named group a part."""
        parts = list(_PART.finditer(self.text))
        out = ""
        for at, part in enumerate(parts):
            if not part[1]:
                out += re.escape(part[2])
                continue
            most = _DIGITS[part[1]]
            beside = parts[max(at - 1, 0) : at] + parts[at + 1 : at + 2]
            glued = any(
                other[1] for other in beside
            )  # then the width is what parts them
            least = most if glued or part[1] in "Yy" else 1
            out += rf"(?P<{part[1]}>\d{{{least},{most}}})"
        return f"^{out}$"


def parse_dates(texts: pa.StringArray, form: DateForm) -> pa.Array:
    """Read texts as days; what is no day of the declared form becomes blank.

    Years outside 1900–2100 are taken for slips of the pen and become blank too.

    Parameters
    ----------
    texts : pyarrow.StringArray
        Trimmed texts, null where nothing stands.
    form : DateForm
        How the days are written.

    Returns
    -------
    pyarrow.Array
        ``date32``, null where there is no text or no such day.

    Examples
    --------
    >>> texts = pa.array(["3.4.2024", "31.4.2024"])
    >>> parse_dates(texts, DateForm("%d.%m.%Y")).to_pylist()
    [datetime.date(2024, 4, 3), None]
    """
    if form.text == EXCEL:
        days, sound = _excel_days(texts)
    else:
        days, sound = _calendar_days(texts, form)
    first, last = (
        np.datetime64(f"{year}-01-01", "D") for year in (YEARS[0], YEARS[1] + 1)
    )
    sound &= (days >= first) & (days < last)
    return pa.array(days, mask=~sound, type=pa.date32())


def parse_iso(texts: pa.StringArray) -> pa.Array:
    """Read days written ``YYYY-MM-DD``, as typed files and constants give them."""
    return parse_dates(texts, DateForm(_ISO))


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar written ``YYYY-MM-DD``."""
    return bool(parse_iso(pa.array([text], pa.string()))[0].is_valid)


def _excel_days(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    match = pc.extract_regex(texts, r"^(?P<n>\d{2,5})(?:\.\d+)?$")
    count = _numbers(match, "n")
    return _EXCEL_DAY_0 + count, count >= _EXCEL_SOUND


def _calendar_days(
    texts: pa.StringArray, form: DateForm
) -> tuple[np.ndarray, np.ndarray]:
    if form.pad_to:
        texts = pc.utf8_lpad(texts, form.pad_to, "0")
    match = pc.extract_regex(texts, form.pattern)
    part = {sign: _numbers(match, sign) for sign in match.type.names}
    if form.year:
        year = np.where(part["m"] >= 0, int(form.year), -1)
    elif "y" in part:
        year = np.where(part["y"] >= 0, part["y"] + 100 * int(form.century), -1)
    else:
        year = part["Y"]
    sound = (part["m"] >= 1) & (part["m"] <= 12) & (part["d"] >= 1) & (year >= YEARS[0])
    for sign, limit in {"H": 24, "M": 60, "S": 61}.items():
        if sign in part:
            sound &= part[sign] < limit
    months = np.where(sound, (year - 1970) * 12 + part["m"] - 1, 0)
    start = months.astype("datetime64[M]")
    days = start.astype("datetime64[D]") + np.where(sound, part["d"] - 1, 0)
    sound &= days.astype("datetime64[M]") == start  # 31 April would be in May
    return days, sound


def _numbers(match: pa.StructArray, name: str) -> np.ndarray:
    """Read the digits of one part as numbers, −1 where the text did not match."""
    text = pc.if_else(pc.is_valid(match), match.field(name), None)
    return np.asarray(pc.fill_null(pc.cast(text, pa.int64()), -1))
