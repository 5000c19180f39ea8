from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from kamlab.running.manifest import kernel_environment
from kamlab.running.several import Workshop, imported_by
from kamlab.running.trial import try_kernel
from kamlab.running.warm import WarmProcess

linux = pytest.mark.skipif(not WarmProcess.possible(), reason="no safe fork here")


def test_the_imports_of_notebooks_are_read_from_their_code():
    def code(source: str) -> dict[str, object]:
        return {"cell_type": "code", "source": source}

    cells = [
        code("import pandas as pd, json\nfrom kamlab.measures import revenue"),
        code("%matplotlib inline"),
        code("import pandas\nif x:\n    import never"),
        {"cell_type": "markdown", "source": "import words"},
    ]
    assert imported_by([{"cells": cells}]) == ["pandas", "json", "kamlab.measures"]


@linux
def test_a_library_with_threads_of_its_own_is_not_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    module = "import threading, time\n"
    module += "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    (tmp_path / "threaded_library.py").write_text(module)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Workshop(workers=1) as workshop:
        assert workshop.warm is not None
        workshop.warm.warm_up(["threaded_library", "no_such_module"])
        assert workshop.warm.fork("x.json", 0, {}, str(tmp_path)) is None


@linux
def test_when_the_warm_process_is_killed_nothing_waits_for_it(tmp_path: Path):
    with Workshop(workers=1) as workshop:
        warm = workshop.warm
        assert warm is not None
        warm.warm_up([])
        env = kernel_environment(workshop.folder / "ipython")
        kernel = warm.fork(str(tmp_path / "k.json"), 0, env, str(tmp_path))
        assert kernel is not None
        assert kernel.poll() is None
        os.kill(warm.pid, signal.SIGKILL)
        assert kernel.wait(5) == -signal.SIGKILL
        assert warm.fork("y.json", 0, env, str(tmp_path)) is None


@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_can_be_tried(warm: bool):
    trouble, seconds, how = try_kernel(warm)
    assert trouble == ""
    assert seconds > 0
    forked = warm and sys.platform == "linux"
    assert how.startswith("forked" if forked else "started afresh")


def test_a_workshop_clears_up(tmp_path: Path):
    with Workshop() as workshop:
        folder = workshop.folder
        assert folder.is_dir()
    time.sleep(0.05)
    assert not folder.exists()
