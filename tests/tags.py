"""The elements of an HTML page as tests read them, and what a browser would make of it other than is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from turbohtml import Document, Element, Text, TokenType, tokenize

VOID: Final = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"
}  # fmt: skip
INLINE: Final = {
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong", "time"
}  # fmt: skip
UNREAD: Final = {"script", "style"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One element; two are equal if they are the same place of the page."""

    node: Element

    @property
    def name(self) -> str:
        return self.node.tag

    @property
    def attrs(self) -> dict[str, str]:
        return {name: _text(value) for name, value in self.node.attrs.items()}

    def __getitem__(self, name: str) -> str:
        return _text(self.node.attrs[name])

    def __setitem__(self, name: str, value: str) -> None:
        self.node.attrs[name] = value

    def get(self, name: str) -> str | None:
        return self[name] if self.has_attr(name) else None

    def has_attr(self, name: str) -> bool:
        return name in self.node.attrs

    def __call__(self, *names: str) -> list["Tag"]:
        """All inside that have one of these names, in their order."""
        return list(map(Tag, self.node.find_all(list(names))))

    def select(self, selector: str) -> list["Tag"]:
        return list(map(Tag, self.node.select(selector)))

    def inside(self, selector: str) -> Self | None:
        """What it stands in, the innermost first."""
        parent = self.node.parent
        found = parent.closest(selector) if isinstance(parent, Element) else None
        return type(self)(found) if found is not None else None

    @property
    def text(self) -> str:
        return self.get_text()

    def get_text(self, separator: str = "", *, strip: bool = False) -> str:
        """As it is written; words() gives what is read."""
        return separator.join(self.node.stripped_strings if strip else self.node.strings)


def words(tag: Tag) -> str:
    """What is read on the page, in one line; the texts of two blocks never run together."""
    return " ".join("".join(_strings(tag.node)).split())


def misread(html: str, document: Document) -> Iterator[str]:
    """What is wrong in how the page is written: a browser must find each element where it was put, and no other."""
    for error in document.errors:
        yield f"line {error.line}: {error.code}"
    written: list[tuple[int, str]] = []
    opened: list[str] = []
    start, end = TokenType.START_TAG, TokenType.END_TAG
    for token in tokenize(html):
        kind = token.type
        if kind is start:
            name = token.tag or ""
            written.append((len(opened), name))
            if not (name in VOID or (token.self_closing and "svg" in opened)):
                opened.append(name)
        elif kind is end and (not opened or opened.pop() != token.tag):
            yield f"line {token.line}: </{token.tag}> closes what is not open"
            return
    if opened:
        yield f"<{opened[-1]}> is never closed"
        return
    found: list[tuple[int, str]] = []
    _note_places(document, 0, found)
    for here, there in zip(written, found, strict=False):
        if here != there:
            yield f"<{here[1]}> is not where it was written: a browser finds <{there[1]}> there"
            return
    if len(written) != len(found):
        yield f"{len(written)} elements are written, {len(found)} are found"


def _note_places(node: Document | Element, depth: int, found: list[tuple[int, str]]) -> None:
    for child in node.children:
        if isinstance(child, Element):
            found.append((depth, child.tag.lower()))
            _note_places(child, depth + 1, found)


def _strings(node: Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Element):
            gap = "" if child.tag in INLINE else " "
            yield gap
            yield from () if child.tag in UNREAD else _strings(child)
            yield gap
        elif isinstance(child, Text):
            yield child.data


def _text(value: str | list[str] | None) -> str:
    return " ".join(value) if isinstance(value, list) else value or ""
