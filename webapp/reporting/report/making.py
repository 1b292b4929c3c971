"""Puts a report together in one language, and makes files of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from webapp.core import documents, drawing, word_files
from webapp.core.clock import BERLIN
from webapp.core.i18n import clocks, day, speaking
from webapp.core.i18n import gettext as _
from webapp.core.papers import Paper, Section, Text, as_data
from webapp.reporting.report import annexes, draft, numbers
from webapp.reporting.report.facts import Facts

KINDS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(frozen=True, slots=True)
class Texts:
    """What organisers can write anew, as one text each; None is the draft's own."""

    title: str | None = None
    summary: str | None = None
    outlook: str | None = None

    def of(self, facts: Facts) -> "Texts":
        """With the draft's, in the present language, where there is none."""
        return Texts(
            facts.event.title.here.text if self.title is None else self.title,
            "\n\n".join(draft.summary(facts)) if self.summary is None else self.summary,
            self.outlook or "",
        )


@dataclass(frozen=True, slots=True)
class Issue:
    """What makes it a finished report."""

    number: str  #: as 2023-01
    edition: int
    at: datetime


def paper(facts: Facts, language: str, texts: Texts, *, issue: Issue | None, now: datetime) -> Paper:
    with speaking(language):
        own = texts.of(facts)
        status = _issued(issue) if issue else _("Draft of %(day)s", day=day(now))
        return Paper(
            language=language,
            title=own.title or facts.event.title.here.text,
            about=[f"{day(facts.event.starts_at)}, {clocks(facts.event.starts_at, facts.event.ends_at)}", status],
            footer=status,
            sections=list(_sections(facts, own)),
        )


def _sections(facts: Facts, own: Texts) -> Iterator[Section]:
    yield Section(_("Summary of the event"), [Text(annexes.paragraphs(own.summary or ""))])
    if own.outlook:
        yield Section(_("Outlook"), [Text(annexes.paragraphs(own.outlook))])
    yield from annexes.programme(facts)
    yield from numbers.sections(facts)
    yield from annexes.municipalities(facts)
    yield from annexes.questions(facts)
    yield annexes.method(facts)


def _issued(issue: Issue) -> str:
    if issue.edition > 1:
        return _(
            "Report no. %(number)s of %(day)s, edition %(edition)s",
            number=issue.number,
            day=day(issue.at),
            edition=issue.edition,
        )
    return _("Report no. %(number)s of %(day)s", number=issue.number, day=day(issue.at))


def written(made: Paper, kind: str, *, at: datetime) -> bytes:
    """As PDF or DOCX. Raises NotDrawn."""
    if kind == "docx":
        return word_files.docx_of(made, at=at, draw=drawing.png)
    return documents.pdf("paper", as_data(made), language=made.language, title=made.title, at=at)


def file_name(slug: str, starts_at: datetime, language: str, kind: str, number: str = "") -> str:
    """“2023-04-20_…_Bericht-2023-01_de.pdf”."""
    with speaking(language):
        word = _("Report")
    which = f"-{number}" if number else f"-{_draft(language)}"
    return f"{starts_at.astimezone(BERLIN):%Y-%m-%d}_{slug}_{word}{which}_{language}.{kind}"


def _draft(language: str) -> str:
    with speaking(language):
        return str(_("draft"))
