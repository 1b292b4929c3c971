"""Imports point down, stand at the top, and nothing but core/db.py commits."""

import ast
import subprocess
import sys
from pathlib import Path

import sources

LATE = {  # large, and of use to few processes: with the reason where it is imported
    "webapp/core/companion_process.py": {"typst", "vl_convert"},
    "webapp/core/schema.py": {"alembic", "alembic.config"},
    "webapp/core/security.py": {"redis.backoff", "redis.retry"},
}
ENTRIES = {"webapp/__init__.py", "webapp/cli.py", "webapp/wsgi.py", "webapp/__main__.py"}


def test_layers_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=sources.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_nobody_imports_from_the_package_itself() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, _text, tree in sources.modules()
        for node in ast.walk(tree)
        if path not in ENTRIES and isinstance(node, ast.ImportFrom) and node.module == "webapp" and not _modules(node)
    ]
    assert found == []


def test_imports_stand_at_the_top() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, _text, tree in sources.modules()
        for function in sources.functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not _names(node) <= LATE.get(path, set())
    ]
    assert found == []


def test_only_core_db_commits() -> None:
    found = {path for path, text, _tree in sources.modules() if "commit(" in text}
    assert found == {"webapp/core/db.py"}


def test_only_the_clock_tells_the_time() -> None:
    asked = ("datetime.now(", "datetime.utcnow(", "date.today(", "time.time(")
    found = {path for path, text, _tree in sources.modules() if any(word in text for word in asked)}
    assert found == {"webapp/core/clock.py"}


def _names(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {node.module or ""} if isinstance(node, ast.ImportFrom) else {name.name for name in node.names}


def _modules(node: ast.ImportFrom) -> bool:
    """`from webapp import config` names a module; `from webapp import create_app` what is in the package."""
    return all(
        (sources.WEBAPP / f"{name.name}.py").exists() or (sources.WEBAPP / name.name).is_dir() for name in node.names
    )
