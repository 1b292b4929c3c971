"""Organisers' pages of lists that came by e-mail or phone: upload, columns, every row judged, added, undone."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, columns, lists, tables, unreadable
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.held import counted
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language, ngettext
from webapp.core.security import takes_files
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.registration import held_lists, holding, importing, judging, list_queries, list_reading
from webapp.registration.list_forms import ApplyForm, ColumnsForm, ListForm
from webapp.registration.list_models import ListImport, ListRow, ListState, RowResult
from webapp.registration.list_rows import Around, read_row
from webapp.registration.list_words import BADGE, REASON, RESULT, STAGE, STATE
from webapp.registration.words import ATTENDING_AS

SHOWN_OF_A_COLUMN = 1000  #: rows that are looked at for samples
bp = Blueprint("registration_lists", __name__, url_prefix="/manage/events/<slug>/lists")


@bp.get("")
@requires("registrations.import")
def index(slug: str) -> ResponseReturnValue:
    return _index(slug, ListForm(formdata=None))


@bp.post("")
@requires("registrations.import")
@takes_files(list_reading.LARGEST)
def upload(slug: str) -> ResponseReturnValue:
    form, event_id = ListForm(), events.event(slug).id
    if not form.is_valid():
        return _index(slug, form), 422
    (name, data), actor = form.file.content, acting()
    given = holding.Upload(
        file_name=name,
        sha256=sha256(data).hexdigest(),
        side=form.rest,
        locale=language(),
    )
    try:
        found = list_reading.read(data) if tables.is_little(data) else None
    except tables.Unreadable as error:
        form.file.errors = [unreadable.sentence(error)]
        return _index(slug, form), 422
    judged = holding.judged_upload(event_id, found, given) if found else None
    with transaction():
        if found:
            held = holding.hold(event_id, given, found, judged, actor=actor, now=clock.now())
        else:
            held = holding.hold_unread(event_id, given, data, actor=actor, now=clock.now())
            held_lists.read_later(held)
    page = "columns_of" if held.state is ListState.COLUMNS else "show"
    return redirect(url_for(f"registration_lists.{page}", slug=slug, public_id=held.public_id), 303)


@bp.get("/<public_id>")
@requires("registrations.import")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    held = list_queries.one(slug, public_id)
    if held.state is ListState.COLUMNS:
        return redirect(url_for("registration_lists.columns_of", slug=slug, public_id=public_id), 303)
    if held.state in {ListState.HELD, ListState.REFUSED}:
        return _waiting(held)
    asked = request.args.get("result")
    result = RowResult(asked) if asked in set(RowResult) else None
    page = lists.read(list_queries.rows(held, result), {"number": (ListRow.number,)}, default="number")
    counts = list_queries.counts(held)
    earlier = list_queries.same_file(held.event_id, held.sha256) if held.state is ListState.CHECKED else ()
    return render_template(
        "registration/list_show.html",
        event=held.event,
        held=held,
        page=page,
        people=_people(held, page.rows),
        counts=counts,
        total=sum(counts.values()),
        result=result,
        earlier=earlier[-1] if earlier else None,
        form=ApplyForm(formdata=None),
        result_words=RESULT,
        badge_kinds=BADGE,
        reason_words=REASON,
        role_words=ATTENDING_AS,
    )


@bp.get("/<public_id>/columns")
@requires("registrations.import")
def columns_of(slug: str, public_id: str) -> ResponseReturnValue:
    held = list_queries.one(slug, public_id)
    return _waiting(held) if held.state in {ListState.HELD, ListState.REFUSED} else _columns(held)


@bp.post("/<public_id>/columns")
@requires("registrations.import")
def set_columns(slug: str, public_id: str) -> ResponseReturnValue:
    held = list_queries.one(slug, public_id)
    form = _columns_form(held)
    if not form.is_valid():
        return _columns(held, form), 422
    rows, actor = list_queries.cells(held, tables.LITTLE_ROWS + 1), acting()
    is_long = len(rows) > tables.LITTLE_ROWS
    judged = None if is_long else holding.judged_as(held, rows, form.row, form.columns)
    with transaction():
        held = holding.set_columns(public_id, form.row, form.columns, judged, actor=actor, now=clock.now())
        if is_long:
            held_lists.read_later(held)
    return redirect(url_for("registration_lists.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/again")
@requires("registrations.import")
def again(slug: str, public_id: str) -> ResponseReturnValue:
    """After reading it failed or stopped."""
    list_queries.one(slug, public_id)
    with transaction():
        held_lists.read_again(public_id)
    return redirect(url_for("registration_lists.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/apply")
@requires("registrations.import")
def apply(slug: str, public_id: str) -> ResponseReturnValue:
    list_queries.one(slug, public_id)
    form = ApplyForm()
    with transaction():
        done = importing.start(public_id, by_mail=bool(form.by_mail.data), actor=acting(), now=clock.now())
    if done:
        flash(_("The people of this list were added."), "success")
    return redirect(url_for("registration_lists.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/undo")
@requires("registrations.import")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    list_queries.one(slug, public_id)
    with transaction():
        done = importing.undo(public_id, actor=acting(), now=clock.now())
    flash(ngettext("%(num)s person was removed again.", "%(num)s people were removed again.", done.removed), "success")
    if done.kept:
        flash(
            ngettext(
                "%(num)s person was kept, who has changed or asked something since or whose attendance is recorded.",
                "%(num)s people were kept, who have changed or asked something since or whose attendance is recorded.",
                done.kept,
            ),
            "warning",
        )
    return redirect(url_for("registration_lists.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/discard")
@requires("registrations.import")
def discard(slug: str, public_id: str) -> ResponseReturnValue:
    list_queries.one(slug, public_id)
    with transaction():
        holding.discard(public_id, actor=acting())
    flash(_("The list was discarded. Nobody was added."), "info")
    return redirect(url_for("registration_lists.index", slug=slug), 303)


def _index(slug: str, form: ListForm) -> str:
    event = events.event(slug)
    listed = list_queries.latest(event.id)
    return render_template(
        "registration/lists.html",
        event=event,
        form=form,
        headings=(_("State"), _("Rows")),
        latest=[(one.held, (STATE[one.held.state], counted(one.counts, RESULT))) for one in listed],
    )


def _waiting(held: ListImport) -> str:
    problem = unreadable.sentence(held.unreadable) if held.unreadable else ""
    words = {"title": _("Rows of the list"), "back": _("Lists of registrations"), "problem": problem}
    return held_lists.READINGS.page(held, STAGE, pages="registration_lists", **words)


def _columns_form(held: ListImport) -> ColumnsForm:
    cells = list_queries.cells(held, SHOWN_OF_A_COLUMN)
    return ColumnsForm(max((len(row) for _number, row in cells), default=0), held.header, holding.mapping_of(held))


def _columns(held: ListImport, form: ColumnsForm | None = None) -> str:
    cells = list_queries.cells(held, SHOWN_OF_A_COLUMN)
    form = form or _columns_form(held)
    headings = list_reading.headings(cells, form.row)
    samples = [row for _number, row in list_reading.people(cells, form.row)][: columns.SAMPLES]
    return render_template(
        "name_columns.html",
        event=held.event,
        pages="registration_lists",
        back=_("Lists of registrations"),
        held=held,
        form=form,
        headings=headings,
        samples=samples,
    )


def _people(held: ListImport, rows: Any) -> dict[int, dict[str, Any]]:
    """What is understood of each row, by its id; nothing once the cells are forgotten."""
    find, mapping = judging.place_finder(), holding.mapping_of(held)
    around = Around(find, held.side, held.locale, list_queries.row(held, held.header))
    told = {row.id: read_row(row.cells, mapping, around).fields for row in rows if row.cells}
    keys = {fields["place_key"] for fields in told.values() if "place_key" in fields}
    shown = places.labels(keys, language())
    return {
        row.id: told.get(row.id, {})
        | {"place": shown.get(told.get(row.id, {}).get("place_key", ""))}
        | {"typed": str(mapping.cell(row.cells, "place") or "")}
        for row in rows
    }
