"""Moderators' pages of platforms' reports and chats: upload, columns, which day, what to take up, undo."""

from collections.abc import Mapping
from hashlib import sha256

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, columns, lists, tables
from webapp.core.access import acting, requires
from webapp.core.clock import BERLIN
from webapp.core.dates import DateOrder
from webapp.core.db import transaction
from webapp.core.errors import DomainError
from webapp.core.grids import Unreadable
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language, ngettext
from webapp.core.security import takes_files
from webapp.core.upload_forms import DayForm
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.questions import (
    held_imports,
    import_holding,
    import_judging,
    import_queries,
    import_showing,
    import_words,
    importing,
)
from webapp.questions.import_forms import ColumnsForm, FileForm, picks, searches
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport
from webapp.questions.reading import files
from webapp.questions.reading.found import Found, Unusable

PER_PAGE = 50
bp = Blueprint("question_imports", __name__, url_prefix="/manage/events/<slug>/questions/imports")


@bp.get("")
@requires("questions.moderate")
def index(slug: str) -> ResponseReturnValue:
    return _index(slug, FileForm(formdata=None, timezone=BERLIN.key))


@bp.post("")
@requires("questions.moderate")
@takes_files(files.LARGEST)
def upload(slug: str) -> ResponseReturnValue:
    form, event = FileForm(), events.event(slug)
    if not form.is_valid():
        return _index(slug, form), 422
    name, data = form.file.content
    digest = sha256(data).hexdigest()
    if (before := import_queries.of_file(event.id, digest)) is not None:
        if before.state is ImportState.APPLIED:
            flash(_("This file was taken up before. Nothing was changed."), "info")
        return _to(slug, before)
    try:
        is_quick = tables.is_little(data) and not import_queries.are_many(event.id)
        found = import_holding.remembered(files.read(data)) if is_quick else None
    except (Unreadable, Unusable) as error:
        form.file.errors = [import_showing.sentence(error)]
        return _index(slug, form), 422
    judged = import_judging.judge(event.id, found) if isinstance(found, Found) else []
    given = import_holding.Upload(file_name=name, sha256=digest, found=found, timezone=form.timezone.data or "")
    actor, now = acting(), clock.now()
    with transaction():
        if found is None:
            held = import_holding.hold_unread(event, given, data, actor=actor, now=now)
            held_imports.read_later(held)
        else:
            held = import_holding.hold(events.event(slug), given, judged, actor=actor, now=now)
    return _to(slug, held)


@bp.get("/<public_id>")
@requires("questions.moderate")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    held = import_queries.one(slug, public_id)
    if held.state in {ImportState.HELD, ImportState.REFUSED}:
        return _waiting(held)
    return _columns(held) if held.state is ImportState.COLUMNS else _show(held)


