"""A real server with the demonstration, a real browser, and a look at every page that the journeys visit."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import MappingProxyType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Download, Page, sync_playwright

from conference.config import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREENSHOTS = Path(os.environ.get("SCREENSHOTS") or ROOT / "build" / "screenshots")
WIDTHS = (360, 1280)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Server:
    """A running installation: its address and its folder of mail."""

    url: str
    instance: Path

    def mails(self, recipient: str, *, after: int = 0, within: float = 20.0) -> list[EmailMessage]:
        """Mails to an address, oldest first, once there are more than `after`."""
        deadline = time.monotonic() + within
        while True:
            paths = sorted((self.instance / "mail").glob(f"*-{recipient}.eml"))
            if len(paths) > after:
                return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]  # type: ignore[misc]
            if time.monotonic() > deadline:
                raise AssertionError(f"no mail to {recipient} within {within} seconds")
            time.sleep(0.2)

    def link(self, recipient: str, containing: str, *, after: int = 0) -> str:
        """The address in the newest mail to somebody."""
        body = self.mails(recipient, after=after)[-1].get_body(("plain",))
        assert body is not None
        found = [word for word in body.get_content().split() if word.startswith(self.url) and containing in word]
        assert found, body.get_content()
        return found[0]


@dataclass
class Reader:
    """A person at a browser: every page they come to is checked for accessibility and photographed once."""

    page: Page
    server: Server
    language: str
    seen: set[str] = field(default_factory=set)

    def open(self, path: str, name: str | None = None) -> None:
        self.page.goto(path if path.startswith("http") else self.server.url + path)
        self.look(name)

    def press(self, selector: str, name: str | None = None) -> None:
        """Click what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look(name)

    def confirm(self, selector: str, name: str | None = None) -> None:
        """Press a button that asks first, say yes, and look at the page that it leads to."""
        self.page.locator(selector).first.click()
        with self.page.expect_navigation():
            self.page.locator("dialog[open] button[value=yes]").click()
        self.look(name)

    def download(self, selector: str) -> Download:
        """Take a file by keyboard: focus its link and press Enter. In a tab of its own: Chromium limits them to one."""
        tab = self.page.context.new_page()
        tab.goto(self.page.url)
        with tab.expect_download() as started:
            tab.locator(selector).first.focus()
            tab.keyboard.press("Enter")
        return started.value

    def look(self, name: str | None = None) -> None:
        """Zero axe violations on the page as it stands, no sideways scrolling, and a picture at both widths."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        told = [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
        assert told == [], f"{self.page.url}: {told}"
        assert self.page.locator("html").get_attribute("lang") == self.language, self.page.url
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} wide at {width}"
            if name and f"{name}-{width}" not in self.seen:
                self.seen.add(f"{name}-{width}")
                SCREENSHOTS.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.language}-{width}.png", full_page=True)
        self.page.set_viewport_size(size)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration as `script/server` serves it, in a folder of its own."""
    with serving(tmp_path_factory.mktemp("instance"), free_port()) as running:
        yield running


@contextmanager
def serving(instance: Path, port: int, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """The demonstration as `script/server` serves it, until the block ends; begun anew it goes on."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"PORT": str(port), "CONFERENCE_INSTANCE": str(instance), "CONFERENCE_MODE": "development"}
    environment |= settings
    with (instance / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "conference"), "serve", "--demonstration"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}/healthz", instance / "server.log")
            yield Server(f"http://127.0.0.1:{port}", instance)
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    process.terminate()
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium: install Debian's package chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser's window without cookies, in Cairo's time, so that the event's and the reader's hour differ."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Africa/Cairo")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_network() -> None:
    """These tests talk to a server on this machine through other processes; the guard of the others rests."""
