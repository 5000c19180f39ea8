"""Read figures that are written in one declared way, exactly, without floats."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

DIGITS_BEFORE, DIGITS_AFTER = 40, 30
EXACT = pa.decimal256(76, DIGITS_AFTER)
_MINUS = ("-", "\u2212")  # the keyboard's and the typographer's
_SIGN = "[+\\-\u2212]?"
_BLANK = "[ \u00a0\u202f\u2009]"


@dataclass(frozen=True)
class NumberForm:
    """How figures are written.

    Parameters
    ----------
    decimal : str
        The decimal mark, ``.`` or ``,``.
    thousands : str
        The mark between groups of three digits; ``blank`` means any blank.
    negative : str
        ``minus`` (−5), ``trailing minus`` (5-) or ``brackets`` ((5)).
    ignore : tuple of str
        Texts to leave out, such as a currency sign.
    percent : bool
        Whether the figure is written in hundredths; ``%`` is then left out.
    """

    decimal: str = "."
    thousands: str = ""
    negative: str = "minus"
    ignore: tuple[str, ...] = ()
    percent: bool = False

    @property
    def pattern(self) -> str:
        """The regular expression of a figure: sign, whole part, decimals."""
        mark = re.escape(self.decimal)
        group = _BLANK if self.thousands == "blank" else re.escape(self.thousands)
        plain = rf"\d{{1,{DIGITS_BEFORE}}}"
        whole = rf"{plain}|\d{{1,3}}(?:{group}\d{{3}})+" if self.thousands else plain
        body = rf"(?P<whole>{whole})?(?:{mark}(?P<part>\d{{1,{DIGITS_AFTER - 2}}}))?"
        return {
            "minus": f"^(?P<sign>{_SIGN}){body}(?P<end>)$",
            "trailing minus": f"^(?P<sign>){body}(?P<end>{_SIGN})$",
            "brackets": rf"^(?P<sign>\(?){body}(?P<end>\)?)$",
        }[self.negative]


PLAIN = NumberForm()


def parse_numbers(texts: pa.StringArray, form: NumberForm) -> pa.Array:
    """Read texts as exact figures; what is no figure of the form becomes blank.

    ``1.234`` with the decimal mark ``,`` and no thousands mark is no figure; so is
    ``1e400``: nothing is guessed.

    Parameters
    ----------
    texts : pyarrow.StringArray
        Trimmed texts, null where nothing stands.
    form : NumberForm
        How the figures are written.

    Returns
    -------
    pyarrow.Array
        ``decimal256(76, 30)``, null where there is no text or no such figure.

    Examples
    --------
    >>> form = NumberForm(decimal=",", thousands=".")
    >>> figures = parse_numbers(pa.array(["1.234,50", "1,234.50"]), form)
    >>> figures.cast(pa.decimal128(18, 4)).to_pylist()
    [Decimal('1234.5000'), None]
    """
    for sign in (*form.ignore, *(("%",) if form.percent else ())):
        texts = pc.utf8_trim_whitespace(pc.replace_substring(texts, sign, ""))
    match = pc.extract_regex(texts, form.pattern)
    whole, part = match.field("whole"), match.field("part")
    if form.thousands == "blank":
        whole = pc.replace_substring_regex(whole, _BLANK, "")
    elif form.thousands:
        whole = pc.replace_substring(whole, form.thousands, "")
    minus, balanced = _signs(match.field("sign"), match.field("end"), form.negative)
    length = pc.utf8_length(whole)
    sound = pc.and_(balanced, pc.less_equal(length, DIGITS_BEFORE))
    sound = pc.and_(sound, pc.greater(pc.add(length, pc.utf8_length(part)), 0))
    sound = pc.and_(sound, pc.is_valid(match))
    shift = "e-2" if form.percent else ""
    text = pc.binary_join_element_wise(minus, "0", whole, ".", part, "0", shift, "")
    return pc.cast(pc.if_else(sound, text, None), EXACT)


def _signs(
    sign: pa.StringArray, end: pa.StringArray, negative: str
) -> tuple[pa.Array, pa.Array]:
    """Tell the minus of each figure, and whether its sign is complete."""
    if negative == "brackets":
        opened, closed = pc.equal(sign, "("), pc.equal(end, ")")
        return pc.if_else(opened, "-", ""), pc.equal(opened, closed)
    told = sign if negative == "minus" else end
    is_minus = pc.is_in(told, value_set=pa.array(_MINUS))
    return pc.if_else(is_minus, "-", ""), pc.is_valid(told)
