"""konferenz attendance import: reads reports of one meeting, applies what is certain, leaves the rest for review."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from webapp.attendance import importing, keeping, words
from webapp.attendance.models import RunState
from webapp.attendance.readers.reports import AskDateOrder, AskMapping, NotRead, Report, Warning_, report_json
from webapp.attendance.recognition.matches import Match
from webapp.core import clock, unreadable
from webapp.core.clock import BERLIN
from webapp.core.dates import DateOrder
from webapp.core.db import transaction
from webapp.core.grids import Unreadable
from webapp.core.i18n import speaking
from webapp.events.arguments import event_named, zone_named
from webapp.events.models import Event

ACTOR = "command line"


@click.group()
def attendance() -> None:
    """Who was there."""


@attendance.command("import")
@click.argument("slug")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--timezone", default=BERLIN.key, show_default=True, help="Zone of times that name none.")
@click.option("--date-order", type=click.Choice([order.value for order in DateOrder]), help="Where nothing else tells.")
@click.option("--dry-run", is_flag=True, help="Show it, and change nothing.")
@click.option("--json", "as_json", is_flag=True)
def import_reports(
    slug: str, files: Sequence[Path], timezone: str, date_order: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Read one or several attendance reports of one meeting, of any platform."""
    event, zone = event_named(slug), zone_named(timezone)
    contents = [(path.name, path.read_bytes()) for path in files]
    with speaking("en"):
        report, matches = _read(event, contents, zone, date_order)
        applied = "" if dry_run else _apply(event, contents, (report, matches), zone, date_order)
        if as_json:
            click.echo(json.dumps(_as_data(report, matches), ensure_ascii=False, indent=2))
        else:
            _tell(report, matches, applied)


def _read(event: Event, files: importing.Files, zone: ZoneInfo, date_order: str | None) -> tuple[Report, list[Match]]:
    """Raises ClickException with one line that says why not and what was found."""
    try:
        return importing.read(event, files, zone, date_order=date_order or "")
    except Unreadable as error:
        raise click.ClickException(unreadable.sentence(error)) from None
    except AskDateOrder as error:
        raise click.ClickException(
            f"Day and month cannot be told apart: {error}. Say --date-order dmy or mdy."
        ) from None
    except AskMapping as error:
        head = ", ".join(str(cell) for cell in error.grid.rows[error.head] if cell not in {None, ""})
        raise click.ClickException(
            f"{error.name} is of no known platform, and its columns are not certain: {head[:300]}. "
            "Upload it on the conference’s page “Attendance”, where you can say which column is what."
        ) from None


def _apply(
    event: Event, files: importing.Files, read: tuple[Report, list[Match]], zone: ZoneInfo, date_order: str | None
) -> str:
    """What happened, in a sentence. Files that were applied before change nothing."""
    event_id, now, new = event.id, clock.now(), importing.not_applied(event.id, files)
    if not new:
        return "These files were applied before; nothing was changed."
    report, matches = read if len(new) == len(files) else _read(event, new, zone, date_order)
    with transaction():
        run = importing.hold(event_id, new, timezone=zone.key, date_order=date_order or "", actor=ACTOR, now=now)
        keeping.keep(run, report, matches)
        importing.apply(run, actor=ACTOR, now=now)
        assert run.state is RunState.APPLIED  # noqa: S101
    return "What is certain was applied; the rest waits on the conference’s page “Attendance”."


def _as_data(report: Report, matches: Sequence[Match]) -> dict[str, Any]:
    found = report_json(report, say=_say)
    for person, one in zip(found["people"], matches, strict=True):
        candidates = [
            {"registration": each.registration, "score": each.score, "reason": each.reason.value}
            for each in one.candidates
        ]
        person["match"] = {"registration": one.registration, "how": one.how.value, "candidates": candidates}
    return found


def _say(finding: Warning_ | NotRead) -> str:
    if isinstance(finding, Warning_):
        return words.notice(finding.code, finding.details)
    return words.reason(finding.code)


def _tell(report: Report, matches: Sequence[Match], applied: str) -> None:
    for person, one in zip(report.people, matches, strict=True):
        minutes = "–" if person.minutes is None else f"{person.minutes:.1f}"
        click.echo(f"{one.registration or '–':24} {one.how.value:10} {minutes:>8}  {person.name or person.email}")
    findings: list[Warning_ | NotRead] = [*report.warnings, *report.not_read]
    for finding in findings:
        click.echo(f"row {finding.row}: {_say(finding)}" if finding.row else _say(finding), err=True)
    matched = sum(1 for one in matches if one.registration)
    click.echo(f"{len(matches)} people, {matched} of them certain.")
    if applied:
        click.echo(applied)
