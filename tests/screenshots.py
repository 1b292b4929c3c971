"""make screenshots: a PNG of every page in every language below build/screenshots/; also narrow and dark ones."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from addresses import Address
from chromium import Visitor, chromium
from playwright.sync_api import Browser
from running import ORGANISER, PASSWORD, Running, running
from sources import ROOT

TARGET: Final = ROOT / "build" / "screenshots"
LOOKS: Final = {"light": (1280, False), "dark": (1280, True), "narrow": (320, False)}
WAYS_IN: Final = {"accounts.sign_in", "accounts.welcome"}


def main() -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), attendees=120) as service,
        chromium() as browser,
    ):
        pages = [address for address in service.site() if address.is_page]
        for lang in ("de", "uk", "en"):
            for look in LOOKS:
                _photograph(service, browser, pages, lang, look)
    print(f"{len(list(TARGET.rglob('*.png')))} pictures below {TARGET.relative_to(ROOT)}")


def _photograph(service: Running, browser: Browser, pages: list[Address], lang: str, look: str) -> None:
    width, dark = LOOKS[look]
    outside = Visitor(browser, service.url, lang, width=width, dark=dark)
    inside = Visitor(browser, service.url, lang, width=width, dark=dark)
    _sign_in(inside, lang)
    for address in pages:
        who = inside if address.is_for_organisers and address.endpoint not in WAYS_IN else outside
        who.open(address.in_language(lang))
        _keep(who, lang, look, address.name)
    outside.open(f"/{lang}/nowhere")
    _keep(outside, lang, look, "error-404")
    form = next(address for address in pages if address.endpoint == "registration.form")
    outside.open(form.in_language(lang)).locator("main form button[type=submit]").last.click()
    _keep(outside, lang, look, "registration-form-errors")
    outside.close()
    inside.close()


def _sign_in(visitor: Visitor, lang: str) -> None:
    visitor.open(f"/manage/sign-in?lang={lang}")
    visitor.fill(email=ORGANISER, password=PASSWORD)
    visitor.page.locator("main button[type=submit]").click()
    visitor.page.wait_for_url("**/manage/")


def _keep(visitor: Visitor, lang: str, look: str, name: str) -> None:
    visitor.page.evaluate("document.fonts.ready")
    path = TARGET / lang / look / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    main()
