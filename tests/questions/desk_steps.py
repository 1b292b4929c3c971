"""The desk of those who moderate, and how they press its buttons."""

from typing import Final

from page import Page

from webapp.questions.models import Question

DESK: Final = "/manage/events/folgekonferenz/questions"


def step(page: Page, question: Question, button: str, **more: object) -> Page:
    """Press a button of the steps of this question; those of the list lead back to the list."""
    action = f"{DESK}/{question.public_id}/move"
    tag = next(
        tag for tag in page.all("form[action]") if str(tag["action"]).startswith(action) and button in tag.get_text()
    )
    tag["id"] = "pressed"
    return page.form("pressed").submit(button, **more)  # type: ignore[arg-type]
