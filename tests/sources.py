"""The program's own text, for tests that look at how it is written."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
WEBAPP: Final = ROOT / "webapp"


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """(path below the root, text, tree) of every Python file of the program, migrations left out."""
    for path in sorted(WEBAPP.rglob("*.py")):
        if "versions" not in path.parts:
            text = path.read_text("utf-8")
            yield str(path.relative_to(ROOT)), text, ast.parse(text)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
