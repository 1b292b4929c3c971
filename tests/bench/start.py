"""Cold start of the program and memory of the serving process, also of one that makes reports."""

import re
import subprocess
import sys
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

from running import ORGANISER, PASSWORD, Running, running
from sources import ROOT

ROUNDS = 5
REPORT = "/manage/events/nrw-dnipropetrowsk-2023/report"
PAPERS = [f"{REPORT}/draft/{lang}.{kind}" for lang in ("de", "uk", "en") for kind in ("pdf", "docx", "html")]
PAGES = ["/de/", "/uk/", "/en/", "/de/events/nrw-dnipropetrowsk-2023"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), attendees=10) as service:
        times = [_seconds(service) for _round in range(ROUNDS)]
        print(f"cold start: median {median(times):.2f} s of wall time (limit 1.5 s)")
        for page in PAGES * 10:
            with urlopen(service.url + page) as answer:  # noqa: S310 - our own service
                answer.read()
        print(f"web process: {_megabytes(service.pid):.0f} MB after {len(PAGES) * 10} pages (limit 120 MB)")
        signed_in = _signed_in(service)
        for page in (*PAPERS, REPORT, REPORT.replace("report", "figures")) * 5:
            with signed_in.open(service.url + page) as answer:
                assert answer.read()
        print(f"web process: {_megabytes(service.pid):.0f} MB after {len(PAPERS) * 5} reports as files (limit 250 MB)")


def _signed_in(service: Running) -> OpenerDirector:
    found = build_opener(HTTPCookieProcessor(CookieJar()))
    address = f"{service.url}/manage/sign-in"
    with found.open(address) as page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    assert token
    typed = {"csrf_token": token.group(1), "email": ORGANISER, "password": PASSWORD}
    with found.open(address, urlencode(typed).encode()) as page:
        assert page.url.endswith("/manage/"), page.url
    return found


def _seconds(service: Running) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import webapp.wsgi"], cwd=ROOT, env=service.environment, check=True)
    return time.perf_counter() - start


def _megabytes(pid: int) -> float:
    """Resident memory of the process that serves, which is the last child."""
    child = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1]
    status = Path(f"/proc/{child}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
