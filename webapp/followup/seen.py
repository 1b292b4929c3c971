"""Marks of what a page showed, which its forms send back: nobody changes or sends what somebody else just changed."""

import json
from hashlib import sha256

from webapp.core.i18n import LANGUAGES, Texts
from webapp.events.models import Event


def of_material(event: Event) -> str:
    return _mark(event.slides_url, event.recording_url)


def of_texts(added: Texts) -> str:
    return _mark(*(added.by_language.get(lang, "") for lang in LANGUAGES))


def of_mail(event: Event, added: Texts) -> str:
    """Of all in the previews that organisers wrote."""
    return _mark(of_material(event), of_texts(added))


def _mark(*texts: str) -> str:
    return sha256(json.dumps(texts).encode()).hexdigest()
