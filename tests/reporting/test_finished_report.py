"""Organisers write the texts of a report, and what they finish stays as it is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import KOELN, make_event, make_presence, make_registration
from page import Client
from sqlalchemy import delete, select
from tags import words

from webapp.attendance.models import Presence
from webapp.core import clock
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.registration.models import Registration, Side
from webapp.reporting.counting import keeping
from webapp.reporting.counting.models import Snapshot
from webapp.reporting.report.commands import report
from webapp.reporting.report.models import ReportText

OVER = datetime(2026, 3, 1, 11, tzinfo=UTC)
REPORT = "/manage/events/folgekonferenz/report"
AT_MOST = 35  #: statements of finishing, which counts and keeps; what is refused needs no more than any page
OWN = "Ein Absatz #mit $Zeichen$.\nEin zweiter."


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


@pytest.fixture
def event(app: object) -> Event:
    del app
    made = make_event(starts_at=OVER, ends_at=OVER + timedelta(hours=2))
    for number in range(6):
        _attend(made, number)
    return made


def _attend(event: Event, number: int) -> None:
    one = make_registration(event, email=f"{number}@example.org", side=Side.NRW, place_key=KOELN)
    make_presence(one)


def test_what_nobody_wrote_anew_follows_the_figures(event: Event, organiser: Client) -> None:
    german, ukrainian = (organiser.get(f"{REPORT}/texts/{lang}").form() for lang in ("de", "uk"))
    _attend(event, 7)
    ukrainian.fill(outlook="Далі буде.").submit(follow=False)
    german.fill(summary=f"{german.values['summary']} Und mehr.").submit(follow=False)
    kept = {one.language: (one.title, one.summary) for one in session().scalars(select(ReportText))}
    assert kept["uk"] == (None, None)
    assert "Sechs" in (kept["de"][1] or "")
    warning = "The draft’s text has changed since the summary was written in: Deutsch."
    assert warning in organiser.get(REPORT).text
    organiser.get(f"{REPORT}/texts/de").form(f"{REPORT}/texts/de").fill(title="Anders").submit(follow=False)
    page = organiser.get(REPORT)
    assert warning in page.text  # also beside the button that finishes it
    assert [words(one) for one in page.all("#finish ~ ul li")] == [
        "Deutsch: with texts of your own; the summary was written after another draft",
        "Українська: with texts of your own",
        "English: with the draft’s own texts",
    ]
    organiser.get(f"{REPORT}/texts/de").form(f"{REPORT}/texts/de").fill(fits="y").submit(follow=False)
    assert warning not in organiser.get(REPORT).text
    _attend(event, 8)
    assert warning in organiser.get(REPORT).text
    german = organiser.get(f"{REPORT}/texts/de").form(f"{REPORT}/texts/de")
    german.fill(summary=f"{german.values['summary']} Und noch mehr.").submit(follow=False)
    assert warning not in organiser.get(REPORT).text
    assert "Вісім представників" in organiser.get(f"{REPORT}?in=uk").text


@pytest.mark.usefixtures("event")
def test_texts_are_written_and_a_stale_change_is_refused(organiser: Client, signed_in: Callable[[str], Client]) -> None:
    signed_in("partner").get(f"{REPORT}/texts/de", status=403)
    draft, other = organiser.get(f"{REPORT}/texts/de").form(), organiser.get(f"{REPORT}/texts/de").form()
    usual = draft.values["summary"]
    assert "Sechs Vertreter*innen von Kommunen aus Nordrhein-Westfalen folgten der Einladung." in usual
    organiser.get(f"{REPORT}/texts/de").form().fill(summary="").submit(status=422)
    page = draft.fill(summary=OWN, outlook="Im Herbst mehr.").submit()
    assert page.path == REPORT
    assert "Ein Absatz #mit $Zeichen$. Ein zweiter. Ausblick Im Herbst mehr." in page.text
    assert OWN not in organiser.get(f"{REPORT}?in=uk").text

    page = other.fill(summary="Dazwischen").submit(status=409)
    assert "Somebody else has changed the texts meanwhile." in page.errors()[0]
    assert "Ein zweiter." in page.text
    assert page.form(f"{REPORT}/texts/de").values["summary"].strip() == "Dazwischen"
    assert "Ein zweiter." in organiser.get(f"{REPORT}?in=de").text
    assert page.form(f"{REPORT}/texts/de").submit().text.count("Dazwischen") == 1

    page = organiser.get(f"{REPORT}/texts/de")
    page = page.form(f"{REPORT}/texts/de/draft").submit()
    assert organiser.get(f"{REPORT}/texts/de").form().values["summary"] == usual
    noted = session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [one for one in noted if one.startswith("report.")] == [
        "report.write", "report.write", "report.undo",
    ]  # fmt: skip


def test_a_finished_report_stays_the_same(event: Event, organiser: Client, tmp_path: Path) -> None:
    first = organiser.get(f"{REPORT}?in=de")
    page = first.form().submit(statements=AT_MOST)
    assert page.path == f"{REPORT}/2026-01"
    twice = first.form().submit(status=409)
    assert "the report was finished" in twice.text
    assert twice.link("Report no. 2026-01") == f"{REPORT}/2026-01"
    stale = twice.form()
    told = organiser.get(f"{REPORT}/2026-01?in=de").one(".paper").text
    assert "Bericht Nr. 2026-01 vom" in told
    again = organiser.get(REPORT).form().submit(statements=AT_MOST)
    assert "The report has not changed since no. 2026-01." in again.text
    assert again.path == f"{REPORT}/2026-01"
    files = {(lang, kind): _file(organiser, lang, kind) for lang in ("de", "uk") for kind in ("pdf", "docx")}

    organiser.get(f"{REPORT}/texts/de").form().fill(summary=OWN).submit()
    stale.submit(status=409)
    page = organiser.get(f"{REPORT}?in=de").form().submit(statements=AT_MOST)
    assert page.path == f"{REPORT}/2026-02"
    with transaction() as writing:
        writing.execute(delete(Presence))
        writing.execute(delete(Registration).where(Registration.event_id == event.id))
    assert organiser.get(f"{REPORT}/2026-01?in=de").one(".paper").text == told
    assert {key: _file(organiser, *key) for key in files} == files
    refused = organiser.get(REPORT).form().submit(status=409, statements=AT_MOST)
    assert "people’s data have been deleted since they were kept" in refused.text
    assert "2. Ausgabe" in organiser.get(f"{REPORT}/2026-02?in=de").text
    assert organiser.get(f"{REPORT}/2026-01?in=de").link("Report no. 2026-02").endswith("2026-02")
    kept = session().scalars(select(Snapshot.data).order_by(Snapshot.number)).all()
    assert [one["all"]["people"]["registered"] for one in kept] == [6, 6]  # not what can be counted now
    details = [
        json.loads(one.details)
        for one in session().scalars(select(AuditEntry).order_by(AuditEntry.id))
        if one.action == "report.finish"
    ]
    assert details == [{"number": "2026-01", "edition": 1}, {"number": "2026-02", "edition": 2}]

    written = CliRunner().invoke(report, [event.slug, "--lang", "de", "--out", str(tmp_path)])
    assert written.exit_code == 0, written.output
    assert Path(written.output.strip()).read_bytes() == organiser.get(f"{REPORT}/2026-02/de.pdf").body
    organiser.get(f"{REPORT}/2026-03", status=404)


def test_what_nobody_has_seen_is_shown_before_it_is_finished(
    event: Event, organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MANY", 3)
    keeping.keep_due()
    _attend(event, 7)
    seen = organiser.get(f"{REPORT}?in=de")
    assert "Sechs Vertreter*innen" in seen.text
    page = seen.form().submit(status=409, statements=2 * AT_MOST)  # counts and draws
    assert "The figures have just been counted anew" in page.text
    page = page.form().submit(statements=AT_MOST)
    assert page.path == f"{REPORT}/2026-01"
    assert "Sieben Vertreter*innen" in organiser.get(f"{REPORT}/2026-01?in=de").text


def test_where_somebody_speaks_from_is_told_after_the_end(event: Event, organiser: Client) -> None:
    who = Speaker(
        position=1, name=texts("Olena Koval", "Олена Коваль"), function=texts(), speaks_from=texts("Kyjiw", en="Kyiv")
    )
    talk = Slot(
        event_id=event.id,
        position=1,
        kind=SlotKind.PRESENTATION,
        title=texts("Lage"),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )
    talk.speakers.append(who)
    with transaction() as writing:
        writing.add(talk)
    assert "who joined from Kyiv" in organiser.get(f"{REPORT}?in=en").text
    with transaction():
        session().get_one(Event, event.id).ends_at = clock.now() + timedelta(minutes=1)
    page = organiser.get(f"{REPORT}?in=en").text
    assert "Olena Koval will speak on" in page
    assert "Kyiv" not in page


def test_nothing_is_finished_before_the_end(organiser: Client) -> None:
    make_event()
    page = organiser.get(REPORT)
    assert page.all(f'form[action="{REPORT}/finish"]') == []
    organiser.post(f"{REPORT}/finish", {"csrf_token": page.one("form [name=csrf_token]")["value"]}, status=409)


def _file(client: Client, lang: str, kind: str) -> bytes:
    return client.get(f"{REPORT}/2026-01/{lang}.{kind}").body
