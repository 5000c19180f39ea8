"""What is shipped: wheel, lock, conda environment, set-up and CI run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import kamlab

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NO_MAKE = pytest.mark.skipif(
    shutil.which("make") is None or os.name == "nt", reason="needs make and a shell"
)


def run(
    *command: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder),
        cwd=ROOT,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("kamlab-*.whl")
    return path


def bundled(folder: str) -> set[str]:
    """Files of a folder of the checkout, by the name they have in the wheel."""
    return {
        f"kamlab/_files/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and not any(p.startswith(".") or p == "__pycache__" for p in path.parts)
    }


@pytest.mark.slow
def test_wheel_carries_package_notebooks_data_and_lock(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert bundled("notebooks") and bundled("notebooks") <= names
    assert "kamlab/_files/datasets/mini/order_lines.csv" in names
    assert bundled("datasets") <= names
    assert "kamlab/_files/requirements.lock" in names
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "kamlab").rglob("*.py")}
    assert modules <= names


@pytest.mark.slow
def test_wheel_carries_nothing_else(wheel: Path) -> None:
    info = f"kamlab-{kamlab.__version__}.dist-info/"
    for name in zipfile.ZipFile(wheel).namelist():
        assert name.startswith(("kamlab/", info)), name
        assert "__pycache__" not in name and ".ipynb_checkpoints" not in name, name


@pytest.mark.slow
def test_wheel_metadata(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"kamlab-{kamlab.__version__}.dist-info/"
    about = Parser().parsestr(archive.read(info + "METADATA").decode())
    assert about["Version"] == kamlab.__version__ == PROJECT["project"]["version"]
    assert about["License-Expression"] == "Apache-2.0 AND CC-BY-4.0"
    assert about.get_all("License-File") == ["LICENSE", "LICENSE-CONTENT"]
    commands = archive.read(info + "entry_points.txt").decode()
    assert "kamlab = kamlab.cli:main" in commands


@pytest.mark.slow
def test_installed_wheel_runs_the_demo_from_an_empty_folder(
    wheel: Path, tmp_path: Path
) -> None:
    target, empty = tmp_path / "target", tmp_path / "empty"
    empty.mkdir()
    installed = run(
        sys.executable, "-m", "pip", "install", "--no-deps", "--no-index",
        "--disable-pip-version-check", "--target", str(target), str(wheel),
        cwd=empty,
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    env = {"PYTHONPATH": str(target), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    where = run(sys.executable, "-c", "import kamlab; print(kamlab.__file__)",
                cwd=empty, env=env)  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(target)
    demo = run(sys.executable, "-m", "kamlab", "demo", cwd=empty, env=env)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    page = (empty / "build/demo/index.html").read_text(encoding="utf-8")
    for report in ("key_accounts", "early_warning", "pay_slip"):
        assert f"{report}/report.html" in page
        assert (empty / "build/demo" / report / "results.json").is_file()


def test_editable_install_leaves_no_copy_of_the_data(tmp_path: Path) -> None:
    code = f"from hatchling.build import build_editable as b; b({str(tmp_path)!r})"
    built = run(sys.executable, "-c", code, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(path).namelist()
    inside = [n for n in names if n.startswith("kamlab/")]
    assert inside == ["kamlab/_files/requirements.lock"]
    assert any(n.endswith(".pth") for n in names)


# ---------------------------------------------------------------- lock, environment


def lock_pins() -> dict[str, tuple[Requirement, int]]:
    """Each locked package: its requirement line and how many hashes it has."""
    pins: dict[str, tuple[Requirement, int]] = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text.strip()):
        head = Requirement(block.splitlines()[0].rstrip(" \\"))
        pins[head.name.lower()] = (head, block.count("--hash=sha256:"))
    return pins


def wanted() -> list[Requirement]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    return [
        Requirement(line)
        for line in (*project["dependencies"], *extras["dev"], *extras["xlsx"])
    ]


def test_lock_holds_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text and "--find" not in text
    for name, (pin, hashes) in lock_pins().items():
        assert hashes > 0, name
        assert [s.operator for s in pin.specifier] == ["=="], name


def test_lock_fits_pyproject() -> None:
    pins = lock_pins()
    for need in wanted():
        pin, _ = pins[need.name.lower()]
        (version,) = (s.version for s in pin.specifier)
        assert need.specifier.contains(version), f"{need}, but locked {version}"
        assert pin.marker is None, f"{need.name} is locked for some machines only"


def test_lock_holds_what_an_offline_editable_install_needs() -> None:
    assert {"hatchling", "editables"} <= set(lock_pins())
    assert {Requirement(r).name for r in PROJECT["build-system"]["requires"]} <= set(
        lock_pins()
    )


def test_environment_agrees_with_pyproject() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "://" not in text
    *packages, by_pip = yaml.safe_load(text)["dependencies"]
    assert by_pip == {"pip": ["-e .[dev,xlsx]"]}
    needs = {need.name: need.specifier for need in wanted()}
    needs["python"] = SpecifierSet(PROJECT["project"]["requires-python"])
    needs["pip"] = SpecifierSet()
    found = {Requirement(p).name: Requirement(p).specifier for p in packages}
    assert found == {name: needs[name] for name in found}
    assert {"jupyterlab", "pandas", "numpy", "matplotlib", "scikit-learn"} < set(found)
    assert {"papermill", "pytest", "python", "pip"} < set(found)


def test_warnings_are_errors_but_for_two() -> None:
    first, *others = PROJECT["tool"]["pytest"]["ini_options"]["filterwarnings"]
    assert first == "error"
    assert len(others) == 2
    for line in others:
        action, message = line.split(":")[:2]
        assert action == "ignore" and len(message) > 10, "name the warning's message"


def test_hooks_need_no_network() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = {hook["id"]: hook for hook in config["repos"][0]["hooks"]}
    assert set(hooks) == {"nbstripout", "ruff", "ruff-format", "mypy"}
    assert all(hook["language"] == "system" for hook in hooks.values())
    assert "--keep-id" in hooks["nbstripout"]["entry"]


# ---------------------------------------------------------------- Makefile, .ci/run


@NO_MAKE
def test_make_alone_lists_the_targets() -> None:
    listed = run("make", cwd=ROOT).stdout
    for target in ("demo", "test", "test-all", "test-long", "lint", "lock", "docs"):
        assert f"make {target} " in listed


@NO_MAKE
def test_make_refuses_a_python_that_does_not_fit(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    refused = run("make", "demo", "PYTHON=no-such-python", cwd=tmp_path)
    assert refused.returncode != 0
    assert "KamLab needs Python 3.11, 3.12 or 3.13" in refused.stderr
    assert "no-such-python" in refused.stderr
    assert not (tmp_path / ".venv").exists()


def test_makefile_and_pyproject_accept_the_same_pythons() -> None:
    low, high = re.search(
        r"\((\d+, \d+)\) <= .* < \((\d+, \d+)\)",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
    ).groups()  # type: ignore[union-attr]
    range_ = f">={low.replace(', ', '.')},<{high.replace(', ', '.')}"
    assert PROJECT["project"]["requires-python"] == range_


@NO_MAKE
@pytest.mark.parametrize("broken", ["", "test-all", "demo"])
def test_ci_fails_if_either_part_fails(tmp_path: Path, broken: str) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    fake = tmp_path / "bin" / "make"
    fake.parent.mkdir()
    fake.write_text(
        '#!/bin/sh\necho "made $1"\necho "== 3 passed in 1.23s =="\n'
        f'[ "$1" != "{broken}" ]\n'
    )
    fake.chmod(0o755)
    shutil.copy(fake, fake.with_name("chromium"))
    path = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    ended = run(str(tmp_path / ".ci/run"), cwd=tmp_path, env={"PATH": path})
    assert "made test-all" in ended.stdout and "made demo" in ended.stdout
    assert "3 passed in 1.23s" in ended.stdout.split("== tests")[1]
    assert (ended.returncode == 0) is (broken == "")
    assert (f"FAILED: make {broken}" in ended.stdout) is (broken != "")


@NO_MAKE
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="installs as root only"
)
@pytest.mark.parametrize("works", [True, False])
def test_ci_asks_for_chromium_and_does_not_fail_for_it(
    tmp_path: Path, works: bool
) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "mkdir", "tee", "grep", "tail", "timeout", "cp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    then = "cp bin/make bin/chromium" if works else "exit 100"
    scripts = {"make": 'echo "made $1"', "apt-get": f'echo "$*" >> asked; {then}'}
    for name, text in scripts.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    command = [str(tools / "bash"), str(tmp_path / ".ci/run")]
    ended = run(*command, cwd=tmp_path, env={"PATH": str(tools)})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    asked = (tmp_path / "asked").read_text().splitlines()
    install = "install --yes --no-install-recommends chromium"
    assert asked == (["update", install] if works else ["update"])
    assert ("Chromium was not installed" in ended.stdout) is not works
    assert "made test-all" in ended.stdout and "made demo" in ended.stdout
