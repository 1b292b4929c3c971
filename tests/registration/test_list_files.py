"""Lists of any kind and layout are read, asked about, or refused with a reason."""

import pytest
from page import Client
from registration.lists_uploaded import HEAD, JOERG, LISTS, OLENA, ROWS, SABINE, results, sheet, upload
from sqlalchemy import func, select
from workbooks_made import ods, ods_row, packed, parts_of, xls, xlsx

from webapp.core.db import session
from webapp.registration.list_models import ListImport


def test_columns_that_are_not_sure_are_asked_once(organiser: Client) -> None:
    table = sheet(["Wer", "Woher", "Womit"], ["Sabine Krause", "Köln", "sabine@example.org"])
    page = upload(organiser, table)
    assert page.h1 == "What are the columns?"
    assert [row["First rows"] for row in page.table()] == ["Sabine Krause", "Köln", "sabine@example.org"]
    form = page.form(page.url)
    assert form.values["column-2"] == "email"  # known by its looks
    page = form.submit(status=422)
    assert page.errors() == [
        "Choose the column of the e-mail address, and those of the name: whole, or given and family name."
    ]
    page = page.form(page.url).fill(**{"column-0": "name", "column-1": "name"}).submit(status=422)
    assert page.errors() == ["Two columns have the same meaning. Choose each meaning once."]
    page = page.form(page.url).fill(**{"column-0": "name", "column-1": "place"}).submit()
    assert results(page) == ["will be added"]
    assert results(upload(organiser, sheet(["wer", "WOHER", "womit:"], ["Jörg Weiß", "Köln", "j@example.org"]))) == [
        "will be added"
    ]


def test_the_row_of_the_headings_can_be_told(organiser: Client) -> None:
    page = upload(organiser, sheet(["Krause", "Sabine", "sabine@example.org"], ["Weiß", "Jörg", "joerg@example.org"]))
    assert page.h1 == "What are the columns?"
    chosen = {"column-0": "family_name", "column-1": "given_name", "column-2": "email"}
    page.form(page.url).fill(header="x", **chosen).submit(status=422)
    shown = page.form(page.url).fill(header="1", **chosen).submit()
    assert [row["Row"] for row in shown.table()] == ["2"]
    again = organiser.get(f"{page.url}").form(page.url).fill(header="", **chosen).submit()
    assert [row["Row"] for row in again.table()] == ["1", "2"]


def test_an_invented_column_is_refused(organiser: Client) -> None:
    page = upload(organiser, sheet(["A", "B"], ["x", "y"]))
    page.form(page.url).forge(**{"column-0": "state"}).submit(status=422)


FILES: list[tuple[str, bytes]] = [
    ("a.xls", xls(ROWS)),
    ("a.ods", ods("".join(ods_row(*row) for row in ROWS))),
    ("a.csv", "\n".join(";".join(row) for row in ROWS).encode("utf-8")),
    ("a.csv", "\r\n".join("\t".join(row) for row in ROWS).encode("utf-16")),
    ("a.csv", "\n".join(",".join(row) for row in [HEAD, SABINE, JOERG]).encode("cp1252")),
    ("a.xlsx", xlsx([["Notizen"], ["x"]], ROWS)),
    ("a.xlsx", xlsx([["Anmeldungen per Telefon"], [], [None, *HEAD], [None, *SABINE], [], [None, *OLENA]])),
]  # fmt: skip


def test_lists_of_any_kind_are_read(organiser: Client) -> None:
    for name, data in FILES:
        assert results(upload(organiser, data, name))[:2] == ["will be added", "will be added"], name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "This file holds no table."),
        (packed(parts_of(sheet(HEAD)) | {"xl/vbaProject.bin": b"x"}), "The file holds macros"),
        (sheet(*ROWS)[:-20], "The file is damaged or incomplete."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(organiser: Client, data: bytes, said: str) -> None:
    page = upload(organiser, data, status=422)
    assert page.errors()[0].startswith(said)
    assert session().scalar(select(func.count(ListImport.id))) == 0


def test_no_file_and_too_large_a_file(organiser: Client) -> None:
    form = organiser.get(LISTS).form(LISTS)
    assert form.submit(status=422).errors() == ["Choose a file."]
    page = organiser.open("POST", LISTS, data=b"x" * (9 << 20), status=413)
    assert page.h1 == "That file is too large"
