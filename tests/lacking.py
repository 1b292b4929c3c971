"""What the demo lacks: with it every page of the site has something to show, and every argument a value."""

from datetime import UTC, datetime, timedelta

import lacking_questions as questions
import zoom_reports
from sqlalchemy import select

from webapp.accounts import actions as accounts
from webapp.accounts.permissions import Role
from webapp.attendance import importing as attendance
from webapp.attendance import judging, keeping, rooms
from webapp.attendance.certifying import certificates
from webapp.attendance.certifying.certificate_document import written
from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.meeting import join_queries
from webapp.attendance.models import Decision, ImportRun, ReportedPerson
from webapp.attendance.readers.reports import AskDateOrder, AskMapping
from webapp.core import mail
from webapp.core.clock import BERLIN
from webapp.core.db import session, transaction
from webapp.core.grids import Code, Unreadable
from webapp.core.i18n import LANGUAGES
from webapp.core.mail import MailState, OutgoingMail
from webapp.core.papers import Paper, Section, Text, as_data
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.events.models import Event
from webapp.feedback import links as feedback
from webapp.invitations import queries as invitations
from webapp.places.models import Place
from webapp.registration import holding, list_reading, mails
from webapp.registration.list_models import ListReading, Stage
from webapp.registration.models import Registration, Side, State
from webapp.reporting.corrections import holding as returned
from webapp.reporting.corrections import judging as comparing
from webapp.reporting.corrections.fields import ID, VERSION
from webapp.reporting.corrections.reading import read
from webapp.reporting.exporting import making, presets
from webapp.reporting.exporting.models import ExportState, ExportWriting
from webapp.reporting.exporting.orders import Order
from webapp.reporting.kinds import Kind
from webapp.reporting.report import actions as reports
from webapp.reporting.report.actions import Ready


def prepare() -> dict[tuple[str, str], str]:
    """Adds what the demo lacks: an invited person and a refused mail. The value of each argument, by blueprint."""
    event = session().scalars(select(Event).where(Event.slug == COMING_SLUG)).one()
    now = datetime.now(UTC)
    with transaction():
        user, _new = accounts.invite(
            "new@example.org", Role.ORGANISER, name="Neue Person", locale="de", actor="program", now=now
        )
        lists = _lists(event, now)
        confirmed, pending = _registration(event, State.CONFIRMED), _registration(event, State.PENDING)
        mails.registered(confirmed, event)
        reports = _reports(event)
        question = questions.alike(event, confirmed)
        asked = questions.on_screen(event, confirmed, now)
        judging.interrupt(event, Side.NRW, event.starts_at, event.starts_at + timedelta(minutes=10), actor="program")
    mail.deliver_due()
    sent = session().scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert sent is not None
    with transaction():
        mails.ask_to_confirm(pending, event)
        sent.state, sent.error = MailState.REFUSED, "550 no such user"
    return {
        ("registration", "token"): mails.confirm_token(pending, event),
        ("personal", "token"): mails.manage_token(confirmed, event),
        ("own_data", "token"): mails.manage_token(confirmed, event),
        ("registrations", "public_id"): confirmed.public_id,
        ("registration_person", "public_id"): confirmed.public_id,
        ("correct_person", "public_id"): confirmed.public_id,
        ("join", "token"): join_queries.entrance(confirmed).token,
        ("join", "registration_token"): mails.manage_token(confirmed, event),
        ("certificate", "token"): mails.manage_token(confirmed, event),
        ("certificate", "code"): _code(now),
        ("certificates", "public_id"): "unknown",
        ("joining", "kind"): "hour",
        ("feedback", "token"): feedback.token(confirmed, event),
        ("follow_up", "audience"): "attended",
        ("join_people", "public_id"): confirmed.public_id,
        **lists,
        **questions.chats(event, confirmed),
        **_exports(event, user.public_id, now),
        ("report", "chosen"): "de",
        ("briefing", "chosen"): "de",
        ("report", "kind"): "pdf",
        ("report", "number"): _finished(event),
        ("corrections", "public_id"): _returned(event, confirmed, now),
        ("presence", "public_id"): confirmed.public_id,
        ("presence", "number"): "1",
        **reports,
        ("own_questions", "token"): mails.manage_token(confirmed, event),
        ("own_questions", "public_id"): questions.on_the_list(event, confirmed, now),
        ("questions_desk", "public_id"): question.public_id,
        ("question_work", "public_id"): question.public_id,
        ("question_answers", "public_id"): asked.public_id,
        ("question_screen", "public_id"): asked.public_id,
        ("invited", "public_id"): _invited(event),
        ("accounts", "token"): accounts.welcome_token(user, now),
        ("accounts", "public_id"): "unknown",
        ("admin", "public_id"): sent.public_id,
        ("admin", "mail_id"): sent.public_id,
        ("admin", "name"): "conference.ics",
    }


def _lists(event: Event, now: datetime) -> dict[tuple[str, str], str]:
    """One with a row that would be added and one that would not; long ones that are, were or cannot be read."""
    people = "Vorname;Nachname;E-Mail;Kommune\nSabine;Krause;sabine@example.org;Köln\nIna;Beck;;Köln\n".encode()
    found, by = list_reading.read(people), "program"
    given = holding.Upload(file_name="Telefon.csv", sha256="0" * 64, side=None, locale="de")
    judged = holding.judged_upload(event.id, found, given)
    held = {"registration_lists": holding.hold(event.id, given, found, judged, actor=by, now=now)}
    for name in ("being_read", "stopped", "unreadable"):
        held[name] = holding.hold_unread(event.id, given, people, actor=by, now=now)
    reading = ListReading(list_id=held["being_read"].id, reader="x", stage=Stage.JUDGED, done=9000, total=20_000)
    reading.noted_at = now
    session().add(reading)
    held["unreadable"].refuse(Unreadable(Code.TRUNCATED))
    return {(name, "public_id"): one.public_id for name, one in held.items()}


