from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.cli import main
from kamlab.teaching.progress import FILE, write_progress


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(end.value.code or 0)


def test_a_class_from_its_file_to_its_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "CLASS.yml").write_text(
        "name: <b>Spring</b>\nlearners: [Ada <i>]\nmodules: [0]\n"
        "scenario: {accounts: 30, months: 24}\n"
    )
    assert run("class", "CLASS.yml", "--out", "spring") == 0
    said = capsys.readouterr().out
    assert "1 learner's folder and trainer/ are in" in said
    assert "Put what comes back there" in said
    page = (tmp_path / "spring/trainer/answers/ada-i.html").read_text("utf-8")
    assert "<i>" not in page and "Ada &lt;i&gt;" in page
    assert "<script" not in page and "default-src 'none'" in page

    solved = {"attempts": 1, "solved": True, "mistakes": {}}
    write_progress(tmp_path / "spring/ada-i" / FILE, {"0.1": solved})
    assert run("class", "--collect", "spring") == 0
    assert "1 learner: 1 of 2 answers are correct (50 %)." in capsys.readouterr().out
    results = (tmp_path / "spring/results.html").read_text("utf-8")
    assert "correct (1)" in results and "Ada &lt;i&gt;" in results
    assert "Results of &lt;b&gt;Spring&lt;/b&gt;" in results

    assert run("class", "CLASS.yml", "--out", "spring") == 2
    told = capsys.readouterr()
    assert "holds something already" in told.err
    assert "Making the companies" not in told.out + told.err


@pytest.mark.parametrize(
    "words, says",
    [
        (["class"], "Name a class file"),
        (["class", "CLASS.yml", "--collect", "."], "Name a class file"),
        (["class", "--collect", ".", "--zip"], "belong to making a class"),
        (["class", "CLASS.yml"], "CLASS.yml cannot be read"),
        (["class", "--collect", "nowhere"], "There is no folder nowhere"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == 2
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error
    assert list(tmp_path.iterdir()) == []
