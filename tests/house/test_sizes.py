"""Files and functions stay small enough to read at once."""

import ast
from statistics import median

import sources

LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def test_no_file_is_too_long() -> None:
    lengths = {path: text.count("\n") for path, text, _tree in sources.modules()}
    assert {path: count for path, count in lengths.items() if count > LONGEST_FILE} == {}
    assert 40 <= median(count for count in lengths.values() if count > 1) <= 170


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, _text, tree in sources.modules()
        for node in sources.functions(tree)
    }
    too_long = {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION}
    assert too_long == {}
    assert 4 <= median(lengths.values()) <= 11


def test_every_module_says_what_it_is() -> None:
    without = [path for path, text, tree in sources.modules() if text and not _docstring(tree)]
    assert without == []


def _docstring(tree: object) -> str | None:
    assert isinstance(tree, ast.Module)
    return ast.get_docstring(tree)
