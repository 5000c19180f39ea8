from __future__ import annotations

import json
from pathlib import Path

import pytest
from html_seen import live_parts, seen

from kamlab.cli import main
from kamlab.running.catalogue import Report, bundled_reports, find_report


@pytest.fixture
def three_reports(monkeypatch: pytest.MonkeyPatch, notebook) -> list[Report]:
    names = ("good", "raises", "hostile")
    found = [find_report(str(notebook(name))) for name in names]
    monkeypatch.setattr("kamlab.running.catalogue.bundled_reports", lambda: found)
    return found


def test_one_broken_report_of_three(three_reports, tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--out", str(tmp_path / "demo")])
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    assert "2 of 3 reports completed" in out
    summary = [line for line in err.splitlines() if line.startswith("kamlab: ")]
    assert len(summary) == 1
    assert "raises: failed" in summary[0]
    html = (tmp_path / "demo" / "index.html").read_text(encoding="utf-8")
    page = seen(html)
    assert live_parts(html) == []
    assert page.tags.count("h2") == 3
    assert "This report did not complete (failed): cell 4 of 5: ValueError" in page.text
    assert "A1 leads." in page.text
    assert "<script>alert(1)</script>" in page.text, "the hostile title, as words"
    links = {v for t, n, v in page.attributes if t == "a" and n == "href"}
    assert links == {"good/report.html", "hostile/report.html"}
    for link in links:
        assert (tmp_path / "demo" / link).is_file()
    pictures = [v for t, n, v in page.attributes if t == "img" and n == "src"]
    assert len(pictures) == 2
    assert (tmp_path / "demo" / "raises" / "last_failure" / "run.json").is_file()
    assert sorted(p.name for p in (tmp_path / "demo").iterdir()) == [
        "good",
        "hostile",
        "index.html",
        "raises",
    ]


def test_a_website_is_not_overwritten(three_reports, tmp_path: Path, capsys):
    (tmp_path / "index.html").write_text("<h1>My site</h1>")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--out", str(tmp_path)])
    assert ended.value.code == 2
    assert "not a gallery of KamLab" in capsys.readouterr().err
    assert (tmp_path / "index.html").read_text() == "<h1>My site</h1>"


@pytest.mark.slow
def test_the_real_reports_complete_and_repeat(kamlab, tmp_path: Path):
    names = [report.name for report in bundled_reports()]
    for folder in ("one", "two"):
        done = kamlab("demo", "--out", folder)
        assert done.returncode == 0, done.stderr
        assert f"{len(names)} of {len(names)} reports completed" in done.stdout
        page = (tmp_path / folder / "index.html").read_text(encoding="utf-8")
        assert live_parts(page) == []
    for name in names:
        one, two = tmp_path / "one" / name, tmp_path / "two" / name
        assert live_parts((one / "report.html").read_text(encoding="utf-8")) == []
        assert (one / "results.json").read_text() == (two / "results.json").read_text()
        for table in (one / "tables").glob("*"):
            assert table.read_bytes() == (two / "tables" / table.name).read_bytes()
        assert pictures(one) == pictures(two)
        assert pictures(one)


def pictures(result: Path) -> list[str]:
    cells = json.loads((result / "report.ipynb").read_text(encoding="utf-8"))["cells"]
    return [
        output["data"]["image/png"]
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
