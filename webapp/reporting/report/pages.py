"""The organisers' pages of the report of a conference: draft, texts, finished reports, and their files."""

from dataclasses import asdict
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, drawing
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere, Stale
from webapp.core.forms import keeps_typed
from webapp.core.i18n import LANGUAGES, language
from webapp.core.i18n import gettext as _
from webapp.events import queries as events
from webapp.reporting.counting import everything, keeping
from webapp.reporting.report import actions, facts, making, queries
from webapp.reporting.report.actions import Seen
from webapp.reporting.report.forms import SeenForm, TextsForm
from webapp.reporting.report.making import KINDS

IN: Final = "in"  #: which language of the report the page shows
bp = Blueprint("report", __name__, url_prefix="/manage/events/<slug>/report")


@bp.get("")
@requires("figures.view")
def show(slug: str) -> ResponseReturnValue:
    return _draft(slug, None)


@bp.get("/draft/<chosen>.<kind>")
@requires("figures.view")
def download(slug: str, chosen: str, kind: str) -> ResponseReturnValue:
    _check(chosen, kind)
    found, now = facts.of(slug), clock.now()
    paper = making.draft_of(found, queries.kept(found.event.id).texts, chosen, now=found.kept_at or now)
    name = making.file_name(slug, found.event.starts_at, chosen, kind)
    return _file(making.written(paper, kind, at=now), kind, name)


@bp.get("/texts/<chosen>")
@requires("report.write")
def edit(slug: str, chosen: str) -> ResponseReturnValue:
    return _texts(slug, chosen, None)


@bp.post("/texts/<chosen>")
@requires("report.write")
@keeps_typed
def write(slug: str, chosen: str) -> ResponseReturnValue:
    form = TextsForm()
    if chosen not in LANGUAGES or not form.is_valid():
        return _texts(slug, chosen, form), form.status
    actor, typed, fits, seen = acting(), form.texts, form.fits.data, Seen(form.seen, form.seen_draft)
    try:
        with transaction():
            actions.write(slug, chosen, typed, seen, fits=fits, actor=actor, now=clock.now())
    except Stale as error:
        form.refuse(error)
        return _texts(slug, chosen, form, stale=True), error.status
    flash(_("Saved."), "success")
    return redirect(f"{url_for('report.show', slug=slug)}?{IN}={quote(chosen)}", 303)


@bp.post("/texts/<chosen>/draft")
@requires("report.write")
def undo(slug: str, chosen: str) -> ResponseReturnValue:
    form, actor = SeenForm(), acting()
    seen = form.seen
    with transaction():
        actions.back_to_draft(slug, chosen, seen=seen, actor=actor, now=clock.now())
    flash(_("The draft’s own texts are back."), "success")
    return redirect(f"{url_for('report.show', slug=slug)}?{IN}={quote(chosen)}", 303)


@bp.post("/finish")
@requires("report.write")
def finish(slug: str) -> ResponseReturnValue:
    form, actor, event = SeenForm(), acting(), events.event(slug)
    event_id, seen, kept = event.id, form.seen, queries.kept(event.id)
    if clock.now() < event.ends_at:
        raise DomainError(actions.NOT_OVER)
    try:
        actions.require_seen(kept, seen)  # before anything is counted and drawn
    except Stale as error:
        return _draft(slug, error, kept), error.status
    try:
        found, figures = facts.counted(slug)
        if (fresh := actions.unseen(event_id, figures)) is not None:
            with transaction():
                keeping.keep(found.event, fresh, clock.now())
            unseen = Stale(actions.COUNTED_ANEW)
            return _draft(slug, unseen), unseen.status
        ready = actions.Ready(making.all_papers(found, kept.texts), everything.frozen(figures))
        if (same := actions.same_as_latest(kept, ready)) is not None:
            flash(
                _("The report has not changed since no. %(number)s. No new edition was made.", number=same.name), "info"
            )
            return redirect(url_for("report.show_finished", slug=slug, number=same.name), 303)
        with transaction():
            name = actions.finish(event_id, ready, seen=seen, actor=actor, now=clock.now()).name
    except Stale as error:
        return _draft(slug, error), error.status
    flash(_("The report is finished and has the number %(number)s.", number=name), "success")
    return redirect(url_for("report.show_finished", slug=slug, number=name), 303)


@bp.get("/<number>")
@requires("figures.view")
def show_finished(slug: str, number: str) -> ResponseReturnValue:
    event, chosen = events.event(slug), _chosen()
    report = queries.finished(event.id, number)
    return render_template(
        "reporting/report_finished.html",
        event=event,
        report=report,
        paper=making.finished(report, chosen),
        latest=max(queries.kept(event.id).finished, key=lambda one: one.edition),
        **_around(chosen),
    )


@bp.get("/<number>/<chosen>.<kind>")
@requires("figures.view")
def download_finished(slug: str, number: str, chosen: str, kind: str) -> ResponseReturnValue:
    """The same bytes each time."""
    _check(chosen, kind)
    event = events.event(slug)
    report = queries.finished(event.id, number)
    content = making.written(making.finished(report, chosen), kind, at=report.finished_at)
    return _file(content, kind, making.file_name(slug, event.starts_at, chosen, kind, report.name))


def _draft(slug: str, stale: Stale | None, kept: queries.Kept | None = None) -> str:
    found, chosen = facts.of(slug), _chosen()
    kept = kept or queries.kept(found.event.id)
    return render_template(
        "reporting/report.html",
        event=found.event,
        found=found,
        kept=kept,
        outdated=_outdated(found, kept),
        written=[code for code, text in kept.texts.items() if text.is_own],
        stale=stale,
        form=SeenForm(formdata=None, version=str(kept.version)),
        paper=making.draft_of(found, kept.texts, chosen, now=found.kept_at or clock.now()),
        **_around(chosen),
    )


def _texts(slug: str, chosen: str, form: TextsForm | None, *, stale: bool = False) -> str:
    """What was typed stays; of a stale change what holds now stands beside it."""
    if chosen not in LANGUAGES:
        raise NotThere
    found = facts.of(slug)
    kept, usual = queries.text(found.event.id, chosen), making.drafted(found, chosen)
    now, version = making.chosen(kept, usual), str(kept.version if kept else 0)
    if form is None:
        told = {"version": version, "draft": " ".join(usual.hashes.values())} | asdict(now)
        form = TextsForm(formdata=None, data=told)
    elif stale:
        form.version.data = version
    return render_template(
        "reporting/report_texts.html",
        event=found.event,
        form=form,
        usual=usual,
        now=now if stale else None,
        undo=SeenForm(formdata=None, version=version) if kept and now != usual and not stale else None,
        outdated=actions.is_outdated(kept, usual),
        **_around(chosen),
    )


def _outdated(found: facts.Facts, kept: queries.Kept) -> list[str]:
    """Languages whose summary was written anew before the figures became what they are."""
    return [
        LANGUAGES[code]
        for code, text in kept.texts.items()
        if text.summary is not None and actions.is_outdated(text, making.drafted(found, code))
    ]


def _around(chosen: str) -> dict[str, Any]:
    return {"chosen": chosen, "languages": LANGUAGES, "picture": drawing.for_page}


def _check(chosen: str, kind: str) -> None:
    if chosen not in LANGUAGES or kind not in KINDS:
        raise NotThere


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _chosen() -> str:
    asked = request.args.get(IN, "")
    return asked if asked in LANGUAGES else language()