@bp.post("/<public_id>/columns")
@requires("questions.moderate")
def set_columns(slug: str, public_id: str) -> ResponseReturnValue:
    held = import_queries.one(slug, public_id)
    form = _columns_form(held)
    if not form.is_valid():
        return _columns(held, form), 422
    is_long = len(import_holding.table_of(held).rows) > tables.LITTLE_ROWS or import_queries.are_many(held.event_id)
    try:
        read = None if is_long else import_holding.read_as(held, form.row, form.columns)
    except Unusable as error:
        form.form_errors.append(import_showing.sentence(error))
        return _columns(held, form), 422
    said, actor = {"header": form.row, "columns": form.columns}, acting()
    with transaction():
        held = import_holding.set_columns(held, events.event(slug), said, read, actor=actor, now=clock.now())
        if is_long:
            held_imports.read_later(held)
    return redirect(url_for("question_imports.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/again")
@requires("questions.moderate")
def again(slug: str, public_id: str) -> ResponseReturnValue:
    """After reading it failed or stopped."""
    held = import_queries.one(slug, public_id)
    with transaction():
        held_imports.read_again(public_id)
    return _to(slug, held)


@bp.post("/<public_id>/day")
@requires("questions.moderate")
def set_day(slug: str, public_id: str) -> ResponseReturnValue:
    held = import_queries.one(slug, public_id)
    form = import_showing.day_form(held)
    if not form.is_valid():
        return _show(held, form), 422
    order, actor = DateOrder(form.date_order.data or ""), acting()
    with transaction():
        import_holding.set_date_order(public_id, order, actor=actor)
    return redirect(url_for("question_imports.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/picks")
@requires("questions.moderate")
def pick(slug: str, public_id: str) -> ResponseReturnValue:
    """A search is answered at once, since names and addresses belong into no address of a page."""
    import_queries.one(slug, public_id)
    chosen, actor = picks(request.form), acting()
    with transaction():
        import_holding.pick(public_id, chosen, actor=actor)
    if found := searches(request.form):
        return _show(import_queries.one(slug, public_id), searched=found)
    page, result = request.form.get("to") or request.args.get("page"), request.args.get("result")
    return redirect(url_for("question_imports.show", slug=slug, public_id=public_id, page=page, result=result), 303)


@bp.post("/<public_id>/apply")
@requires("questions.moderate")
def apply(slug: str, public_id: str) -> ResponseReturnValue:
    """With what the page showed and nobody has saved yet."""
    held = import_queries.one(slug, public_id)
    chosen, actor = picks(request.form), acting()
    try:
        with transaction():
            if chosen:
                import_holding.pick(public_id, chosen, actor=actor)
            taken = importing.apply(public_id, actor=actor, now=clock.now())
    except DomainError as error:
        form = import_showing.day_form(import_queries.one(slug, public_id))
        form.form_errors.append(error.text)
        return _show(import_queries.one(slug, held.public_id), form), error.status
    if taken:
        flash(
            ngettext(
                "%(num)s question was taken up. It is not public before somebody publishes it.",
                "%(num)s questions were taken up. They are not public before somebody publishes them.",
                taken,
            ),
            "success",
        )
    else:
        flash(_("There was nothing new in this file."), "info")
    return _to(slug, held)


@bp.post("/<public_id>/undo")
@requires("questions.moderate")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    held, actor = import_queries.one(slug, public_id), acting()
    with transaction():
        done = importing.undo(public_id, actor=actor, now=clock.now())
    flash(
        ngettext("%(num)s question was removed again.", "%(num)s questions were removed again.", done.removed),
        "success",
    )
    if done.kept:
        flash(
            ngettext(
                "%(num)s question was kept: somebody has worked on it since.",
                "%(num)s questions were kept: somebody has worked on them since.",
                done.kept,
            ),
            "warning",
        )
    return _to(slug, held)


@bp.post("/<public_id>/discard")
@requires("questions.moderate")
def discard(slug: str, public_id: str) -> ResponseReturnValue:
    import_queries.one(slug, public_id)
    with transaction():
        import_holding.discard(public_id, actor=acting())
    flash(_("The file was discarded. No question was taken up."), "info")
    return redirect(url_for("question_imports.index", slug=slug), 303)


def _to(slug: str, held: QuestionImport) -> ResponseReturnValue:
    return redirect(url_for("question_imports.show", slug=slug, public_id=held.public_id), 303)


def _index(slug: str, form: FileForm) -> str:
    event = events.event(slug)
    listed = import_queries.latest(event.id)
    counts = import_queries.counts(each.id for each in listed)
    return render_template(
        "questions/imports.html",
        event=event,
        form=form,
        headings=(_("Platform"), _("State"), _("Entries")),
        latest=[(one, import_words.told(one, counts[one.id])) for one in listed],
    )


def _waiting(held: QuestionImport) -> str:
    problem = import_showing.sentence(held.refused_for) if held.refused_for else ""
    words = {"title": _("Questions from a file"), "back": _("Reports and chats"), "problem": problem}
    return held_imports.READINGS.page(held, import_words.STAGE, pages="question_imports", **words)


def _show(held: QuestionImport, form: DayForm | None = None, searched: Mapping[int, str] | None = None) -> str:
    asked = request.args.get("result")
    outcome = Outcome(asked) if asked in set(Outcome) else None
    wanted = import_queries.rows(held, [outcome] if outcome else tuple(Outcome))
    page = lists.read(wanted, {"number": (ImportedQuestion.number,)}, default="number", per_page=PER_PAGE)
    found = import_queries.counts([held.id])[held.id]
    counts = {each: found[each] for each in Outcome if each in found}
    return render_template(
        "questions/import.html",
        event=held.event,
        held=held,
        page=page,
        outcome=outcome,
        counts=counts,
        entries=import_showing.entries(held, page.rows, searched or {}),
        first_searched=min(searched or {}, default=None),
        form=form or import_showing.day_form(held),
        picked=counts.get(Outcome.NEW, 0) + counts.get(Outcome.MERGE, 0),
        words=import_words,
        label=lambda place: places.label(place, language()),
    )


def _columns_form(held: QuestionImport) -> ColumnsForm:
    table = import_holding.table_of(held)
    return ColumnsForm(max((len(cells) for _number, cells in table.rows), default=0), table.header, table.mapping)


def _columns(held: QuestionImport, form: ColumnsForm | None = None) -> str:
    form = form or _columns_form(held)
    rows = import_holding.table_of(held).rows
    return render_template(
        "name_columns.html",
        event=held.event,
        pages="question_imports",
        back=_("Reports and chats"),
        held=held,
        form=form,
        headings=next((cells for number, cells in rows if number == form.row), []),
        samples=[cells for number, cells in rows if number > (form.row or 0)][: columns.SAMPLES],
    )
