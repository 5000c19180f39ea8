from __future__ import annotations

import subprocess
import sys

import pytest

from kamlab.cli import main
from kamlab.cli.main import COMMANDS


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def test_the_overview_names_every_command(capsys):
    code, out, _ = told(capsys, "--help")
    assert code == 0
    for name in COMMANDS:
        assert f"  {name} " in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(capsys, name: str):
    code, out, _ = told(capsys, name, "--help")
    assert code == 0
    assert out.startswith(f"Usage: kamlab {name}")


@pytest.mark.parametrize(
    "words, said",
    [
        (["rn"], "There is no command 'rn'; did you mean 'run'?"),
        (["run"], "Missing argument 'NAME'"),
        (["run", "key_acounts"], "There is no report 'key_acounts'; did you mean"),
        (["reports", "nothing"], "There is no report 'nothing'; known: "),
        (["run", "x.ipynb"], "There is no notebook at x.ipynb; check the path."),
        (["run", "key_accounts", "--oot", "x"], "--oot"),
        (["run", "key_accounts", "-p", "as_ov=x"], "did you mean 'as_of'?"),
        (["run", "key_accounts", "--company", "nowhere"], "no company 'nowhere'"),
        (["run", "key_accounts", "-p", "company=a", "--company", "b"], "given twice"),
        (["validate", "nowhere"], "no company 'nowhere'"),
        (["import", "nowhere.yaml", "--out", "x"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(capsys, tmp_path, words, said):
    code, out, err = told(capsys, *words)
    assert code == 2
    assert said in err
    assert err.startswith("kamlab: ")
    assert len(err.strip().splitlines()) == 1
    assert out == ""


def test_debug_shows_the_python_error():
    words = [sys.executable, "-m", "kamlab", "run", "nothing", "--debug"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_the_command_starts_without_the_heavy_libraries():
    code = (
        "import sys, kamlab.cli\n"
        "heavy = {'pandas', 'duckdb', 'ibis', 'matplotlib', 'pydantic', 'papermill',"
        " 'rich', 'nbformat'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n"
