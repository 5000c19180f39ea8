from __future__ import annotations

import pytest

from kamlab.company.locate import bundled_companies, company_folder, files, set_aside
from kamlab.errors import RefusedError


def test_bundled_files_are_found():
    assert files("datasets", "mini", "company.json").is_file()
    assert "mini" in bundled_companies()
    with pytest.raises(RefusedError, match="datasets/nothing is not part of this"):
        files("datasets", "nothing")


def test_a_bundled_name_wins_over_a_folder(tmp_path, monkeypatch):
    (tmp_path / "mini").mkdir()
    monkeypatch.chdir(tmp_path)
    assert company_folder("mini") == files("datasets", "mini")
    assert company_folder("./mini").resolve() == tmp_path / "mini"


def test_a_home_folder_is_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "firm").mkdir()
    assert company_folder("~/firm") == tmp_path / "firm"


def test_only_what_was_set_aside_of_this_company_is_found(tmp_path):
    (tmp_path / ".firm.1.old").mkdir()
    (tmp_path / ".a[b]*.2.old").mkdir()
    assert set_aside(tmp_path / "firm") == tmp_path / ".firm.1.old"
    assert set_aside(tmp_path / "a[b]*") == tmp_path / ".a[b]*.2.old"
    assert set_aside(tmp_path / "fir") is None
    assert set_aside(tmp_path / "f*") is None
    (tmp_path / "firm").mkdir()
    assert set_aside(tmp_path / "firm") is None
