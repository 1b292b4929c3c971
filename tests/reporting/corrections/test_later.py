"""Long workbooks that came back: read, entered and undone by the worker, also after it was killed; and forgotten."""

import pytest
from factories import make_registration
from page import Client, Page
from read_later import killed_at
from reporting.corrections.returned import NOW, bring_back, corrected, download, here, press, token, told
from sqlalchemy import func, select
from surroundings import Clock
from workbooks_made import xlsx

from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.events.models import Event
from webapp.reporting.corrections import actions, holding, reading
from webapp.reporting.corrections.models import BookReading, BookState, Change, ReturnedBook

HOSTILE = ["=1+1", "+380 56", "-1", "@SUM(A1)", "#N/A", "Мар'яна", "🐘", "0049", "1e5", "TRUE", "_x0041_", "a_x000D_b"]


def test_a_long_one_is_read_entered_and_undone_by_the_worker(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, office in enumerate(HOSTILE):
        make_registration(event, given_name=str(number), email=f"a{number}@example.org", office=office)
    monkeypatch.setattr(reading, "LITTLE_ROWS", 1)
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    monkeypatch.setattr(actions, "PEOPLE", 1)
    before, content = here(), download(organiser, kind="registrations")
    page = bring_back(organiser, corrected(content, **{name: {"office": "Leitung"} for name in ("Jörg", "Olena", "7")}))
    assert "It waits for its turn." in page.text
    with monkeypatch.context() as patch:
        patch.setattr(holding, "finish", None)
        jobs.run_due()
    failed = organiser.get(page.url)
    assert "Reading this file failed" in failed.text
    press(failed, "again")
    jobs.run_due()
    assert session().scalar(select(func.count()).select_from(BookReading)) == 0
    page = press(organiser.get(page.url), "apply")
    assert "0 of 3 corrections are done." in page.text
    assert here() == before
    page = killed_and_begun_again(page, 3, monkeypatch)
    assert [line[4] for line in told(page)] == ["entered"] * 3
    page.client.post(f"{page.url}/again", {"csrf_token": token(page)}, status=409)
    page = killed_and_begun_again(press(page, "undo"), 2, monkeypatch)
    assert [line[4] for line in told(page)] == ["undone"] * 3
    assert here() == before
    noted = select(AuditEntry.details).where(AuditEntry.action.in_(("returned.apply", "returned.undo")))
    assert session().scalars(noted.order_by(AuditEntry.id)).all() == ['{"entered": 3}', '{"undone": 3}']
    refused = bring_back(organiser, xlsx([["a", "b"], *([["c", "d"]] * 3)]))
    jobs.run_due()
    assert "This is not a workbook from this page" in organiser.get(refused.url).text


def killed_and_begun_again(page: Page, time: int, monkeypatch: pytest.MonkeyPatch) -> Page:
    """By kill -9 when it would write for so manieth a person; then somebody has it go on."""
    client, url = page.client, page.url
    killed_at(monkeypatch, actions, "_each_person", time)
    session().rollback()
    page = client.get(url)
    assert f"{time - 1} of 3 corrections are done." in page.text
    page = press(page, "again")
    jobs.run_due()
    return client.get(url)


def test_nothing_is_kept_longer_than_it_is_needed(organiser: Client, clock: Clock) -> None:
    data = corrected(download(organiser, kind="registrations"), Jörg={"office": "Amtsleitung"})
    used, unused = (bring_back(organiser, data) for _time in range(2))
    used = press(used, "apply")
    press(bring_back(organiser, data), "discard")
    assert session().scalar(select(func.count(ReturnedBook.id))) == 2
    for days, books, values in ((1.1, 1, {("Amt", "Amtsleitung")}), (29, 1, {("", "")})):
        clock.forward(days=days)
        holding.forget_books()
        assert session().scalar(select(func.count(ReturnedBook.id))) == books
        assert set(map(tuple, session().execute(select(Change.before, Change.after)))) == values
    assert session().scalars(select(ReturnedBook.state)).all() == [BookState.APPLIED]
    with pytest.raises(DomainError), transaction():
        actions.undo(used.url.rpartition("/")[2], actor="program", now=NOW)
    assert unused.url != used.url
