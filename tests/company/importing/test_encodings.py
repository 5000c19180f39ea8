from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kamlab.company.importing.encodings import checked_encoding
from kamlab.errors import RefusedError


def check(tmp_path: Path, data: bytes, encoding: str, trusted: bool = False) -> str:
    (tmp_path / "f.csv").write_bytes(data)
    return checked_encoding(tmp_path / "f.csv", encoding, trusted)


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        ("a\nb\nRomäne\n".encode("cp1252"), "utf-8", "line 3: byte 0xE4 .* cp1252"),
        ("a\nРомашка\n".encode("cp1251"), "utf-8", "line 2: byte"),
        (
            "a\nРомашка\n".encode("cp1251"),
            "latin-1",
            "line 2: .*is the encoding cp1251",
        ),
        ("a\nРомашка\n".encode("cp1251"), "cp1252", "line 2: .*is the encoding cp1251"),
        ("a\nSüd\n".encode("cp1252"), "cp1251", "line 2: .*'Sьd'.* encoding cp1252"),
        ("Müller & Co".encode("cp1252"), "cp1251", "line 1: .*'Mьller'.*trust_enc"),
        ("Süd".encode("latin-1"), "koi8-r", "line 1: .*hardly meant"),
        ("a\n“x”\n".encode("cp1252"), "latin-1", "line 2: .*is the encoding cp1252"),
        ("a\nRomäne\n".encode(), "cp1252", "sound UTF-8"),
        ("a\nРомашка\n".encode(), "cp1251", "sound UTF-8"),
        ("a,b\n".encode("utf-16"), "utf-8", "mark of utf-16.*`encoding: utf-16`"),
        ("a,b\n".encode("utf-32"), "utf-16", "mark of utf-32"),
        (codecs.BOM_UTF8 + b"a", "cp1252", "mark of utf-8"),
        ("account,b\n".encode("utf-16-le"), "utf-8", "full of NUL"),
        ("account,b\n".encode("utf-16-le"), "cp1252", "full of NUL"),
        ("account,b\n".encode("utf-16-le"), "utf-16", "no byte-order mark"),
        ("ab".encode("utf-16-le") + b"x", "utf-16-le", "byte 0x78"),
    ],
)
def test_wrong_encodings_are_refused_with_a_cure(
    tmp_path: Path, data: bytes, encoding: str, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        check(tmp_path, data, encoding)


@pytest.mark.parametrize(
    ("data", "encoding", "codec"),
    [
        ("Romäne“\n".encode("cp1252"), "cp1252", "cp1252"),
        ("Ромашка\n".encode("cp1251"), "cp1251", "cp1251"),
        ("ООО Nord, USB-кабель\n".encode("cp1251"), "cp1251", "cp1251"),
        ("Ромашка\n".encode("utf-16"), "utf-16", "utf-16"),
        (codecs.BOM_UTF8 + b"a", "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF8 + b"a", "utf-8-sig", "utf-8-sig"),
        (b"plain", "latin-1", "iso8859-1"),
        (b"plain", "utf-8", "utf-8-sig"),
    ],
)
def test_right_encodings_pass(
    tmp_path: Path, data: bytes, encoding: str, codec: str
) -> None:
    assert check(tmp_path, data, encoding) == codec


def test_the_recipe_may_vouch_for_its_encoding(tmp_path: Path) -> None:
    assert check(tmp_path, "ÀÁÂÃÄÅ".encode("latin-1"), "latin-1", trusted=True)
    assert check(tmp_path, "SMSка".encode("cp1251"), "cp1251", trusted=True)
    with pytest.raises(RefusedError, match="byte 0x81"):
        check(tmp_path, b"\x81", "cp1252", trusted=True)


def test_the_line_is_right_beyond_the_first_block(tmp_path: Path) -> None:
    lines = 300_000
    with pytest.raises(RefusedError, match=f"line {lines + 1}:"):
        check(tmp_path, b"12345\n" * lines + b"\xff\n", "utf-8")
