"""The workbook tells of each municipality whether it was invited, and apart from the people what became of it."""

import io
from datetime import date, datetime
from typing import Any, cast

import openpyxl
import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_registration
from flask import Flask

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.invitations import inviting
from webapp.registration.models import Side
from webapp.reporting import exports
from webapp.reporting.kinds import Kind

DAY = date(2026, 11, 2)
BONN, CASTROP = "05314000", "05562004"
HEADING = "From invitation to attendance: municipalities"


@pytest.fixture
def event(app: Flask) -> Event:
    """Two are there of the three municipalities invited, and somebody from one that was not; a Kreis is none."""
    del app  # it must be there first
    made = make_event()
    for number, key in enumerate((KOELN, KOELN, CASTROP)):
        make_registration(made, given_name=f"N{number}", place_key=key, side=Side.NRW)
    make_registration(made)
    return made


def workbook(event: Event) -> openpyxl.Workbook:
    session().rollback()
    made = exports.workbook(event, Kind.ATTENDANCE, locale="en", by="x", now=clock.now())
    return openpyxl.load_workbook(io.BytesIO(made.getvalue()))


def rows(book: openpyxl.Workbook, sheet: str, key: str) -> dict[str, dict[str, Any]]:
    heads, *lines = book[sheet].iter_rows(values_only=True)
    found = [dict(zip(map(str, heads), line, strict=True)) for line in lines]
    return {str(row[key]): row for row in found}


def test_sheets_and_cover_tell_who_was_invited(event: Event) -> None:
    with transaction():
        inviting.mark(event.id, [KOELN, BONN, DNIPRO, KREIS_WESEL], DAY, actor="x", now=clock.now())
    book = workbook(event)
    found = rows(book, "Municipalities", "Official key")
    told = [(found[key]["Invitation"], found[key]["Invited on"]) for key in (KOELN, BONN, CASTROP)]
    day = datetime(2026, 11, 2)  # noqa: DTZ001 - Excel knows no zones
    assert told == [("invited", day), ("invited", day), ("not invited", None)]
    regions = rows(book, "Regions", "Region or district")
    heads = (
        "Municipalities in it",
        "Municipalities invited",
        "Municipalities registered (confirmed)",
        "Districts and raions invited",
    )
    assert [regions["North Rhine-Westphalia"][head] for head in heads] == [396, 2, 2, 1]
    assert [regions["Cologne administrative district"][head] for head in heads] == [99, 2, 1, 0]
    assert regions["Cologne administrative district"]["Official key"] == "053"
    assert regions["Cologne administrative district"]["Municipalities not represented"] is None  # no report says so
    lines = [(row[0].value, row[1].value) for row in book["Overview"].iter_rows(max_col=2)]
    start = lines.index((HEADING, None)) + 1
    assert lines[start : start + 3] == [
        ("municipalities invited", 3), ("municipalities registered (confirmed)", 3), ("municipalities represented", 0),
    ]  # fmt: skip
    assert ("invited municipalities and districts with nobody registered, not even unconfirmed", 2) in lines
    charts = cast("list[Any]", vars(book["Overview"])["_charts"])
    assert f"'Overview'!$B${start + 1}:$B${start + 3}" in [str(one.series[0].val.numRef.f) for one in charts]


def test_where_no_invitation_is_noted_nobody_is_said_to_lack_one(event: Event) -> None:
    book = workbook(event)
    assert {row["Invitation"] for row in rows(book, "Municipalities", "Official key").values()} == {None}
    assert HEADING not in [row[0].value for row in book["Overview"].iter_rows(max_col=1)]
