"""Chromium as a visitor uses it, and the look at every page: axe-core, width, console, foreign hosts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright
from sources import ROOT

ARGUMENTS: Final = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-default-apps", "--no-first-run", "--no-default-browser-check",
    "--disable-extensions", "--disable-features=Translate,OptimizationHints,MediaRouter",
]  # fmt: skip
PROGRAMS: Final = "chromium-headless-shell", "chromium", "chromium-browser"  #: the first asks for half as much
AXE: Final = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE: Final = "async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations"
PATIENCE: Final = 30_000  #: ms; nothing that is waited for is a matter of time, and a machine may be busy
LOCALES: Final = {"de": ("de-DE", "Europe/Berlin"), "uk": ("uk-UA", "Europe/Kyiv"), "en": ("en-GB", "Europe/Berlin")}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, at best without what draws windows; a missing one is an error, never a reason to skip."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert path, f"Chromium is missing: apt-get install {PROGRAMS[0]} fonts-dejavu fonts-noto-core"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """One person's browser window; everything that must not happen is noted in `mishaps`."""

    browser: Browser
    base_url: str
    lang: str = "de"
    width: int = 1280
    dark: bool = False
    javascript: bool = True
    trusting: bool = False  #: accepts certificates that nobody signed
    page: Page = field(init=False)
    mishaps: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()  #: parts of console lines that belong to the test

    def __post_init__(self) -> None:
        locale, zone = LOCALES[self.lang]
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": self.width, "height": 900},
            color_scheme="dark" if self.dark else "light",
            reduced_motion="reduce",
            locale=locale,
            timezone_id=zone,
            java_script_enabled=self.javascript,
            ignore_https_errors=self.trusting,
        )
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._stumble)
        self.page.on("request", self._watch)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def sign_in(self, email: str, password: str) -> None:
        self.open(f"/manage/sign-in?lang={self.lang}")
        self.fill(email=email, password=password)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url("**/manage/")

    def press(self, words: str) -> None:
        """A button, by its words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def check(self) -> None:
        """Fails with all that is wrong with the page as it stands; a click waits for no more than its beginning."""
        self.page.wait_for_load_state()
        found = [mishap for mishap in self.mishaps if not any(part in mishap for part in self.expected)]
        if self.javascript:
            found += violations(self.page) + too_wide(self.page)
        assert not found, f"{self.page.url} ({self.lang}, {self.width} px, dark: {self.dark}):\n  " + "\n  ".join(found)

    def close(self) -> None:
        self.page.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.mishaps.append(f"console: {message.text}")

    def _stumble(self, error: Error) -> None:
        self.mishaps.append(f"script: {error}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base_url}/", "data:", "blob:")):
            self.mishaps.append(f"asks another host: {request.url}")


def press_as_written(page: Page, key: str, code: str) -> None:
    """A key of another keyboard: what it writes, and where it lies on an American one."""
    event = "([key, code]) => new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true})"
    page.evaluate(f"told => document.activeElement.dispatchEvent(({event})(told))", [key, code])


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line each."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, TAGS)
    return [f"axe {rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Sideways scrolling of the page, which axe-core does not see."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if width <= window:
        return []
    wide = page.evaluate(
        "window => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window + 1)"
        ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))",
        window,
    )
    return [f"{width} px wide in a window of {window} px: {wide}"]
