"""python -m webapp.translations: brings the catalogues into step with the source, and lists what is not translated.

Babel's own command writes names of people, tools and dates into the header; here the header says only what is needed.
"""

import io
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
LINE = 100_000  #: a text is one line, so that a change of it is one line too
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """All texts of the source."""
    found = Catalog()
    for _name, _line, text, comments, context in extract_from_dir(HERE.parent, METHODS, keywords=KEYWORDS):
        found.add(text, auto_comments=comments, context=context)
    return found


def update(path: Path, source: Catalog) -> list[str]:
    """Rewrite one catalogue; its texts that wait for a translation."""
    head, _blank, _rest = path.read_text("utf-8").partition("\n\n")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    catalogue.update(source, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=LINE, omit_header=True, no_location=True, sort_output=True)
    path.write_text(f"{head}\n\n{written.getvalue().decode().strip()}\n", "utf-8")
    return [str(message.id) for message in catalogue if message.id and not all(_forms(message.string))]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def main() -> None:
    source = extracted()
    waiting = {path: update(path, source) for path in sorted(HERE.glob("*/LC_MESSAGES/messages.po"))}
    for path, texts in waiting.items():
        for text in texts:
            sys.stdout.write(f"{path.parts[-3]}: not translated: {text}\n")


if __name__ == "__main__":
    main()
