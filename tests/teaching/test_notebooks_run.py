"""Untouched exercises say "not attempted" everywhere, solutions say "correct"."""

from __future__ import annotations

import atexit
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from kamlab.company.locate import files
from kamlab.simulation import make_world, simulate
from kamlab.teaching.bank import BANK
from kamlab.teaching.building import exercise_of, read_notebook

SEEDS = (1, 2, 3)
SAID = re.compile(r"^Question (\d+\.\d+): (.+)\.$", re.MULTILINE)


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[InteractiveShell]:
    """Give a shell such as a notebook has, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    # a shell takes the place of the main module; that of the tests comes back
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    InteractiveShell.clear_instance()
    one = InteractiveShell.instance()
    yield one
    one.atexit_operations()
    atexit.unregister(one.atexit_operations)
    InteractiveShell.clear_instance()


def verdicts(
    shell: InteractiveShell, notebook: dict[str, Any], company: str
) -> dict[str, str]:
    """Run a notebook from top to bottom; give what each check said."""
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", []):
            source = re.sub(
                r"^company: str = .*$", f"company = {company!r}", source, flags=re.M
            )
        with capture_output() as shown:
            result = shell.run_cell(source)
        assert result.success, f"{cell['id']}: {result.error_in_exec}"
        text = shown.stdout + "".join(
            output.data.get("text/plain", "") for output in shown.outputs
        )
        found |= dict(SAID.findall(text)) if "check()" in source else {}
    return found


def numbers_of(module: str) -> list[str]:
    return [question.number for question in BANK[module]]


def both_ways(shell: InteractiveShell, module: str, company: str) -> None:
    master = read_notebook(files("notebooks", "solutions", f"{module}.ipynb"))
    exercise = exercise_of(master, module)
    said = verdicts(shell, exercise, company)
    assert said == dict.fromkeys(numbers_of(module), "not attempted")
    shell.reset()
    said = verdicts(shell, master, company)
    assert said == dict.fromkeys(numbers_of(module), "correct")


@pytest.mark.parametrize("module", list(BANK))
def test_on_polar(shell: InteractiveShell, module: str) -> None:
    both_ways(shell, module, "polar")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_on_companies_of_other_seeds(
    shell: InteractiveShell, seed: int, tmp_path: Path
) -> None:
    firm = simulate(make_world(seed=seed)).company(truth=False)
    firm.save(tmp_path / "own", truth=False)
    for module in BANK:
        both_ways(shell, module, str(tmp_path / "own"))
        shell.reset()


@pytest.mark.slow
def test_in_a_real_kernel_a_slip_gets_a_sentence(tmp_path: Path) -> None:
    from nbclient import NotebookClient

    cells = [
        'from kamlab import teaching\nq = teaching.start("00_start_here", globals())',
        "sourced = [Kestrel]",
        "q.q0_1.check()",
        "key_share: float = 0,05",
        "import pandas as pd\nt = pd.DataFrame({'revenue': [1]})\nt['revenu']",
    ]
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    NotebookClient(
        notebook,
        allow_errors=True,
        timeout=120,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    (error,) = notebook.cells[1].outputs
    assert error.ename == "NameError"
    assert error.traceback == [
        "Python does not know the name Kestrel. If it is text, such as an account, "
        "put it in quotes: 'Kestrel'. If it is a variable, run the cell that makes it "
        "first."
    ]
    (output,) = notebook.cells[2].outputs
    assert "There is no variable sourced" in output.data["text/plain"]
    assert 'role="status"' in output.data["text/html"]
    (line,), (column,) = (cell.outputs for cell in notebook.cells[3:])
    assert line.traceback[0].startswith("Python cannot read this line: key_share")
    assert column.traceback == ["There is no 'revenu' here; did you mean 'revenue'?"]