def _exports(event: Event, actor: str, now: datetime) -> dict[tuple[str, str], str]:
    """One whose writing failed, one that is being written, one that is ready, and a preset with all it can have."""
    with transaction() as writing:
        made = [making.add(event.id, Order(Kind.ATTENDANCE, "de"), actor=actor, now=now) for _one in range(3)]
        preset = presets.save(event.id, "Staatskanzlei", Order(Kind.REGISTRATIONS, "de"), actor=actor, now=now)
        presets.schedule(preset.public_id, weekday=4, hour=8, zone=BERLIN.key, actor=actor, now=now)
        token = presets.make_address(preset.public_id, actor=actor, now=now)
        going = writing.get_one(ExportWriting, made[1].id)
        going.reader, going.done, going.total = "x", 9000, 20_000
        writing.get_one(ExportWriting, made[0].id).failed = True
        writing.delete(writing.get_one(ExportWriting, made[2].id))
        made[2].state = ExportState.READY
        making.path_of(made[2]).write_bytes(b"x")
    return {
        **{(name, "public_id"): one.public_id for name, one in zip(("exports", "written", "ready"), made, strict=True)},
        ("export_presets", "public_id"): preset.public_id,
        ("export_data", "token"): token,
        ("export_data", "table"): "Attendance",
    }


def _returned(event: Event, person: Registration, now: datetime) -> str:
    """A workbook with a conflict, since it does not say what was written in it, and with a word that is none."""
    text = f"{ID} {event.public_id};{VERSION};Teilnahme;Funktion\n{person.public_id};;vielleicht;Oberbürgermeisterin\n"
    compared = comparing.compare(event.id, read(text.encode(), event.public_id))
    with transaction():
        book = returned.hold(event.id, "Teilnahme.csv", "0" * 64, compared, b"", actor="program", now=now)
    return book.public_id


def _finished(event: Event) -> str:
    """A report of one section."""
    sections = [Section("Konferenz", [Text(["Konferenz"])])]
    papers = {lang: as_data(Paper(lang, "Konferenz", [], "", sections)) for lang in LANGUAGES}
    with transaction():
        made = reports.finish(event.id, Ready(papers, {}), seen=0, actor="program", now=event.ends_at)
        return made.name


def _reports(event: Event) -> dict[tuple[str, str], str]:
    """One to be looked through, two with a question, one that cannot be read, and the demo's own."""
    of_demo = select(ImportRun.public_id).join(Event, Event.id == ImportRun.event_id).where(Event.slug == PAST_SLUG)
    past = session().scalars(of_demo.order_by(ImportRun.id)).first()
    there = select(Registration.public_id).join(ReportedPerson, ReportedPerson.registration_id == Registration.id)
    # other tests upload the same reports, and an upload makes room by dropping what was not applied of the same file
    runs = {
        name: _report(event, content + b"\r\n") for name, content in zoom_reports.kinds(event, _people(event)).items()
    }
    opened = select(ReportedPerson.number).where(
        ReportedPerson.run_id == runs["read"].id, ReportedPerson.decision == Decision.OPEN
    )
    begin, end = event.starts_at, event.ends_at
    koeln = session().get_one(Place, "05315000")
    room = rooms.enter(event, koeln, 8, begin, end, actor="program", now=datetime.now(UTC))
    return {
        ("rooms", "public_id"): room.public_id,
        ("attendance", "public_id"): runs["read"].public_id,
        ("reported", "public_id"): runs["read"].public_id,
        ("reported", "number"): str(session().scalars(opened.order_by(ReportedPerson.number)).first()),
        ("connections", "public_id"): runs["read"].public_id,
        ("connections", "number"): str(session().scalars(opened.order_by(ReportedPerson.number)).first()),
        ("applied", "public_id"): past or "",
        ("attended", "public_id"): session().scalars(there.order_by(ReportedPerson.id)).first() or "",
        **{(name, "public_id"): run.public_id for name, run in runs.items()},
    }


def _report(event: Event, content: bytes) -> ImportRun:
    now, files = datetime.now(UTC), [("participants_84759841045.csv", content)]
    run = attendance.hold(event.id, files, timezone=BERLIN.key, actor="program", now=now)
    try:
        keeping.keep(run, *attendance.read(event, files, BERLIN))
    except (Unreadable, AskDateOrder, AskMapping) as error:
        attendance.refuse(run, error)
    session().flush()
    return run


def _people(event: Event) -> list[Registration]:
    of_event = Registration.event_id == event.id, Registration.state == State.CONFIRMED
    return list(session().scalars(select(Registration).where(*of_event).order_by(Registration.id)))


def _invited(event: Event) -> str:
    """The step that can be undone."""
    step = invitations.last_step(event.id)
    assert step is not None, "nobody of the demo is invited"
    return step.public_id


def _code(now: datetime) -> str:
    """Of somebody who attended the past conference."""
    event = session().scalars(select(Event).where(Event.slug == PAST_SLUG)).one()
    with transaction():
        certificates.issue(event, None, actor="program", now=now)
        found = session().scalars(select(Certificate.code).order_by(Certificate.registration_id)).first()
    assert found is not None, "nobody of the demo has a certificate"
    return written(found)


def _registration(event: Event, state: State) -> Registration:
    of_event = select(Registration).where(Registration.event_id == event.id, Registration.state == state)
    found = session().scalars(of_event.order_by(Registration.id)).first()
    assert found is not None, f"the demo has no {state} registration"
    return found
