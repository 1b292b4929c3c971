"""What files of a briefing are called."""

import re
from functools import cache

from webapp.core.clock import BERLIN
from webapp.core.i18n import LANGUAGES, speaking
from webapp.core.i18n import gettext as _
from webapp.events.models import Event


def file_name(event: Event, lang: str) -> str:
    return f"{event.starts_at.astimezone(BERLIN):%Y-%m-%d}_{event.slug}_{_word(lang)}_{lang}.docx"


def is_file_name(name: str) -> bool:
    """Whether file_name() may have given it, also to one that is still written."""
    return any(re.fullmatch(rf"\d{{4}}-\d\d-\d\d_.+_{end}(?:\.[0-9a-f]{{8}}\.part)?", name) for end in _endings())


@cache
def _endings() -> list[str]:
    return [re.escape(f"{_word(lang)}_{lang}.docx") for lang in LANGUAGES]


def _word(lang: str) -> str:
    with speaking(lang):
        return _("Briefing")
