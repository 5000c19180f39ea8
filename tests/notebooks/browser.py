"""A learner at the screen: JupyterLab in a folder, Chromium before it.

Nothing is waited for by the clock: each step waits until what a person would wait for
is there to be seen, on a loaded machine for as long as two minutes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 120.0  # seconds
BROWSERS = ("chromium", "chromium-browser")
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Give the path of the system's own Chromium, if there is one."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def learners_folder(into: Path) -> Path:
    """Make the folder a learner works in, with the learner's own command."""
    words = [sys.executable, "-m", "kamlab", "start", "--copy-only", "--into"]
    subprocess.run([*words, str(into)], check=True, capture_output=True, timeout=120)
    return into


@contextmanager
def jupyterlab(folder: Path, beside: Path) -> Iterator[str]:
    """Run ``kamlab start`` on a learner's folder; give the address that it opens.

    Parameters
    ----------
    folder : Path
        The learner's folder.
    beside : Path
        Where JupyterLab keeps its own files, none of them the user's.
    """
    beside.mkdir()
    log = beside / "log.txt"
    words = [sys.executable, "-m", "kamlab", "start", "--no-browser", "--into"]
    with log.open("w") as said:
        process = psutil.Popen(
            [*words, str(folder)],
            cwd=folder.parent,
            env={**os.environ, **_apart(beside), "JUPYTER_PORT": str(free_port())},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _address(process, beside / "runtime", log)
    finally:
        end(process)


def free_port() -> int:
    """Give a port nobody listens on; should it be taken, JupyterLab tries others."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _apart(beside: Path) -> dict[str, str]:
    """Say where everything goes that JupyterLab and its kernels keep."""
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    return {name: str(beside / place) for name, place in places.items()}


def _address(process: psutil.Popen, runtime: Path, log: Path) -> str:
    """Wait until JupyterLab says where it is; its token lets the browser in."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with suppress(ValueError):  # the file is still being written
                about = json.loads(path.read_text())
                token = about["token"]
                return f"http://127.0.0.1:{about['port']}/?token={token}"
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")


def end(process: psutil.Popen) -> None:
    """End JupyterLab and every kernel it started, kindly first."""
    family = [process]
    with suppress(psutil.NoSuchProcess):
        family += process.children(recursive=True)
    for signal in ("terminate", "kill"):
        for one in family:
            with suppress(psutil.NoSuchProcess):
                getattr(one, signal)()
        _, family = psutil.wait_procs(family, timeout=20)
    process.wait(timeout=20)


@dataclass
class Learner:
    """Does what a learner does with mouse and keyboard; keeps a picture of each step.

    Parameters
    ----------
    page : playwright Page
        The browser's page.
    pictures : Path
        Where the pictures of the steps go.
    abroad : list of str
        Addresses outside this machine that the page asked for.
    """

    page: Page
    pictures: Path
    abroad: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open JupyterLab; a page that came half is asked for again."""
        from playwright.sync_api import Error

        for last in (False, False, True):
            try:
                self.page.goto(address)
                self.notebook.wait_for()
                break
            except Error:
                if last:
                    raise
        self.ready()

    def open_file(self, *path: str) -> None:
        """Double-click through the list of files to a notebook."""
        for name in path:
            words = re.compile(rf"^{re.escape(name)}$")
            row = self.page.locator(".jp-DirListing-itemText").filter(has_text=words)
            row.dblclick()
        tab = self.page.locator(".lm-TabBar-tab.lm-mod-current", has_text=path[-1])
        tab.first.wait_for()
        self.ready()

    @property
    def notebook(self) -> Locator:
        """The notebook that is open in front."""
        return self.page.locator(".jp-NotebookPanel:visible .jp-Notebook")

    def ready(self) -> None:
        """Wait until Python stands ready; what is run before that is lost."""
        for sign in (
            ".jp-Toolbar-kernelName[aria-label^='Python 3']",
            ".jp-Notebook-ExecutionIndicator[data-status='idle']",
        ):
            self.page.locator(f".jp-NotebookPanel:visible {sign}").wait_for()
        self.page.get_by_role(
            "button", name=re.compile(r"^Python 3.*\| Idle$")
        ).wait_for()

    def cell(self, holds: str) -> Locator:
        """Find the cell of code that holds these words."""
        editor = self.page.locator(".jp-InputArea-editor", has_text=holds)
        return self.notebook.locator(".jp-CodeCell").filter(has=editor)

    def menu(self, name: str, entry: str) -> None:
        """Choose an entry of a menu."""
        self.page.locator(".lm-MenuBar-item", has_text=name).click()
        words = re.compile(rf"^{re.escape(entry)}$")
        label = self.page.locator(".lm-Menu-itemLabel").filter(has_text=words)
        label.click()

    def run(self, cell: Locator) -> None:
        """Click into a cell and press Shift and Enter."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")

    def write(self, cell: Locator, text: str) -> None:
        """Type a new text into a cell and run it."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.press("Delete")
        # the editor indents by itself; the text has no indent
        self.page.keyboard.type(text)
        self.page.keyboard.press("Shift+Enter")

    def reads(self, cell: Locator, words: str) -> None:
        """Wait until a cell shows these words."""
        from playwright.sync_api import expect

        output = cell.locator(".jp-OutputArea").first
        expect(output).to_contain_text(words, timeout=PATIENCE * 1000)

    def redrawn(self, picture: Locator, before: str | None) -> None:
        """Wait until a picture is another one than before."""
        from playwright.sync_api import expect

        expect(picture).not_to_have_attribute(
            "src", before or "", timeout=PATIENCE * 1000
        )

    def reworded(self, words: Locator, before: str | None) -> None:
        """Wait until a sentence is another one than before."""
        from playwright.sync_api import expect

        expect(words).not_to_have_text(before or "", timeout=PATIENCE * 1000)

    def asked_by_jupyterlab(self) -> list[str]:
        """Give the questions JupyterLab has asked by itself, such as for news."""
        return self.page.locator(".Toastify__toast, .jp-Dialog").all_inner_texts()

    def keep(self, name: str, of: Locator | None = None) -> None:
        """Keep a picture of the screen, scrolled to what is looked at."""
        if of is not None:
            of.scroll_into_view_if_needed()
        self.page.screenshot(path=self.pictures / f"{name}.png")


@contextmanager
def learner(program: str, folder: Path) -> Iterator[Learner]:
    """Sit a learner before a browser that reaches nothing but this machine.

    Parameters
    ----------
    program : str
        Chromium.
    folder : Path
        Where its profile and the pictures go.
    """
    from playwright.sync_api import Request, sync_playwright

    pictures = folder / "pictures"
    pictures.mkdir()

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
            one.abroad.append(request.url)

    with sync_playwright() as play:
        browser = play.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=program,
            headless=True,
            args=list(FLAGS),
            timeout=PATIENCE * 1000,
            viewport={"width": 1280, "height": 900},
            accept_downloads=False,
        )
        try:
            browser.set_default_timeout(PATIENCE * 1000)
            one = Learner(browser.pages[0], pictures)
            browser.on("request", asked)
            yield one
            one.keep("99_last")
        finally:
            browser.close()
