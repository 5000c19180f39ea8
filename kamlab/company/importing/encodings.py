"""Check that a text file is written as the recipe says, before a row is read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kamlab.errors import RefusedError

_BLOCK = 1 << 20
_MARKS = (  # the longer mark first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x80-\x9f]")
_FOREIGN = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{5}")
_CYRILLIC = "\u0400-\u04ff"
_MIXED = re.compile(f"[A-Za-z][{_CYRILLIC}]|[{_CYRILLIC}][A-Za-z]")
_REST = re.compile(f"[A-Za-z{_CYRILLIC}]{{0,20}}")
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15")


def checked_encoding(path: Path, encoding: str, trusted: bool) -> str:
    """Make sure the bytes of a file are what its recipe says, and name the codec.

    Bytes that the encoding does not know are refused with their line; so is a file
    that can be read but hardly is meant so: UTF-8 or Cyrillic read as Western letters,
    or Western letters read as Cyrillic, which mixes both alphabets within a word.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        What the recipe says.
    trusted : bool
        Whether the recipe vouches for the encoding; only sure errors are refused then.

    Returns
    -------
    str
        The codec to open the file with (it drops a byte-order mark).

    Raises
    ------
    RefusedError
        Naming the line and what to write in the recipe instead.
    """
    codec = codecs.lookup(encoding).name
    with path.open("rb") as file:
        start = file.read(4096)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    family = codec.removesuffix("-sig")
    if marked and marked != family:
        raise RefusedError(
            f"{path.name} begins with the mark of {marked}, but the recipe says "
            f"{encoding}; write `encoding: {marked}`."
        )
    if family in ("utf-16", "utf-32") and not marked:
        raise RefusedError(
            f"{path.name} has no byte-order mark; write `encoding: {family}-le` or "
            f"`{family}-be`."
        )
    if (family == "utf-8" or not family.startswith("utf-")) and _is_wide(start):
        raise RefusedError(
            f"{path.name} is full of NUL bytes, as UTF-16 is; write "
            "`encoding: utf-16-le` or `utf-16-be`."
        )
    _decode_all(path, codec, encoding, trusted or family.startswith("utf-"))
    return "utf-8-sig" if family == "utf-8" else codec


def _is_wide(start: bytes) -> bool:
    return len(start) > 8 and start.count(0) * 3 > len(start)


def _decode_all(path: Path, codec: str, encoding: str, trusted: bool) -> None:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    as_utf8: codecs.IncrementalDecoder | None = None
    if not trusted:
        as_utf8 = codecs.getincrementaldecoder("utf-8")("strict")
    beyond_ascii = False
    lines = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(codec, "ignore")
                line = lines + before.count("\n")
                byte = error.object[error.start]
                raise RefusedError(
                    f"{path.name}, line {line}: byte 0x{byte:02X} is no letter in "
                    f"{encoding}; say the right encoding in the recipe, such as "
                    "cp1252 (Western Windows) or cp1251 (Cyrillic Windows)."
                ) from None
            if not trusted:
                _check_letters(text, path, encoding, codec, lines)
                beyond_ascii = beyond_ascii or not block.isascii()
                as_utf8 = _still_utf8(as_utf8, block)
            lines += text.count("\n")
            if not block:
                break
    if beyond_ascii and as_utf8 is not None:
        raise RefusedError(
            f"{path.name} is sound UTF-8, the recipe says {encoding}; write "
            "`encoding: utf-8` (or `trust_encoding: true` if you are sure)."
        )


def _still_utf8(
    decoder: codecs.IncrementalDecoder | None, block: bytes
) -> codecs.IncrementalDecoder | None:
    """Follow whether all bytes so far could be UTF-8; None once they cannot."""
    if decoder is not None:
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError:
            return None
    return decoder


def _check_letters(
    text: str, path: Path, encoding: str, codec: str, lines: int
) -> None:
    """Refuse letters that nobody writes: they come from a wrong encoding."""
    found = _CONTROL.search(text) or _MIXED.search(text)
    hint = "cp1252"
    if found is None and codec in _WESTERN:
        found, hint = _FOREIGN.search(text), "cp1251 or another of its alphabet"
    if found is None:
        return
    line = lines + text.count("\n", 0, found.start())
    shown = repr(_word_at(text, found)) if _MIXED.match(found[0]) else f"{found[0]!a}"
    raise RefusedError(
        f"{path.name}, line {line}: read as {encoding} it holds {shown}, hardly "
        f"meant; is the encoding {hint}? (`trust_encoding: true` if it is right.)"
    )


def _word_at(text: str, found: re.Match[str]) -> str:
    """Give the word round a place where two alphabets meet."""
    before = _REST.match(text[: found.start()][::-1][:20])
    after = _REST.match(text, found.end())
    return f"{before[0][::-1] if before else ''}{found[0]}{after[0] if after else ''}"
