"""What every HTML page must keep: each rule is a function that yields what it finds wrong, one line each."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tags import Tag, misread, words
from turbohtml import Doctype, Element, Text, parse

LANGUAGES: Final = {"de", "uk", "en"}
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
UNLABELLED: Final = {"hidden", "submit", "button", "image", "reset"}
POINTERS: Final = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "list")
LOADING: Final = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href"}
NOT_OURS: Final = {"script", "style", "textarea", "code", "kbd", "samp", "pre"}
SPOKEN: Final = ("alt", "title", "aria-label", "placeholder")
ADDRESSES: Final = {"href", "src", "action", "formaction"}
SCRIPTING: Final = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
PLAIN_TYPING: Final = {
    "straight quote": re.compile(r'"|(?<=\w)\'(?=\w)'),
    "hyphen as dash": re.compile(r"(?<=\S) - (?=\S)"),
    "three dots": re.compile(r"\.\.\."),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One HTML page, the address it was found at, and what a browser would make of it other than is written."""

    path: str
    root: Tag
    misread: tuple[str, ...]
    by_attribute: dict[str, list[Element]]  #: those that say something of themselves, in their order

    def having(self, attribute: str) -> list[Tag]:
        return list(map(Tag, self.by_attribute.get(attribute, ())))

    def named(self, *names: str) -> list[Tag]:
        return self.root(*names)


Rule = Callable[[Document], Iterable[str]]


def read(path: str, html: str) -> Document:
    document = parse(html)
    assert document.root is not None
    root = Tag(document.root)
    first = next(iter(document.children), None)
    wrong = [] if isinstance(first, Doctype) and first.name == "html" else ["does not begin with <!doctype html>"]
    by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
    for node in (root.node, *root.node.iter_elements()):
        for name in node.attrs:
            by_attribute[name].append(node)
    return Document(path, root, (*wrong, *misread(html, document)), by_attribute)


def faults(document: Document, without: Iterable[str] = ()) -> list[str]:
    """Every fault of the page; `without` names rules that this page may break."""
    unknown = set(without) - {rule.__name__ for rule in RULES}
    assert not unknown, f"no such rule: {unknown}"
    wanted = [rule for rule in RULES if rule.__name__ not in without]
    return [f"{rule.__name__}: {fault}" for rule in wanted for fault in rule(document)]


def attr(tag: Tag, name: str) -> str:
    return tag.get(name) or ""


def well_formed(document: Document) -> Iterator[str]:
    yield from document.misread


def language(document: Document) -> Iterator[str]:
    found = attr(document.root, "lang")
    asked = document.path.split("/")[1]
    if found not in LANGUAGES or (asked in LANGUAGES and found != asked):
        yield f"<html lang={found!r}> at {document.path}"
    for tag in document.having("lang"):
        if attr(tag, "lang") not in LANGUAGES:
            yield f"lang={attr(tag, 'lang')!r} on <{tag.name}>"


def one_heading(document: Document) -> Iterator[str]:
    headings = [words(tag) for tag in document.named("h1")]
    title = " ".join(map(words, document.named("title")))
    if len(headings) != 1 or not headings[0]:
        yield f"{len(headings)} h1: {headings}"
    elif headings[0] not in title:
        yield f"the title {title!r} does not name the heading {headings[0]!r}"


def heading_levels(document: Document) -> Iterator[str]:
    before = 1
    for tag in document.named(*HEADINGS):
        level = int(tag.name[1])
        if level > before + 1:
            yield f"h{before} is followed by h{level} {words(tag)!r}"
        if not words(tag):
            yield f"empty h{level}"
        before = level


def landmarks(document: Document) -> Iterator[str]:
    for name in ("main", "header", "footer"):
        count = len([tag for tag in document.named(name) if not tag.inside("main, article, section")])
        if count != 1:
            yield f"{count} <{name}>"
    links = document.named("a")
    if not links or not attr(links[0], "href").startswith("#"):
        yield "the first link does not skip to the content"
    yield from (f"<nav> {number} without a name" for number, tag in enumerate(document.named("nav")) if not _named(tag))


def labels(document: Document) -> Iterator[str]:
    labelled = {attr(tag, "for") for tag in document.named("label") if words(tag)}
    for tag in document.named("input", "select", "textarea"):
        if attr(tag, "type") in UNLABELLED or _named(tag) or tag.inside("label"):
            continue
        if not attr(tag, "id") or attr(tag, "id") not in labelled:
            yield f"<{tag.name} name={attr(tag, 'name')!r}> has no label"


def nothing_cut(document: Document) -> Iterator[str]:
    """Browsers cut a pasted text at maxlength and say nothing."""
    for tag in document.named("textarea"):
        if attr(tag, "maxlength"):
            yield f"<textarea name={attr(tag, 'name')!r}> cuts what is pasted"


