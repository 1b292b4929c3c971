"""The briefing fits on one page, whatever people write, and organisers are told once where it is."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from factories import DNIPRO, KOELN, make_event, make_question, make_registration
from inbox import Mail
from libreoffice import convert
from page import Client
from pypdf import PdfReader
from sqlalchemy import select
from statements import counted, objects_of
from surroundings import Clock
from tags import words

from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.places.models import Place, Region
from webapp.questions.lifecycle import State
from webapp.registration.models import AttendingAs, Registration, Side
from webapp.reporting.briefing import heads, offering
from webapp.reporting.briefing.commands import briefing
from webapp.reporting.briefing.file_names import is_file_name
from webapp.reporting.briefing.heads import Role

LONG = "Über die Zusammenarbeit <b> # $ der Verwaltungen „beider“ Regionen " * 12


@pytest.mark.parametrize(
    ("office", "is_head"),
    [
        ("Oberbürgermeisterin", True),
        ("Bürgermeister der Stadt Köln", True),
        ("Landrätin", True),
        ("Mayor", True),
        ("міський голова", True),
        ("Селищна голова", True),
        ("начальниця міської військової адміністрації", True),
        ("stellvertretender Bürgermeister", False),
        ("Leiterin des Büros der Oberbürgermeisterin", False),
        ("Referent des Landrats", False),
        ("Deputy Mayor", False),
        ("заступник міського голови", False),
        ("радниця міського голови", False),
        ("секретар ради", False),
        ("Vorsitzende des Stadtrats", False),
        ("Landrat, Vertreter des Landkreistages", True),
        ("amtierender Samtgemeindebürgermeister", True),
        ("Pressesprecherin der Oberbürgermeisterin", False),
        ("Fahrerin der Landrätin", False),
        ("Mitarbeiter des Bürgermeisters", False),
        ("Allgemeiner Vertreter der Bürgermeisterin", False),
        ("Leiter Stabsstelle Oberbürgermeister", False),
        ("Bürgermeister a. D.", False),
        ("Altbürgermeister", False),
        ("Bürgermeisterkandidat", False),
        ("Mayor's Office, staff member", False),
        ("голова Апостолівської міської територіальної громади", True),
        ("мер міста", True),
        ("начальник Криворізької районної військової адміністрації", True),
        ("голова районної військової адміністрації", True),
        ("начальник відділу освіти Криворізької районної військової адміністрації", False),
        ("керівник апарату районної військової адміністрації", False),
        ("речниця мера", False),
        ("", False),
    ],
)
def test_who_leads_a_municipality(office: str, is_head: bool) -> None:  # noqa: FBT001 - a column of the table
    assert heads.leads(office) is is_head


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("Landrätin", [Role.DISTRICT]),
        ("Oberbürgermeisterin", [Role.MAYOR]),
        ("District administrator", [Role.DISTRICT]),
        ("голова громади", [Role.MAYOR]),
        ("очільниця Нікопольської районної військової адміністрації", [Role.MILITARY]),
        ("міський голова, начальник міської військової адміністрації", [Role.MAYOR, Role.MILITARY]),
        ("голова районної військової адміністрації", [Role.MILITARY]),
    ],
)
def test_what_somebody_leads(office: str, role: list[Role]) -> None:
    assert heads.roles_of(office) == role


@pytest.mark.parametrize(
    ("office", "lang"),
    [
        ("Landrätin", "de"),
        ("Mayor of the city", "en"),
        ("міський голова", "uk"),
        ("начальник військової адміністрації", "uk"),
        ("Mayor / міська голова", ""),
    ],
)
def test_an_office_is_in_the_language_of_its_word(office: str, lang: str) -> None:
    assert heads.language_of(office) == lang


MILITARY = "начальник військової адміністрації"
NAMED = {"given_name": "Юрій", "family_name": "Згурський", "title": "Д-р"}


@pytest.mark.parametrize(
    ("lang", "own", "shown", "military", "koeln", "mayor"),
    [
        ("de", "", "Dr. Yurii Zghurskyi, Dnipro:", "Leiter*in der Militärverwaltung", "Köln", "Oberbürgermeister"),
        ("en", "Yuri Zgursky", "Dr. Yuri Zgursky, Dnipro:", "head of the military administration", "Cologne", "mayor"),
        ("uk", "Yuri Zgursky", "Д-р Юрій Згурський, Дніпро:", MILITARY, "Кельн", "міський голова / міська голова"),
    ],
)
def test_names_and_offices_are_in_letters_and_words_that_the_reader_knows(
    signed_in: Callable[[str], Client], lang: str, own: str, shown: str, military: str, koeln: str, mayor: str
) -> None:
    event = make_event()
    make_registration(event, place_key=DNIPRO, office=MILITARY, latin_name=own, **NAMED)  # type: ignore[arg-type]
    german = {"side": Side.NRW, "place_key": KOELN, "latin_name": "Joerg Mueller", "email": "joerg@example.org"}
    make_registration(event, given_name="Jörg", family_name="Müller", office="Oberbürgermeister", **german)  # type: ignore[arg-type]
    page = signed_in("organiser").get(f"/manage/events/{event.slug}/briefing?in={lang}")
    told = [words(line) for line in page.all(".paper li")]
    assert f"{shown} {military}" in told
    assert f"Jörg Müller, {koeln}: {mayor}" in told


def test_lists_are_cut_with_the_number_of_the_rest() -> None:
    assert heads.listed(list("abc"), 2) == (list("abc"), 0)  # “and 1 more” would take as much room
    assert heads.listed(list("abcd"), 2) == (["a", "b"], 2)
    assert heads.joined(["aaaa", "bbbb", "cc"], 10) == ("aaaa, bbbb", 1)
    assert heads.joined(["a" * 50], 10) == ("a" * 50, 0)
    assert heads.shortened("a  b\nc", 5) == "a b c"
    assert heads.shortened("abcdef", 4) == "abc…"
    assert heads.shortened("ab cdef", 6) == heads.shortened("ab cdef", 3) == "ab…"


def test_it_fits_on_one_page(signed_in: Callable[[str], Client], tmp_path: Path) -> None:
    event = make_event(title=texts(de=LONG[:150], uk=LONG[:150], en=LONG[:150]))
    for region, side in ((Region.NRW, Side.NRW), (Region.DNIPROPETROVSK, Side.DNIPROPETROVSK)):
        keys = session().scalars(select(Place.key).where(Place.region == region).order_by(Place.key)).all()[10:38]
        for number, key in enumerate([*keys, KOELN if side is Side.NRW else DNIPRO]):
            office = f"Bürgermeisterin {LONG[:100]}" if number % 2 else "секретар ради"
            name = {"given_name": f"Maximiliane {number}", "family_name": "von und zu Sonnenschein-Oberschwaben"}
            make_registration(
                event, email=f"{side}{number}@example.org", side=side, place_key=key, office=office, **name  # type: ignore[arg-type]
            )  # fmt: skip
    for number in range(9):
        make_question(event, State.PUBLISHED, text=f"{number} {LONG}")
    page = signed_in("organiser").get(f"/manage/events/{event.slug}/briefing?in=de")
    assert "und 9 weitere" in page.text
    assert "Köln – Dnipro" in page.text
    made = page.form().submit()
    document = docx.Document(io.BytesIO(made.body))
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"] == [
        "Wer angemeldet ist",
        "Angemeldete Verwaltungsspitzen: Kommunen, Kreise, Militärverwaltungen",
        "Partnerschaften, bei denen beide Seiten angemeldet sind",
        "Fragen mit den meisten Stimmen",
    ]
    result = CliRunner().invoke(briefing, [event.slug, "--lang", "uk", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    paths = [tmp_path / "de.docx", Path(result.output.strip())]
    paths[0].write_bytes(made.body)
    assert is_file_name(paths[1].name)  # it names people, and goes after a week
    assert [len(PdfReader(one).pages) for one in convert(paths, "pdf", tmp_path)] == [1, 1]
    noted = select(AuditEntry.actor).where(AuditEntry.action == "briefing.download")
    assert len(session().scalars(noted).all()) == 2
    signed_in("partner").get(f"/manage/events/{event.slug}/briefing", status=403)


@pytest.mark.parametrize("lang", ["de", "uk"])
def test_only_heads_who_are_named_are_loaded(signed_in: Callable[[str], Client], lang: str) -> None:
    event, desk, found = make_event(), signed_in("organiser"), []
    for number in range(60):
        own = {"given_name": "Юрій", "family_name": f"Згурський {60 - number:02}", "place_key": DNIPRO}
        make_registration(event, office=MILITARY, email=f"{number}@example.org", **own)  # type: ignore[arg-type]
        if number in {11, 59}:
            session().expire_all()
            with counted() as sent, objects_of(Registration) as loaded:
                page = desk.get(f"/manage/events/{event.slug}/briefing?in={lang}")
            found.append((len(sent), len(loaded)))
            told = [words(line) for line in page.all(".paper li")]
            names = [f"{'Згурський' if lang == 'uk' else 'Zghurskyi'} {60 - number + at:02}," for at in range(5)]
            assert [next((name for name in names if name in line), "") for line in told[:5]] == names
            rest = {"de": f"und {number - 4} weitere", "uk": f"і ще {number - 4}"}
            assert told[5] == rest[lang]
    assert found[0] == found[1]


def test_organisers_are_told_once(
    clock: Clock, signed_in: Callable[[str], Client], deliver: Callable[[], list[Mail]]
) -> None:
    event = make_event()
    make_registration(event)
    for role in ("organiser", "partner"):
        signed_in(role)
    starts = event.starts_at
    clock.go_to(starts - timedelta(hours=2, minutes=1))
    offering.offer()
    assert deliver() == []
    clock.go_to(starts - timedelta(hours=1, minutes=58))
    for _each in range(2):
        offering.offer()
    [mail] = deliver()
    assert mail.to == "organiser@example.org"
    assert f"/manage/events/{event.slug}/briefing" in mail.text
    with transaction() as writing:
        assert writing.scalars(select(Registration.family_name)).one() not in mail.text


def test_nobody_registered(signed_in: Callable[[str], Client]) -> None:
    event = make_event()
    page = signed_in("organiser").get(f"/manage/events/{event.slug}/briefing?in=uk")
    assert "Ніхто не зареєструвався." in page.text
    assert "Ще не оприлюднено жодного запитання." in page.text


def test_the_press_brings_no_town_into_the_room(signed_in: Callable[[str], Client]) -> None:
    """Neither into the list nor into a partnership; the number beside it never counted it."""
    event = make_event()
    make_registration(event, place_key=DNIPRO)
    made = make_registration(event, side=Side.NRW, place_key=KOELN, given_name="Petra", email="petra@example.org")
    with transaction() as writing:
        writing.get_one(Registration, made.id).attending_as = AttendingAs.PRESS
    page = signed_in("organiser").get(f"/manage/events/{event.slug}/briefing?in=de")
    assert [words(row).split()[-3:] for row in page.all(".paper tbody tr")] == [["1", "0", "0"], ["1", "1", "0"]]
    assert "Köln" not in page.text
    assert "Oblast Dnipropetrowsk: Dnipro" in page.text
