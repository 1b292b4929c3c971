"""Puts a report together in one language, and makes files of it."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from webapp.core import documents, drawing, page_files, word_files
from webapp.core.clock import BERLIN
from webapp.core.i18n import LANGUAGES, clocks, day, speaking
from webapp.core.i18n import gettext as _
from webapp.core.names import clean
from webapp.core.papers import Paper, Section, Text, as_data, from_data
from webapp.reporting.report import annexes, draft, numbers
from webapp.reporting.report.facts import Facts
from webapp.reporting.report.models import LONGEST_TEXT, FinishedReport, ReportText

log = logging.getLogger(__name__)
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
BETWEEN: Final = "\n\n"  #: two paragraphs
LONGEST_DRAFT: Final = LONGEST_TEXT - 100  #: a form may lengthen a little what it cleans


@dataclass(frozen=True, slots=True)
class Texts:
    """What organisers can write anew; None is the draft's own."""

    title: str | None = None
    summary: str | None = None
    outlook: str | None = None

    @property
    def hashes(self) -> dict[str, str]:
        """By field. A form cleans what it gets: a draft that nobody has changed comes back with other spaces."""
        cleaned = {name: clean(text or "", multiline=True) for name, text in asdict(self).items()}
        return {name: sha256(text.encode()).hexdigest() for name, text in cleaned.items()}


def drafted(facts: Facts, language: str) -> Texts:
    with speaking(language):
        return Texts(facts.event.title.here.text, BETWEEN.join(draft.within(draft.summary(facts), LONGEST_DRAFT)), "")


def chosen(kept: ReportText | None, usual: Texts) -> Texts:
    """What organisers wrote, else the draft's."""
    if kept is None:
        return usual
    return Texts(
        usual.title if kept.title is None else kept.title,
        usual.summary if kept.summary is None else kept.summary,
        usual.outlook if kept.outlook is None else kept.outlook,
    )


def paper(facts: Facts, kept: Mapping[str, ReportText], language: str) -> Paper:
    """Without what makes it a draft or a finished report."""
    own = chosen(kept.get(language), drafted(facts, language))
    with speaking(language):
        return Paper(
            language=language,
            title=own.title or "",
            about=[f"{day(facts.event.starts_at)}, {clocks(facts.event.starts_at, facts.event.ends_at)}"],
            footer="",
            sections=list(_sections(facts, own)),
        )


def draft_of(facts: Facts, kept: Mapping[str, ReportText], language: str, *, now: datetime) -> Paper:
    made = paper(facts, kept, language)
    with speaking(language):
        return _with_status(made, _("Draft of %(day)s", day=draft.date_of(now)))


def finished(report: FinishedReport, language: str) -> Paper:
    """As it was kept."""
    made = from_data(report.papers[language])
    with speaking(language):
        told = {"number": report.name, "day": draft.date_of(report.finished_at)}
        if report.edition > 1:
            return _with_status(
                made, _("Report no. %(number)s of %(day)s, edition %(edition)s", edition=report.edition, **told)
            )
        return _with_status(made, _("Report no. %(number)s of %(day)s", **told))


def all_papers(facts: Facts, kept: Mapping[str, ReportText]) -> dict[str, dict[str, object]]:
    """As they are kept, by language."""
    return {language: as_data(paper(facts, kept, language)) for language in LANGUAGES}


def written(made: Paper, kind: str, *, at: datetime) -> bytes:
    """As one of KINDS."""
    if kind == "docx":
        return word_files.docx_of(made, at=at, draw=_png)
    if kind == "html":
        return page_files.html_of(made)
    return documents.pdf("paper", as_data(made), language=made.language, title=made.title, at=at)


def _png(svg: str) -> bytes | None:
    """Nothing where it cannot be drawn: the file still has its caption and the table."""
    try:
        return drawing.png(svg)
    except drawing.NotDrawn:
        log.exception("A picture could not be drawn.")
        return None


def file_name(slug: str, starts_at: datetime, language: str, kind: str, number: str = "") -> str:
    """“2023-04-20_…_Bericht-2023-01_de.pdf”."""
    with speaking(language):
        word, which = _("Report"), number or _("draft")
    return f"{starts_at.astimezone(BERLIN):%Y-%m-%d}_{slug}_{word}-{which}_{language}.{kind}"


def _with_status(made: Paper, status: str) -> Paper:
    return replace(made, about=[*made.about, status], footer=status)


def _sections(facts: Facts, own: Texts) -> Iterator[Section]:
    yield Section(_("Summary of the event"), [Text(annexes.paragraphs(own.summary or ""))])
    if own.outlook:
        yield Section(_("Outlook"), [Text(annexes.paragraphs(own.outlook))])
    yield from annexes.programme(facts)
    yield from numbers.sections(facts)
    yield from annexes.municipalities(facts)
    yield from annexes.questions(facts)
    yield annexes.method(facts)
