"""Organisers' pages of workbooks that came back: upload, each difference with each conflict, entered, undone."""

from collections import Counter
from hashlib import sha256
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, lists, unreadable
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.grids import Unreadable
from webapp.core.held import counted
from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext
from webapp.core.security import takes_files
from webapp.events import queries as events
from webapp.reporting.corrections import actions, held_books, holding, judging, queries, reading, words
from webapp.reporting.corrections.fields import UNTAKEN
from webapp.reporting.corrections.forms import BookForm, ChoiceForm
from webapp.reporting.corrections.models import BookState, Change, Fate, ReturnedBook

NAMES = ("fate", "page")  #: what an address of the list may hold
bp = Blueprint("corrections", __name__, url_prefix="/manage/events/<slug>/corrections")


@bp.get("")
@requires("registrations.correct")
def index(slug: str) -> ResponseReturnValue:
    return _index(slug, BookForm(formdata=None))


@bp.post("")
@requires("registrations.correct")
@takes_files(reading.LARGEST)
def upload(slug: str) -> ResponseReturnValue:
    form, event = BookForm(), events.event(slug)
    if not form.is_valid():
        return _index(slug, form), 422
    (name, data), actor, event_id = form.file.content, acting(), event.id
    try:
        found = reading.read(data, event.public_id) if reading.is_little(data) else None
    except Unreadable as error:
        form.file.errors = [unreadable.sentence(error)]
        return _index(slug, form), 422
    compared = judging.compare(event_id, found) if found else None
    sha = sha256(data).hexdigest()
    with transaction():
        book = holding.hold(event_id, name, sha, compared, data, actor=actor, now=clock.now())
        if compared is None:
            held_books.read_later(book)
    return redirect(url_for("corrections.show", slug=slug, public_id=book.public_id), 303)


@bp.get("/<public_id>")
@requires("registrations.correct")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return _show(slug, public_id)


def _show(slug: str, public_id: str) -> str:
    book = queries.one(slug, public_id)
    if book.state in {BookState.HELD, BookState.REFUSED}:
        return _waiting(book)
    asked = request.args.get("fate")
    fate = Fate(asked) if asked in set(Fate) else None
    page = lists.read(queries.changes(book, fate), {"number": (Change.number, Change.id)}, default="number")
    counts = queries.counts(book)
    overtaken = queries.overtaken(book) if book.state is BookState.CHECKED else {}
    left = Counter(overtaken.values())
    told = {one: number - left[one] for one, number in counts.items() if number > left[one]}
    wanted = sum(told.get(one, 0) for one in queries.WANTED)
    return render_template(
        "reporting/returned_show.html",
        event=book.event,
        held=book,
        page=page,
        shown=words.shown(page.rows),
        counts=told,
        overtaken=overtaken,
        untaken=_untaken(book),
        wanted=wanted,
        disputed=counts.get(Fate.CONFLICT, 0) + counts.get(Fate.TAKEN, 0),
        done=sum(counts.get(one, 0) for one in actions.DONE.get(book.state, ())),
        left=wanted if book.state is BookState.RUNNING else counts.get(Fate.ENTERED, 0),
        choices=queries.choices(book),
        fate=fate,
        earlier=queries.same_file(book) if book.state is BookState.CHECKED else None,
        query={name: request.args[name] for name in NAMES if name in request.args},
        words=words,
    )


@bp.post("/<public_id>/choose")
@requires("registrations.correct")
def choose(slug: str, public_id: str) -> ResponseReturnValue:
    """In one conflict or in all of them."""
    queries.one(slug, public_id)
    form = ChoiceForm()
    if form.is_valid():
        with transaction():
            holding.choose(public_id, form.change.data, take=form.take.data == "yes")
    else:
        flash(_("Choose one of the options shown."), "warning")
    kept: dict[str, Any] = {name: request.args[name] for name in NAMES if name in request.args}
    return redirect(url_for("corrections.show", slug=slug, public_id=public_id, **kept), 303)


@bp.post("/<public_id>/again")
@requires("registrations.correct")
def again(slug: str, public_id: str) -> ResponseReturnValue:
    """After the worker failed or stopped."""
    actor, is_read = acting(), queries.one(slug, public_id).state is not BookState.HELD
    with transaction():
        if is_read:
            actions.again(public_id, actor=actor)
        else:
            held_books.read_again(public_id)
    return redirect(url_for("corrections.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/apply")
@requires("registrations.correct")
def apply(slug: str, public_id: str) -> ResponseReturnValue:
    """Of a page that is out of date nothing is entered; it is shown as it is now."""
    queries.one(slug, public_id)
    actor, now, choices = acting(), clock.now(), request.form.get("choices", "")
    try:
        with transaction():
            done = actions.start(public_id, choices, actor=actor, now=now)
    except actions.StaleError as error:
        flash(str(error), "warning")
        return _show(slug, public_id), error.status
    if done:
        _tell(slug, public_id, Fate.ENTERED, Fate.KEPT)
    return redirect(url_for("corrections.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/undo")
@requires("registrations.correct")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    queries.one(slug, public_id)
    with transaction():
        done = actions.undo(public_id, actor=acting(), now=clock.now())
    if done:
        _tell(slug, public_id, Fate.UNDONE, Fate.STAYED)
    return redirect(url_for("corrections.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/discard")
@requires("registrations.correct")
def discard(slug: str, public_id: str) -> ResponseReturnValue:
    queries.one(slug, public_id)
    with transaction():
        holding.discard(public_id, actor=acting())
    flash(_("The workbook was discarded. Nothing was changed."), "info")
    return redirect(url_for("corrections.index", slug=slug), 303)


def _tell(slug: str, public_id: str, done: Fate, left: Fate) -> None:
    """How many were, and how many were not."""
    counts = queries.counts(queries.one(slug, public_id))
    number, others = counts.get(done, 0), counts.get(left, 0)
    if done is Fate.ENTERED:
        flash(ngettext("%(num)s correction was entered.", "%(num)s corrections were entered.", number), "success")
    else:
        flash(ngettext("%(num)s correction was undone.", "%(num)s corrections were undone.", number), "success")
    if others:
        text = ngettext(
            "%(num)s value was left, since it was changed here meanwhile or cannot be entered. It is in the list.",
            "%(num)s values were left, since they were changed here meanwhile or cannot be entered. They are in the "
            "list.",
            others,
        )
        flash(text, "warning")


def _index(slug: str, form: BookForm) -> str:
    event = events.event(slug)
    return render_template(
        "reporting/returned.html",
        event=event,
        form=form,
        headings=(_("State"), _("Corrections")),
        latest=[(book, (words.STATE[book.state], counted(counts, words.FATE))) for book, counts in _latest(event.id)],
    )


def _latest(event_id: int) -> list[tuple[ReturnedBook, dict[Any, int]]]:
    return [(book, dict(counts)) for book, counts in queries.latest(event_id)]


def _untaken(book: ReturnedBook) -> list[tuple[Any, int]]:
    """Columns that say otherwise than here and are not taken over, with the number of rows."""
    found = book.counts.get("untaken", {})
    return [(heading, found[name]) for name, heading in UNTAKEN.items() if name in found]


def _waiting(book: ReturnedBook) -> str:
    """While the worker reads it, or if it cannot be read."""
    problem = book.unreadable
    return held_books.READINGS.page(
        book,
        words.STAGE,
        pages="corrections",
        title=_("Corrections of the workbook"),
        back=_("Corrections by workbook"),
        problem=unreadable.sentence(problem) if problem else "",
    )
