"""Draws the desk: the list of questions, with what was just done or refused on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import render_template, request, url_for

from webapp.core import clock, lists
from webapp.core.clock import BERLIN
from webapp.core.forms import BaseForm
from webapp.core.i18n import LANGUAGES, Shown, language, shows_page_of
from webapp.core.i18n import gettext as _
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.places.options import options_html
from webapp.questions import desk_queries, desk_words, finding, just_done, moderating, queries, turning, words
from webapp.questions.declining import SENTENCE
from webapp.questions.desk_forms import AT_ONCE, OralForm
from webapp.questions.desk_queries import Filter, Sort, Tab
from webapp.questions.models import Board, Question
from webapp.questions.version_form import VersionForm
from webapp.registration.models import Side
from webapp.registration.words import SIDE

KEPT: Final = ("tab", "sort", "side", "slot", "speaker", "desk", "missing", "overdue", "text", "page")
EMPTY: Final = (None, "")  #: of an address; 0 is the number of the last question as long as there is none
Suggested = Mapping[int, finding.Like]  #: what asks the same, by row id
PER_PAGE: Final = 25  #: enough to read ahead; each step draws all of them again, and the list fills up from below
LONGEST_TEXT: Final = 100
LONGEST_NUMBER: Final = 9  #: digits of a row id
LONGEST_MOMENT: Final = 16  #: digits of microseconds


@dataclass(frozen=True, slots=True)
class Part(lists.Page[int]):
    """A page of the list, whichever address it is shown at."""

    def url(self, number: int) -> str:
        return address(page=number)


def address(**changes: object) -> str:
    """Of the list as it is filtered now, with some of it changed, or taken away by None."""
    slug = (request.view_args or {})["slug"]
    values: dict[str, Any] = {name: request.args[name] for name in KEPT if request.args.get(name)} | changes
    kept = {name: value for name, value in values.items() if value not in EMPTY}
    return url_for("questions_desk.index", slug=slug, **kept)


def desk(slug: str, *, oral: OralForm | None = None, refused: tuple[str, VersionForm] | None = None) -> str:
    """`refused` is a question's public id and what was sent for it."""
    event, chosen = events.event_with_programme(slug), read_filter()
    board, today = queries.board(event.id), clock.now().astimezone(BERLIN).date()
    keys = desk_queries.listed(event.id, chosen, today)
    page = Part(**_fields(lists.part_of(keys, PER_PAGE)))
    seen = _seen(board)
    shows_page_of(url_for("questions_desk.index", slug=slug))
    rows = queries.loaded(page.rows)
    again = queries.of_event(slug, refused[0]) if refused else None
    shown = [row for row in rows if again is None or row.id != again.id]
    form: BaseForm | None = refused[1] if refused else oral
    return render_template(
        "questions/desk.html",
        event=event,
        board=board,
        tabs=_tabs(desk_queries.counts(event.id), chosen.tab),
        chosen=chosen,
        page=page,
        rows=shown,
        again=again,
        refused=refused[1] if refused else None,
        form=form,
        oral=oral or OralForm(formdata=None, language=language()),
        options_html=options_html(language()),
        filters=_filters(event, chosen),
        done=just_done.asked_for(slug),
        entered=_number("entered"),
        seen=seen,
        news=desk_queries.news(event.id, seen),
        etag=etag(board),
        **around([*shown, *([again] if again else [])], today, _suggested(event.id, rows)),
    )


def around(rows: Sequence[Question], today: date, suggested: Suggested | None = None) -> dict[str, Any]:
    """What every row needs."""
    suggested = suggested or {}
    others = [*(row.merged_into_id for row in rows), *(key for key, _percent in suggested.values())]
    return {
        "merged": desk_queries.merged_into(row.id for row in rows),
        "targets": desk_queries.by_ids(others),
        "suggested": suggested,
        "reasons": SENTENCE,
        "address": address,
        "label": label,
        "lacking": lacking,
        "offered": moderating.offered,
        "languages": LANGUAGES,
        "at_once": AT_ONCE,
        "words": words,
        "desk_words": desk_words,
        "side_words": SIDE,
        "may_turn": turning.may_by_itself,
        "turned": turning.OTHER,
        "today": today,
    }


def etag(board: Board) -> str:
    return f"{board.event_id}-{board.revision}-{language()}"


def label(place: Place) -> Shown:
    return places.label(place, language())


def lacking(question: Question) -> list[str]:
    """Languages into which nobody has translated it."""
    there = {question.language, *(translation.language for translation in question.translations)}
    return [code for code in LANGUAGES if code not in there]


def read_filter() -> Filter:
    """What the address asks for; unknown values narrow nothing."""
    asked = request.args
    tab, sort, side = asked.get("tab", ""), asked.get("sort", ""), asked.get("side", "")
    tab = Tab(tab) if tab in set(Tab) else Tab.INBOX
    usual = Sort.VOTES if tab in {Tab.PUBLISHED, Tab.ON_SCREEN} else Sort.NUMBER
    return Filter(
        tab=tab,
        sort=Sort(sort) if sort in set(Sort) else usual,
        side=side if side in set(Side) else None,
        slot_id=_number("slot"),
        speaker_id=_number("speaker"),
        desk=asked.get("desk", "")[:120],
        missing=asked["missing"] if asked.get("missing") in LANGUAGES else None,
        overdue=asked.get("overdue") == "1",
        text=asked.get("text", "").strip()[:LONGEST_TEXT],
    )


def _suggested(event_id: int, rows: Sequence[Question]) -> Suggested:
    """Not for a page that only asks whether there is anything new."""
    return {} if "since" in request.args else finding.suggested(event_id, rows)


def _number(name: str, digits: int = LONGEST_NUMBER) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= digits else None


def _seen(board: Board) -> desk_queries.Known:
    """What the page that asks for news shows already; a page that is loaded shows everything."""
    now, number, since = desk_queries.known(board), _number("number"), _number("since", LONGEST_MOMENT)
    return now if number is None or since is None else desk_queries.Known(number, since)


def _fields(page: lists.Page[int]) -> dict[str, Any]:
    return {"rows": page.rows, "number": page.number, "pages": page.pages, "total": page.total, "sort": page.sort}


def _tabs(counts: dict[Tab, int], present: Tab) -> list[tuple[Any, int, str, bool]]:
    """Words, count, address and whether it is the present one."""
    plain = {"page": None, "sort": None}
    return [(desk_words.TAB[tab], counts[tab], address(tab=tab.value, **plain), tab is present) for tab in Tab]


def _filters(event: Event, chosen: Filter) -> list[tuple[str, Any, list[tuple[str, Any]], str]]:
    """Name, label, options and present value of each select above the list."""
    slots = [(str(slot.id), slot.title.here) for slot in event.slots]
    speakers = [(str(one.id), one.name.here) for slot in event.slots for one in slot.speakers]
    desks = [(name, name) for name in desk_queries.desks(event.id)]
    found = [
        ("side", _("Region"), [(side.value, word) for side, word in SIDE.items()], chosen.side or ""),
        ("slot", _("Part of the programme"), slots, str(chosen.slot_id or "")),
        ("speaker", _("Speaker"), speakers, str(chosen.speaker_id or "")),
        ("desk", _("Responsible for the answer"), desks, chosen.desk),
        ("missing", _("Translation missing"), list(LANGUAGES.items()), chosen.missing or ""),
        ("overdue", _("Due"), [("1", _("overdue"))], "1" if chosen.overdue else ""),
    ]
    return [one for one in found if one[2]]
