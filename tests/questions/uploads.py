"""Chats and reports of questions as moderators upload them, and what they came to."""

import io
from collections.abc import Sequence
from pathlib import Path

from page import Client, Page
from sqlalchemy import select

from webapp.core.db import Model, session
from webapp.questions.import_models import ImportedQuestion
from webapp.questions.models import Question

SAMPLES = Path(__file__).with_name("samples")
IMPORTS = "/manage/events/folgekonferenz/questions/imports"
AS_TYPED = {"typography"}  #: people type straight quotation marks
CHAT = """10:02:11 From Sabine Krause to Everyone:
\tGuten Morgen
10:05:45 From Олена Коваленко to Everyone:
\tЯк знайти громаду-партнера?
10:06:10 From Jörg Weiß to Sabine Krause(Direct Message):
\tRufen Sie mich später an?
10:07:00 From Gast to Everyone:
\tWer bezahlt die Übersetzung?
"""


def upload(client: Client, data: bytes, name: str = "chat.txt", status: int = 200, **more: object) -> Page:
    form = client.get(IMPORTS).form(IMPORTS)
    return form.fill(file=(io.BytesIO(data), name), **more).submit(status=status, without=AS_TYPED)


def sample(client: Client, name: str) -> Page:
    return upload(client, (SAMPLES / name).read_bytes(), name)


def picking(page: Page) -> str:
    return next(str(tag["action"]) for tag in page.all("form") if "/picks" in str(tag["action"]))


def take_up(page: Page, **values: object) -> Page:
    return page.form(picking(page)).fill(**values).submit("Take up the ticked", statements=10_000, without=AS_TYPED)


def undo(page: Page) -> Page:
    return page.form(f"{page.path}/undo").submit(statements=10_000, without=AS_TYPED)


def questions() -> Sequence[Question]:
    session().rollback()
    return session().scalars(select(Question).order_by(Question.number)).all()


def outcomes() -> list[str]:
    session().rollback()
    rows = session().scalars(select(ImportedQuestion).order_by(ImportedQuestion.import_id, ImportedQuestion.number))
    return [row.outcome.value for row in rows]


def everything(*but: str) -> dict[str, list[str]]:
    """Every row of every table of questions."""
    session().rollback()
    tables = (name for name in Model.metadata.tables if name.startswith("question") and name not in but)
    return {name: sorted(map(repr, session().execute(Model.metadata.tables[name].select()))) for name in tables}
