"""What is in git names no registry, no machine, no other host, and holds no secret."""

import re
import subprocess

import sources

THIS = "tests/house/test_repository.py"
PINS = ("requirements.txt", "requirements-dev.txt", "package-lock.json")
REGISTRY = re.compile(r"\"resolved\"|index-url|find-links|https?://[^\s\"]*(registry|pypi|pythonhosted)")
ELSEWHERE = re.compile(r"""(?:src|href|action|srcset|xlink:href|url\()\s*=?\s*["'(]?(?:https?:)?//""")
# Links that a person follows; the page itself loads nothing from there.
LINKED = re.compile(r"<a [^>]*href=\"https://[a-z.]+")
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp/[a-z])\b")


def tracked() -> list[str]:
    """Files in git or about to be: everything that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=sources.ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for path in found if (sources.ROOT / path).is_file()]


def texts(*endings: str) -> dict[str, str]:
    paths = [path for path in tracked() if not endings or path.endswith(endings)]
    return {path: (sources.ROOT / path).read_text("utf-8", errors="ignore") for path in paths}


def test_pins_name_no_registry_but_a_hash_each() -> None:
    for name in PINS:
        text = (sources.ROOT / name).read_text("utf-8")
        assert not REGISTRY.search(text), name
    for name in PINS[:2]:
        lines = (sources.ROOT / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
        assert pins
        assert all("==" in line for line in pins)
        assert "".join(lines).count("--hash=sha256:") >= len(pins)


def test_no_file_knows_this_machine() -> None:
    written = texts(".py", ".toml", ".html", ".md", ".js", ".css", ".json", ".sh", "Makefile", "run")
    found = {path: MACHINE.findall(text) for path, text in written.items() if path != THIS}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_no_file_was_left_behind_empty() -> None:
    empty = {path for path in tracked() if not (sources.ROOT / path).stat().st_size}
    assert {path for path in empty if not path.endswith("/__init__.py")} == set()


def test_templates_load_nothing_from_elsewhere() -> None:
    for path, text in texts(".html", ".css", ".js").items():
        if path.startswith("webapp/"):
            assert ELSEWHERE.findall(LINKED.sub("", text)) == [], path


def test_templates_hold_no_style_or_script() -> None:
    """A file of its own has nowhere else to keep its style."""
    for path, text in texts(".html").items():
        own = path == "webapp/templates/documents/paper.html"
        inline = r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+="
        if path.startswith("webapp/templates/") and "/mail/" not in path:
            assert not re.search(inline if own else f"<style|{inline}", text), path


def test_what_is_made_or_secret_stays_out() -> None:
    made = re.compile(r"\.(sqlite|eml|mo|pyc|xlsx)$|secret_key|node_modules/|/vendor/")
    assert [path for path in tracked() if made.search(path)] == []


def test_third_party_files_are_not_copied() -> None:
    large = {path: (sources.ROOT / path).stat().st_size for path in tracked()}
    assert {path: size for path, size in large.items() if size > 600_000} == {}
