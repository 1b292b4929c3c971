"""Organisers take certificates as ZIP files: of one municipality at once, of many through the worker."""

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from attendance.certificates_made import attend, end_of, text_of
from factories import DNIPRO, KOELN, make_registration
from page import Client, Page
from sqlalchemy import func, select
from statements import objects_of
from surroundings import Clock

from webapp.attendance.certifying import certificate_manage, certificates
from webapp.attendance.certifying.certificate_document import FileNames, safe
from webapp.attendance.certifying.certificate_models import BundleState, Certificate, CertificateBundle
from webapp.config import Settings
from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration, Side

PAGE = "/manage/events/folgekonferenz/certificates"


@pytest.fixture
def organiser(event: Event, clock: Clock, signed_in: Callable[[str], Client]) -> Client:
    clock.go_to(end_of(event))
    return signed_in("organiser")


@pytest.fixture
def people(event: Event, sabine: Registration, olena: Registration) -> list[Registration]:
    """Two of Köln with one name, one of Dnipro, one with an organisation alone, and one who stayed too short."""
    twin = make_registration(event, locale="de", place_key=KOELN, side=Side.NRW, given_name="SABINE",
                             family_name="Krause", email="twin@koeln.example")  # fmt: skip
    guest = make_registration(event, locale="en", place_key=None, side=Side.OTHER, organisation='A/B: "C" <?>|*',
                              given_name="CON", family_name="", email="guest@example.org")  # fmt: skip
    short = make_registration(event, given_name="Короткий", email="short@example.org")
    found = [sabine, twin, olena, guest]
    for one in found:
        attend(one)
    attend(short, 2, certified=False)
    return found


def make(organiser: Client, place: str = "") -> Page:
    token = organiser.get(PAGE).form("make-all").values["csrf_token"]
    return organiser.post(PAGE, {"csrf_token": token, "place": place}, status=200)


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        for entry in packed.infolist():
            assert entry.filename.isascii() or entry.flag_bits & 0x800, "names are UTF-8"
        return {entry.filename: packed.read(entry) for entry in packed.infolist()}


def bundle() -> CertificateBundle:
    session().rollback()
    return session().scalars(select(CertificateBundle).execution_options(populate_existing=True)).one()


@pytest.mark.usefixtures("people")
def test_one_municipality_is_one_file(organiser: Client) -> None:
    page = organiser.get(PAGE)
    assert {row["Municipality or district"]: row["Certificates"] for row in page.table("#municipalities")} == {
        "Cologne": "2", "Dnipro": "1", "without a municipality": "1",
    }  # fmt: skip
    answer = make(organiser, KOELN)
    assert answer.response.mimetype == "application/zip"
    assert "Cologne.zip" in answer.response.headers["Content-Disposition"]
    found = unpacked(answer.body)
    assert sorted(found) == ["SABINE Krause (2).pdf", "Sabine Krause.pdf"]
    assert "Sabine Krause" in text_of(found["Sabine Krause.pdf"])
    assert session().scalar(select(func.count(Certificate.code.distinct()))) == 2


@pytest.mark.usefixtures("people")
def test_all_are_one_file_a_municipality(organiser: Client) -> None:
    outer = unpacked(make(organiser).body)
    assert sorted(outer) == ["Cologne.zip", "Dnipro.zip", "without a municipality.zip"]
    names = {name for inner in outer.values() for name in unpacked(inner)}
    assert names == {"SABINE Krause (2).pdf", "Sabine Krause.pdf", "Olena Kovalenko.pdf", "_CON.pdf"}
    assert not any("Korotkyi" in name for name in names), "nobody below the threshold"
    codes = session().scalars(select(Certificate.code)).all()
    make(organiser)
    session().rollback()
    assert session().scalars(select(Certificate.code)).all() == codes, "codes stay"
    told = [row.details for row in session().scalars(select(AuditEntry).where(AuditEntry.action.like("certificate.%")))]
    assert told == ['{"certificates": 4}'] * 3


