"""The program's own text, for tests that look at how it is written."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
WEBAPP: Final = ROOT / "webapp"


@cache
def modules() -> list[tuple[str, str, ast.Module]]:
    """(path below the root, text, tree) of every Python file of the program, migrations left out; parsed once."""
    paths = [path for path in sorted(WEBAPP.rglob("*.py")) if "versions" not in path.parts]
    texts = [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths]
    return [(path, text, ast.parse(text)) for path, text in texts]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