def names_of_controls(document: Document) -> Iterator[str]:
    for tag in document.named("a", "button", "summary"):
        pictures = [attr(image, "alt") for image in tag("img")]
        if not (words(tag) or _named(tag) or any(pictures)):
            yield f"<{tag.name}> without words: {attr(tag, 'href') or attr(tag, 'name')}"


def ids(document: Document) -> Iterator[str]:
    counts = Counter(attr(tag, "id") for tag in document.having("id"))
    yield from (f"{count} elements have the id {name!r}" for name, count in counts.items() if count > 1 or not name)


def pointers(document: Document) -> Iterator[str]:
    known = {attr(tag, "id") for tag in document.having("id")}
    for name in POINTERS:
        for tag in document.having(name):
            yield from (f"{name}={target!r} leads nowhere" for target in attr(tag, name).split() if target not in known)
    for tag in document.named("a"):
        address = urlsplit(attr(tag, "href"))
        here = address.path in {"", document.path} and not address.netloc and not address.scheme
        if here and "#" in attr(tag, "href") and address.fragment not in known:
            yield f"href={attr(tag, 'href')!r} leads nowhere"


def nothing_inline(document: Document) -> Iterator[str]:
    yield from (f"<style>{tag.get_text()}" for tag in document.named("style"))
    for tag in document.named("script"):
        if not tag.has_attr("src") and attr(tag, "type") != "application/json":
            yield f"inline script {tag.get_text()[:40]!r}"
    for name in document.by_attribute:
        never = name == "style" or name.startswith("on")
        for tag in document.having(name) if never or name in ADDRESSES else ():
            if never or SCRIPTING.match(tag[name]):
                yield f"<{tag.name} {name}={tag[name]!r}>"


def forms(document: Document) -> Iterator[str]:
    for tag in document.named("form"):
        method, action = attr(tag, "method").lower(), attr(tag, "action")
        if method not in {"get", "post"}:
            yield f"form to {action!r} says no method"
        if _elsewhere(action) or (tag.has_attr("action") and not action):
            yield f"form to {action!r}"
        token = next(iter(tag.select("input[name=csrf_token][type=hidden]")), None)
        if method == "post" and (token is None or not attr(token, "value")):
            yield f"form to {action!r} without csrf_token"
        if method == "get" and token is not None:
            yield f"form to {action!r} puts its csrf_token into the address"


def resources(document: Document) -> Iterator[str]:
    for tag in document.named(*LOADING):
        if _elsewhere(attr(tag, LOADING[tag.name])):
            yield f"<{tag.name}> loads {attr(tag, LOADING[tag.name])}"


def images(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        if not tag.has_attr("alt"):
            yield f"<img src={attr(tag, 'src')!r}> without alt"
    for tag in document.named("svg"):
        named = attr(tag, "role") == "img" and (_named(tag) or tag("title"))
        if attr(tag, "aria-hidden") != "true" and not named:
            yield "<svg> is neither hidden nor named"


def tables(document: Document) -> Iterator[str]:
    for tag in document.named("table"):
        if not any(map(words, tag("caption"))):
            yield "table without caption"
        yield from (f"<th> {words(head)!r} without scope" for head in tag("th") if not attr(head, "scope"))


def typography(document: Document) -> Iterator[str]:
    everything = "\n".join((*document.root.node.strings, *_spoken(document)))
    if not any(pattern.search(everything) for pattern in PLAIN_TYPING.values()):
        return  # as on most pages: no need to look whose text it is
    for text in _own_texts(document):
        for name, pattern in PLAIN_TYPING.items():
            if pattern.search(text):
                yield f"{name} in {' '.join(text.split())[:80]!r}"


RULES: Final[tuple[Rule, ...]] = (
    well_formed,
    language,
    one_heading,
    heading_levels,
    landmarks,
    labels,
    nothing_cut,
    names_of_controls,
    ids,
    pointers,
    nothing_inline,
    forms,
    resources,
    images,
    tables,
    typography,
)


def _named(tag: Tag) -> bool:
    return bool(attr(tag, "aria-label").strip() or attr(tag, "aria-labelledby"))


def _elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc or parts.scheme not in {"", "data"})


def _own_texts(document: Document) -> Iterator[str]:
    for node in document.root.node.descendants:
        if isinstance(node, Text) and isinstance(node.parent, Element) and node.parent.tag not in NOT_OURS:
            yield node.data
    yield from _spoken(document)


def _spoken(document: Document) -> Iterator[str]:
    for name in SPOKEN:
        yield from (attr(tag, name) for tag in document.having(name))