@pytest.mark.usefixtures("people")
def test_who_gets_one_while_the_file_is_made_is_in_the_next(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = certificates.issue
    monkeypatch.setattr(certificates, "issue", lambda event, _place, **by: real(event, KOELN, **by))
    assert sorted(unpacked(make(organiser).body)) == ["SABINE Krause (2).pdf", "Sabine Krause.pdf"]


def test_many_are_made_by_the_worker_and_forgotten_after_a_week(
    organiser: Client, people: list[Registration], settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_manage, "AT_ONCE", 3)
    form = organiser.get(PAGE).form("make-all")
    with objects_of(Registration) as loaded:
        form.submit(follow=False)
    assert loaded == [], "who orders certificates of many waits for numbers alone"
    page = organiser.get(PAGE)
    assert "0 of 4 made." in page.text
    held = bundle()
    url = f"{PAGE}/files/{held.public_id}"
    token = page.form("make-all").values["csrf_token"]
    organiser.post(url, {"csrf_token": token}, status=410)
    assert jobs.run_due() > 0
    assert (bundle().state, bundle().done) == (BundleState.READY, len(people))
    path = settings.exports / held.file_name
    assert path.stat().st_mode & 0o077 == 0
    assert not list(settings.exports.glob("*.part"))
    got = organiser.get(PAGE).form(url).submit(follow=False)
    assert sorted(unpacked(got.body)) == ["Cologne.zip", "Dnipro.zip", "without a municipality.zip"]
    assert held.file_name not in got.response.headers["Content-Disposition"]
    session().rollback()
    noted = session().scalars(select(AuditEntry).where(AuditEntry.action == "certificate.download")).one()
    assert noted.thing == held.thing
    aside = path.rename(path.with_suffix(".aside"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_file", lambda _path: True)  # it vanishes right after it was looked for
        organiser.post(url, {"csrf_token": token}, status=410)
    aside.rename(path)
    session().rollback()
    assert session().scalars(select(AuditEntry).where(AuditEntry.action == "certificate.download")).one() is not None
    left, written = (settings.exports / f"x.zip.0123abc{number}.part" for number in range(2))
    left.touch()  # by a process that died
    clock.forward(days=7, seconds=1)
    written.touch()
    now = datetime.now(UTC).timestamp()
    os.utime(written, (now, now))
    jobs.run_due()
    assert [one.exists() for one in (path, left, written)] == [False, False, True]
    session().rollback()
    assert session().scalars(select(CertificateBundle)).all() == []


@pytest.mark.usefixtures("people")
def test_a_file_is_of_its_conference_and_for_organisers(
    organiser: Client, monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[str], Client]
) -> None:
    monkeypatch.setattr(certificate_manage, "AT_ONCE", 3)
    page = organiser.get(PAGE).form("make-all").submit(follow=True)
    jobs.run_due()
    token = page.form("make-all").values["csrf_token"]
    other = f"/manage/events/other/certificates/files/{bundle().public_id}"
    organiser.post(other, {"csrf_token": token}, status=404)
    partner = signed_in("partner")
    partner.get(PAGE, status=403)


def test_before_the_end_and_without_anybody_there_is_nothing(
    event: Event, olena: Registration, clock: Clock, signed_in: Callable[[str], Client]
) -> None:
    attend(olena)
    organiser = signed_in("organiser")
    page = organiser.get(PAGE)
    assert "when the conference is over" in page.text
    token = page.form("/manage/sign-out").values["csrf_token"]
    organiser.post(PAGE, {"csrf_token": token}, status=409)
    clock.go_to(event.ends_at - timedelta(seconds=1))
    organiser = signed_in("owner")
    token = organiser.get(PAGE).form("/manage/sign-out").values["csrf_token"]
    for place in ("", DNIPRO, KOELN, "x" * 20):
        organiser.post(PAGE, {"csrf_token": token, "place": place}, status=409)
    clock.go_to(event.ends_at)
    organiser.post(PAGE, {"csrf_token": token, "place": KOELN}, status=409)
    organiser.post(PAGE, {"csrf_token": token, "place": DNIPRO}, status=200)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("Constanze", "Constanze"),
        ('a<b>:"/\\|?*c', "a b c"),
        ("Олена Коваленко", "Олена Коваленко"),
        ("... ", "–"),
        ("name. ", "name"),
        ("a\u202eb\x00", "a b"),
        ("x" * 300, "x" * 100),
    ],
)
def test_file_names_are_safe_on_windows(name: str, expected: str) -> None:
    assert safe(name) == expected


def test_no_two_files_have_one_name() -> None:
    given = FileNames()
    assert [given.give(name, ".pdf") for name in ("Ася", "АСЯ", "Ася", "Ася (2)")] == [
        "Ася.pdf", "АСЯ (2).pdf", "Ася (3).pdf", "Ася (2) (2).pdf",
    ]  # fmt: skip
