"""One address for every route over the demo's data, for all that goes through the whole site."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import zoom_reports
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

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
from webapp.core import access, mail
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
from webapp.questions import answering, asking, import_holding, import_judging, importing
from webapp.questions import keeping as keeping_questions
from webapp.questions.answering import Written
from webapp.questions.asking import Asked
from webapp.questions.import_models import QuestionImport
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Channel, Question
from webapp.questions.models import Kind as QuestionKind
from webapp.questions.reading import files as questions
from webapp.questions.reading.found import Found
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

UNSAFE: Final = {"POST", "PUT", "PATCH", "DELETE"}
NO_PAGE: Final = {  #: answers that are no whole page of ours
    "admin.mailbox_attachment", "admin.mailbox_html", "events.calendar_entry", "health.healthz", "health.metrics",
    "certificate.download", "health.readyz", "join.enter", "pages.start", "own_data.download", "places.search",
    "export_data.table", "report.download",
    "report.download_finished",
}  # fmt: skip
REPEATED: Final = {  #: look different after the conference
    "events.show", "questions.index", "reporting.overview", "dashboard.show", "registrations.index", "attendance.index",
    "presence.people", "report.show", "certificates.index", "follow_up.index", "follow_up.show",
    "feedback_results.show",
}  # fmt: skip
MORE: Final = {  #: other states of a page: of which conference
    ("attendance.show", "columns"): COMING_SLUG,
    ("attendance.show", "dates"): COMING_SLUG,
    ("attendance.show", "refused"): COMING_SLUG,
    ("attendance.show", "applied"): PAST_SLUG,
    ("presence.show", "attended"): PAST_SLUG,
    ("registration_lists.show", "being_read"): COMING_SLUG,
    ("registration_lists.show", "stopped"): COMING_SLUG,
    ("registration_lists.show", "unreadable"): COMING_SLUG,
    ("question_imports.show", "asked"): COMING_SLUG,
    ("question_imports.show", "unnamed"): COMING_SLUG,
    ("question_imports.show", "days"): COMING_SLUG,
    ("exports.show", "written"): COMING_SLUG,
    ("exports.show", "ready"): COMING_SLUG,
}


@dataclass(frozen=True, slots=True)
class Address:
    endpoint: str
    method: str
    url: str
    rule: str  #: who may: what the view declares
    variant: str = ""  #: one of several states of the page

    @property
    def is_page(self) -> bool:
        return self.method == "GET" and self.endpoint not in NO_PAGE

    @property
    def is_for_organisers(self) -> bool:
        return self.url.startswith("/manage")

    def in_language(self, lang: str) -> str:
        if self.url.startswith("/en/"):
            return f"/{lang}/{self.url[4:]}"
        return f"{self.url}?lang={lang}"

    @property
    def name(self) -> str:
        """Names a file."""
        over = "-over" if PAST_SLUG in self.url else ""
        variant = f"-{self.variant}" if self.variant else ""
        return self.endpoint.replace(".", "-") + variant + over


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
        question = _question(event, confirmed)
        asked = _on_screen(event, confirmed, now)
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
        **_asked(event),
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
        ("own_questions", "public_id"): _questions(event, confirmed, now),
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


def every(app: Flask, values: dict[tuple[str, str], str], lang: str = "en") -> Iterator[Address]:
    """In the order of the routes; inside an app context."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        declared = access.rule_of(app.view_functions[rule.endpoint]) or "nobody"
        slugs = [COMING_SLUG, PAST_SLUG] if rule.endpoint in REPEATED else [COMING_SLUG]
        for slug in slugs:
            url = adapter.build(rule.endpoint, _arguments(rule, values | {("", "lang"): lang, ("", "slug"): slug}))
            for method in sorted((rule.methods or set()) & (UNSAFE | {"GET"})):
                yield Address(rule.endpoint, method, url, declared)
    for (endpoint, variant), slug in MORE.items():
        url = adapter.build(endpoint, {"slug": slug, "public_id": values[variant, "public_id"]})
        yield Address(endpoint, "GET", url, access.rule_of(app.view_functions[endpoint]) or "nobody", variant)


