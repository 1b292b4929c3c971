"""What is exported once a week: never twice, told by mail, and ended not unnoticed."""

import re
from collections.abc import Callable
from typing import Any

import inbox
import pytest
from page import Client
from reporting.exporting.ordered import noted, saved
from sqlalchemy import select, update
from surroundings import Clock

from webapp.accounts.models import User
from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.reporting.exporting import making, presets
from webapp.reporting.exporting.models import Export, Preset


def test_every_friday_a_mail_leads_to_the_file_and_never_twice(
    organiser: Client,
    signed_in: Callable[[str], Client],
    clock: Clock,
    deliver: Callable[[], list[inbox.Mail]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in("owner")
    page = saved(organiser).form("schedule").submit()
    assert "Every week: Friday, 08:00, German time." in page.text
    assert "27 November 2026, 08:00 (German time) / 09:00 (Ukrainian time)" in page.text
    jobs.run_due()
    assert session().scalars(select(Export.id)).all() == []
    clock.at("2026-11-27 08:00")
    with monkeypatch.context() as patch:
        patch.setattr(making, "add", lambda *_given, **_more: 1 / 0)
        jobs.run_due()  # killed before it is ordered: it is still due
    clock.at("2026-11-27 08:05")
    presets.run_due()
    presets.run_due()
    for _again in range(3):
        jobs.run_due()
    [mail] = [one for one in deliver() if "organiser" in one.to]
    assert (mail.to, mail.lang, mail.attachments) == ("organiser@example.org", "en", {})
    assert mail.subject == "Export “Staatskanzlei” is ready: Follow-up conference"
    link = re.search(r"http://localhost(/manage/events/folgekonferenz/exports/\S+)", mail.text)
    assert link
    assert "/manage/sign-in" in Client(organiser.app).get(link[1], status=303).location
    assert session().scalars(select(Preset.next_run_at)).one() == clock.at("2026-12-04 08:00")
    clock.at("2027-01-15 12:00")  # the worker was away for weeks
    presets.run_due()
    assert len(session().scalars(select(Export.id)).all()) == 2
    with transaction() as being:
        being.execute(update(User).where(User.role == "organiser").values(role="partner"))
    clock.at("2027-01-22 12:00")
    presets.run_due()
    session().rollback()
    assert session().scalars(select(Preset.next_run_at)).all() == [None]
    assert len(session().scalars(select(Export.id)).all()) == 2
    assert noted()[-1] == "preset.stop_schedule"
    [mail] = [one for one in deliver() if "not made any more" in one.subject]
    assert (mail.to, page.url in mail.text) == ("owner@example.org", True)
    assert "The schedule has ended on" in signed_in("owner").get(page.url).text


def test_a_schedule_can_be_stopped(organiser: Client, clock: Clock) -> None:
    page = saved(organiser).form("schedule").fill(weekday="0", hour="23", zone="Europe/Kyiv").submit()
    page = page.form("stop").submit()
    assert page.all("#stop") == []
    clock.forward(days=8)
    presets.run_due()
    assert session().scalars(select(Export.id)).all() == []


def test_one_that_cannot_be_ordered_keeps_no_other(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Broken", "Whole"):
        saved(organiser, name=name).form("schedule").submit()
    clock.at("2026-11-27 08:00")
    real = making.add

    def add(*given: Any, preset: str, **more: Any) -> Export:
        if preset == "Broken":
            raise ZeroDivisionError
        return real(*given, preset=preset, **more)

    with monkeypatch.context() as patch:
        patch.setattr(making, "add", add)
        presets.run_due()
    assert session().scalars(select(Export.preset_name)).all() == ["Whole"]
    presets.run_due()
    assert session().scalars(select(Export.preset_name).order_by(Export.id)).all() == ["Whole", "Broken"]
