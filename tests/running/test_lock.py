from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kamlab.running.lock import LockedError, lock_path, locked, process_start

HOLD = """
import sys, time
from pathlib import Path
from kamlab.running.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(out: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path):
    out = tmp_path / "out"
    with holder(out) as process:
        try:
            with pytest.raises(LockedError) as refused, locked(out):
                pass
            assert f"process {process.pid} since 20" in str(refused.value)
            assert str(lock_path(out)) in str(refused.value)
        finally:
            process.kill()


def test_the_lock_of_a_killed_run_is_taken_over(tmp_path: Path):
    out = tmp_path / "out"
    with holder(out) as process:
        process.kill()
        process.wait()
    assert lock_path(out).exists()
    with locked(out):
        owner = json.loads(lock_path(out).read_text())
        assert owner["pid"] == os.getpid()
        assert owner["started"] == process_start(os.getpid())
    assert not lock_path(out).exists()


def left_by(out: Path, **owner: object) -> None:
    about = {"pid": os.getppid(), "since": "2026-01-01", "host": socket.gethostname()}
    lock_path(out).write_text(json.dumps({**about, **owner}))


def test_a_living_owner_counts_even_where_file_locks_do_not_reach(tmp_path: Path):
    out = tmp_path / "out"
    left_by(out, started=process_start(os.getppid()))
    with pytest.raises(LockedError, match=str(os.getppid())), locked(out):
        pass
    left_by(out, host="another-machine", pid=1, started="1")
    with pytest.raises(LockedError, match="on another-machine"), locked(out):
        pass


def test_a_number_used_again_is_another_process(tmp_path: Path):
    out = tmp_path / "out"
    left_by(out, started="long ago")
    with locked(out):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}"])
def test_a_broken_lock_file_locks_nobody_out(tmp_path: Path, content: str):
    out = tmp_path / "out"
    lock_path(out).write_text(content)
    with locked(out):
        pass


def test_a_process_that_is_no_more_has_no_start(tmp_path: Path):
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    assert process_start(process.pid) == ""
    assert process_start(os.getpid()) == process_start(os.getpid()) != ""