def _arguments(rule: Rule, values: dict[tuple[str, str], str]) -> dict[str, str]:
    blueprint = rule.endpoint.partition(".")[0]
    found = {name: values.get(("", name)) or values.get((blueprint, name)) for name in rule.arguments}
    assert all(found.values()), f"tests/addresses.py does not know an argument of {rule}"
    return {name: value or "" for name, value in found.items()}


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


def _asked(event: Event) -> dict[tuple[str, str], str]:
    """A saved chat to pick from, one that was taken up, and tables of which something has to be asked."""
    person = _registration(event, State.CONFIRMED)
    chat = f"10:05:45 From {person.given_name} {person.family_name} to Everyone:\n\tWie finden wir Partner?\n"
    chat += "10:06:00 From Gast to Everyone:\n\tHallo\n"
    with transaction():
        held = {
            "question_imports": _read(event, chat),
            "asked": _read(event, chat.replace("Partner", "Geld")),
            "unnamed": _read(event, "Alpha;Beta\nHallo;1\nWelt;2\n"),
            "days": _read(event, "Frage;Zeit\nWer kommt?;03/04/2021 10:00\n"),
        }
        importing.apply(held["asked"].public_id, actor="program", now=datetime.now(UTC))
    return {(name, "public_id"): one.public_id for name, one in held.items()}


def _read(event: Event, text: str) -> QuestionImport:
    found = questions.read(text.encode())
    judged = import_judging.judge(event.id, found) if isinstance(found, Found) else []
    upload = import_holding.Upload(
        file_name="chat.txt", sha256=sha256(text.encode()).hexdigest(), found=found, timezone=BERLIN.key
    )
    there = session().get_one(Event, event.id)
    return import_holding.hold(there, upload, judged, actor="program", now=datetime.now(UTC))


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


def _questions(event: Event, person: Registration, now: datetime) -> str:
    """Anybody may ask; one is published, one waits, one is shared. Public id of the published one."""
    with transaction():
        keeping_questions.board(event.id, now).takes_public = True
        made = {
            kind: asking.ask(event.id, asked, actor="program", now=now)
            for kind, asked in {
                "published": Asked(text="Wie beginnt eine Partnerschaft?", language="de", channel=Channel.PUBLIC),
                "waiting": Asked(text="Хто допоможе?", language="uk", channel=Channel.LINK, registration=person),
                "shared": Asked(
                    text="We rebuilt a school.", language="en", channel=Channel.ORAL, kind=QuestionKind.EXPERIENCE
                ),
            }.items()
        }
        made["published"].state = made["shared"].state = QuestionState.PUBLISHED
    return made["published"].public_id


def _on_screen(event: Event, asker: Registration, now: datetime) -> Question:
    """For the screen, with a draft of an answer."""
    asked = Asked(
        text="Was kostet eine Partnerschaft im Jahr?", language="de", channel=Channel.LINK, registration=asker
    )
    made = asking.ask(event.id, asked, actor="attendee", now=now)
    made.state = QuestionState.ON_SCREEN
    texts = {"de": "Über das Verzeichnis.", "uk": "", "en": ""}
    written = Written(texts=texts, answered_by="Staatskanzlei", answered_live=False)
    answering.save(event.slug, made.public_id, made.version, written, actor="program", now=now)
    return made


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


def _question(event: Event, asker: Registration) -> Question:
    """One that asks much the same as another."""
    texts = ("Wie finden wir eine Partnerkommune?", "Wie können wir eine Partnerkommune finden?")
    now, asked = datetime.now(UTC), [Asked(text=one, language="de", channel=Channel.LINK) for one in texts]
    first, _second = [
        asking.ask(event.id, replace(one, registration=asker), actor="attendee", now=now) for one in asked
    ]
    return first


def _registration(event: Event, state: State) -> Registration:
    of_event = select(Registration).where(Registration.event_id == event.id, Registration.state == state)
    found = session().scalars(of_event.order_by(Registration.id)).first()
    assert found is not None, f"the demo has no {state} registration"
    return found
