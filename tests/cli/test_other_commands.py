from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kamlab.cli import doctor, main
from kamlab.company.fields import declared
from kamlab.company.locate import files
from kamlab.running.catalogue import bundled_reports


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def test_reports_lists_every_report(capsys):
    code, out, _ = told(capsys, "reports")
    assert code == 0
    for report in bundled_reports():
        assert report.name in out
        assert f"({report.minutes} minutes)" in out


def test_the_parameters_of_a_report_with_range_unit_default_and_sentence(
    capsys, notebook
):
    code, out, _ = told(capsys, "reports", notebook("good"))
    line = " ".join(out.split())
    assert code == 0
    assert (
        "key_share Share from which an account is key. a number, 0 to 1, share "
        "[default: 0.2]"
    ) in line
    assert "one of revenue, contribution [default: 'revenue']" in line


@pytest.mark.parametrize("report", bundled_reports(), ids=lambda r: r.name)
def test_help_lists_the_same_parameters(capsys, report):
    for words in (["run", report.name, "--help"], ["reports", report.name]):
        code, out, _ = told(capsys, *words)
        assert code == 0
        for field in declared(report.model()).values():
            assert f"  {field.name} " in out


def test_doctor_finds_this_installation_well(capsys):
    code, out, _ = told(capsys, "doctor")
    assert code == 0, out
    assert len([x for x in out.splitlines() if x.startswith("OK ")]) == len(
        doctor.CHECKS
    )


def test_doctor_names_the_cure(capsys, monkeypatch: pytest.MonkeyPatch):
    def ill() -> str:
        raise doctor.Ailment("the disk is full", "make room")

    def broken() -> str:
        raise OSError(13, "Permission denied", "/x")

    monkeypatch.setattr(doctor, "CHECKS", {"room": ill, "kit": broken})
    code, out, _ = told(capsys, "doctor")
    assert code == 1
    assert "FAIL  room: the disk is full. Cure: make room." in out
    assert "2 of 2 checks fail" in out


def test_validate(capsys, tmp_path: Path):
    mini = tmp_path / "mini"
    shutil.copytree(files("datasets", "mini"), mini)
    assert told(capsys, "validate", mini)[0] == 0
    lines = (mini / "order_lines.csv").read_text().splitlines()
    (mini / "order_lines.csv").write_text("\n".join([*lines, lines[1] + "x,y,z"]))
    code, out, _ = told(capsys, "validate", mini)
    assert code == 1
    assert "ERROR order_lines" in out


def test_simulate_hands_on_what_was_asked(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked = {}
    monkeypatch.setattr(
        "kamlab.simulation.simulate_to_folder",
        lambda folder, **given: asked.update(given, folder=folder),
    )
    code, out, _ = told(
        capsys, "simulate", tmp_path / "x", "--seed", 7, "--without-truth"
    )
    assert code == 0
    assert asked == {"folder": tmp_path / "x", "seed": 7, "truth": False}
    assert "kamlab run key_accounts --company" in out


def test_import_tells_of_every_row(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    doubts: list[str] = []

    class Report:
        has_rejects = True

        def doubts(self) -> list[str]:
            return doubts

        def lines(self) -> list[str]:
            return ["order_lines: 10 rows read, 9 imported, 1 rejected"]

    monkeypatch.setattr(
        "kamlab.company.importing.import_recipe", lambda recipe, out: Report()
    )
    code, out, _ = told(capsys, "import", "r.yaml", "--out", tmp_path / "x")
    assert code == 0
    assert "10 rows read, 9 imported, 1 rejected" in out
    assert "rejects.csv" in out
    assert "Next: kamlab validate" in out
    doubts.append("CAREFUL: is date_format right?")
    _, out, _ = told(capsys, "import", "r.yaml", "--out", tmp_path / "x")
    assert "Next: put the recipe right" in out
    assert "validate" not in out


def test_a_company_written_by_simulate_can_be_validated(capsys, tmp_path: Path):
    folder = tmp_path / "small"
    words = ["--accounts", 20, "--months", 12, "--seed", 3]
    assert told(capsys, "simulate", folder, *words)[0] == 0
    assert json.loads((folder / "company.json").read_text())
    assert told(capsys, "validate", folder)[0] == 0
