"""Organisers' pages of attendance reports: upload, what has to be asked, who was recognised, apply, undo."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance import connections, counting, evidence, held_reports, importing, queries, words
from webapp.attendance.forms import ColumnsForm, ReportForm
from webapp.attendance.manage_reported import PER_PAGE, surroundings
from webapp.attendance.models import Decision, ImportRun, ReportedPerson, RunState
from webapp.core import clock, lists, unreadable
from webapp.core.access import acting, requires
from webapp.core.clock import BERLIN
from webapp.core.dates import DateOrder
from webapp.core.db import transaction
from webapp.core.forms import BaseForm
from webapp.core.grids import Code, Unreadable
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.core.security import takes_files
from webapp.core.turn_words import progress
from webapp.core.upload_forms import DayForm
from webapp.events import queries as events
from webapp.places import queries as places

LARGEST = 40 << 20  #: bytes of all files of one upload
TABS = {
    "open": (Decision.OPEN,),
    "certain": (Decision.SURE, Decision.CONFIRMED),
    "aside": (Decision.ASIDE,),
}
bp = Blueprint("attendance", __name__, url_prefix="/manage/events/<slug>/attendance")


@bp.get("")
@requires("attendance.view")
def index(slug: str) -> ResponseReturnValue:
    return _index(slug, ReportForm(formdata=None, timezone=BERLIN.key))


@bp.post("")
@requires("attendance.edit")
@takes_files(LARGEST)
def upload(slug: str) -> ResponseReturnValue:
    form, event = ReportForm(), events.event(slug)
    if not form.is_valid():
        return _index(slug, form), 422
    given, event_id, actor, now = form.files.contents, event.id, acting(), clock.now()
    files = importing.not_applied(event_id, given)
    if not files:
        flash(_("These files were applied before. Nothing was changed."), "info")
        return redirect(url_for("attendance.index", slug=slug), 303)
    if len(files) < len(given):
        flash(_("Some of these files were applied before. They were left out."), "info")
    timezone = form.timezone.data or ""
    with transaction():
        if (begun := importing.begun(event_id, files, timezone)) is None:
            run = importing.hold(event_id, files, timezone=timezone, actor=actor, now=now)
            at_once = held_reports.is_little_or_later(run, files)
    if begun is not None:
        return redirect(url_for("attendance.show", slug=slug, public_id=begun.public_id), 303)
    return _read(slug, run.public_id, at_once=at_once)


@bp.get("/imports/<public_id>")
@requires("attendance.view")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    run = queries.run(slug, public_id)
    if run.state is RunState.ASKING:
        return _ask(slug, run)
    return _show(slug, run)


@bp.post("/imports/<public_id>/answer")
@requires("attendance.edit")
def answer(slug: str, public_id: str) -> ResponseReturnValue:
    """Which day is meant, or what the columns are; then the files are read again."""
    run = queries.run(slug, public_id)
    importing.require_asking(run)
    form = _asking_form(run)
    if not form.is_valid():
        return _ask(slug, run, form), 422
    with transaction():
        if isinstance(form, ColumnsForm):
            importing.set_columns(run, form.columns, form.row, actor=acting(), now=clock.now())
        else:
            importing.set_date_order(run, DateOrder(form["date_order"].data), actor=acting())
        at_once = held_reports.is_little_or_later(run)
    return _read(slug, public_id, at_once=at_once)


@bp.post("/imports/<public_id>/again")
@requires("attendance.edit")
def again(slug: str, public_id: str) -> ResponseReturnValue:
    """After reading it failed or stopped."""
    with transaction():
        held_reports.read_again(queries.run(slug, public_id))
    return redirect(url_for("attendance.show", slug=slug, public_id=public_id), 303)


def _read(slug: str, public_id: str, *, at_once: bool) -> ResponseReturnValue:
    if at_once:
        held_reports.read_held(public_id)
    return redirect(url_for("attendance.show", slug=slug, public_id=public_id), 303)


@bp.post("/imports/<public_id>/apply")
@requires("attendance.edit")
def apply(slug: str, public_id: str) -> ResponseReturnValue:
    with transaction():
        importing.apply(queries.run(slug, public_id), actor=acting(), now=clock.now())
    flash(_("Applied. Who is still to be decided counts as soon as you decide."), "success")
    return redirect(url_for("attendance.show", slug=slug, public_id=public_id), 303)


@bp.post("/imports/<public_id>/undo")
@requires("attendance.edit")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    with transaction():
        importing.undo(queries.run(slug, public_id), actor=acting(), now=clock.now())
    flash(_("Undone. What other reports say and what you entered by hand still counts."), "success")
    return redirect(url_for("attendance.index", slug=slug), 303)


@bp.post("/imports/<public_id>/discard")
@requires("attendance.edit")
def discard(slug: str, public_id: str) -> ResponseReturnValue:
    with transaction():
        importing.discard(queries.run(slug, public_id), actor=acting())
    flash(_("The report was discarded. Nothing was changed."), "info")
    return redirect(url_for("attendance.index", slug=slug), 303)


def _index(slug: str, form: ReportForm) -> str:
    event = events.event(slug)
    runs = queries.runs(event.id)
    return render_template(
        "attendance/index.html",
        event=event,
        form=form,
        counts=queries.counts(event.id),
        tells_parts=evidence.rules_of(event.id).tells_parts,
        open_people=queries.waiting_people(event.id),
        represented=connections.represented(event.id),
        shared=connections.of_event(event.id),
        label=lambda place: places.label(place, language()),
        runs=runs,
        undecided=queries.undecided(runs),
        words=words,
    )


def _show(slug: str, run: ImportRun) -> str:
    event, counts = events.event(slug), queries.decisions(run.id)
    tab = request.args.get("show", "")
    tab = tab if tab in TABS else "open" if counts[Decision.OPEN] else "certain"
    order = {"number": (ReportedPerson.number,)}
    page = lists.read(queries.people(run.id, TABS[tab]), order, default="number", per_page=PER_PAGE)
    problem = run.problem if run.state is RunState.REFUSED else None
    return render_template(
        "attendance/import.html",
        event=event,
        run=run,
        tab=tab,
        tabs=[(name, sum(counts[one] for one in decided)) for name, decided in TABS.items()],
        page=page,
        known=queries.candidates(page.rows),
        shared=connections.of_people(page.rows),
        difference=counting.difference(run) if run.state is RunState.READ else None,
        reading=progress(queries.reading(run.id), words.STAGE, clock.now()) if run.state is RunState.HELD else None,
        problem=unreadable.sentence(Unreadable(Code(problem["code"]), problem["details"])) if problem else "",
        **surroundings(),
    )


def _asking_form(run: ImportRun) -> BaseForm:
    if run.problem.get("code") == "columns":
        rows = run.problem["rows"]
        return ColumnsForm(max(map(len, rows)), run.problem["head"] + 1, importing.guessed(rows))
    form, readings = DayForm(), run.problem.get("readings", {})
    form.date_order.choices = [(order, words.reading(order, days[0])) for order, days in readings.items()]
    return form


def _ask(slug: str, run: ImportRun, form: BaseForm | None = None) -> str:
    event = events.event(slug)
    return render_template(
        "attendance/ask.html",
        event=event,
        run=run,
        form=form or _asking_form(run),
        rows=run.problem.get("rows", [[]]),
        words=words,
    )
