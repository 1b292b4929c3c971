"""The first sheet of a workbook: what, when, for whom, the numbers, and what the words mean."""

from collections.abc import Mapping
from datetime import datetime

from webapp.core.books import Cover
from webapp.core.i18n import clocks, day, moment
from webapp.core.i18n import gettext as _
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.registration import words
from webapp.reporting import figures, presence_columns, question_sheet
from webapp.reporting.kinds import Kind

Section = tuple[str, list[tuple[str, object]]]


def cover(event: Event, kind: Kind, *, directory: Mapping[str, Place], by: str, now: datetime) -> Cover:
    counted = figures.of(event, directory)
    about = [
        (_("Conference"), str(event.title.here)),
        (_("Day"), day(event.starts_at)),
        (_("Time"), clocks(event.starts_at, event.ends_at)),
        (_("Filter"), _filter(kind)),
        (_("Written"), moment(now)),
        (_("Written by"), by),
    ]
    return Cover(
        title=_("Overview"),
        heading=str(event.title.here),
        sections=[(_("About this file"), about), *_counted(event, kind, counted), *_explained(kind)],
        notes=[
            _(
                "Data protection: this file holds personal data of people in a war zone. Keep it encrypted, pass it on "
                "only to those who need it, and delete it when it has served its purpose."
            )
        ],
    )


def _counted(event: Event, kind: Kind, counted: figures.Figures) -> list[Section]:
    sections: list[Section] = []
    if kind is not Kind.QUESTIONS:
        by_side: list[tuple[str, object]] = [
            (str(words.SIDE[side]), count.confirmed) for side, count in counted.sides.items()
        ]
        sections += [(_("Numbers"), _numbers(counted.total)), (_("Confirmed registrations by region"), by_side)]
    if kind is Kind.ATTENDANCE:
        sections.append((_("Attendance"), presence_columns.numbers(event)))
    if kind is not Kind.REGISTRATIONS:
        sections += question_sheet.numbers(counted.questions)
    return sections


def _explained(kind: Kind) -> list[Section]:
    sections: list[Section] = []
    if kind is not Kind.QUESTIONS:
        sections.append((_("What the states mean"), [(str(word), explained) for word, explained in _legend()]))
    if kind is not Kind.REGISTRATIONS:
        sections.append((_("What the states of questions mean"), question_sheet.legend()))
    return sections


def _numbers(count: figures.Count) -> list[tuple[str, object]]:
    return [
        (_("confirmed registrations"), count.confirmed),
        (_("registrations not yet confirmed"), count.pending),
        (_("registrations that wait for a decision"), count.undecided),
        (_("declined registrations"), count.declined),
        (_("people on the waiting list"), count.waiting),
        (_("places offered and not yet accepted"), count.offered),
        (_("offered places that were not accepted"), count.lapsed),
        (_("withdrawn registrations"), count.cancelled),
        (_("registrations handed over to a colleague"), count.handed_over),
        (_("municipalities (confirmed)"), count.municipalities),
        (_("districts and raions (confirmed)"), count.districts),
    ]


def _legend() -> list[tuple[object, str]]:
    return [
        (words.STATE[state], text)
        for state, text in zip(
            words.STATE,
            (
                _("The person has not confirmed by the link in our mail yet."),
                _("The organisers have to decide about this registration."),
                _("The organisers have declined this registration, with a reason."),
                _("All places were taken; the person waits for one."),
                _("A place became free and is kept for the person for some time."),
                _("The person did not accept the offered place in time."),
                _("The person has confirmed the e-mail address and takes up a place."),
                _("The person has withdrawn the registration."),
                _("The person has handed the place over to a colleague, who has a row of their own."),
            ),
            strict=True,
        )
    ]


def _filter(kind: Kind) -> str:
    return {
        Kind.REGISTRATIONS: _("all registrations"),
        Kind.ATTENDANCE: _("all registrations, questions and experiences"),
        Kind.QUESTIONS: _("all questions and experiences"),
    }[kind]
