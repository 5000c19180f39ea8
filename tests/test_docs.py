"""The commands in the pages are run as they stand there; what they print must match."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kamlab.running.catalogue import bundled_reports

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
KAMLAB = re.compile(r"^\$ (?:\.venv/bin/python -m )?kamlab (.*)$")
FILE = re.compile(
    r"`([\w.]+)`:\n\n```(?:csv|yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE
)


def steps(page: Path) -> list[tuple[str, str]]:
    """Every kamlab command of a page with the output shown below it, in order."""
    found: list[tuple[str, str]] = []
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        shown: list[str] | None = None
        for line in text.splitlines() if kind == "console" else []:
            command = KAMLAB.match(line)
            if command:
                found.append((command[1], ""))
                shown = []
            elif line.startswith("$"):
                shown = None
            elif shown is not None:
                shown.append(line)
                found[-1] = (found[-1][0], "\n".join(shown))
    return found


def without_times(text: str) -> str:
    return re.sub(r"in \d+\.\d s", "in … s", text).strip()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["analyst", "trainer"])
def test_commands_do_what_the_page_says(name: str, tmp_path: Path) -> None:
    page = ROOT / f"docs/{name}.md"
    for file, text in FILE.findall(page.read_text(encoding="utf-8")):
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert len(steps(page)) >= 3
    for command, shown in steps(page):
        done = subprocess.run(
            [sys.executable, "-m", "kamlab", *shlex.split(command)],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) is ("kamlab: " not in shown), done.stderr
        if shown:
            said = done.stdout if done.returncode == 0 else done.stderr
            assert without_times(said) == without_times(shown), command


@pytest.mark.slow
@pytest.mark.parametrize("page", ["analyst", "simulator"])
def test_python_on_a_page_runs(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-c", block],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_steps_are_read_with_what_they_print() -> None:
    assert steps(ROOT / "docs/analyst.md")[1] == (
        "validate mine",
        "mine: no problems found",
    )


def test_readme_shows_a_whole_demo() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"prints\n\n```console\n\$ make demo\n(.*?)```", readme, re.S)
    reports = [report.name for report in bundled_reports()]
    for report in reports:
        assert re.search(rf"^{report}: completed in \d+\.\d s$", shown, re.MULTILINE)
    n = len(reports)
    assert f"{n} of {n} reports completed" in shown
    assert "DEMO_OUTPUT" not in readme


def test_every_mark_is_explained() -> None:
    sources = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    known = set(re.findall(r"\b[SCE]\d{1,2}\b", sources))
    places = [*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("docs/*.md")]
    places += ROOT.glob("kamlab/compensation/plans/*.yaml")
    for path in places:
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"\b(?:S\d{2}|E\d{2})\b", text))
        assert used <= known, f"{path.name}: {sorted(used - known)}"
