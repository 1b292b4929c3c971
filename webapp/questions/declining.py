"""Reasons that are given again and again, kept with a question in the language of whoever asked it."""

from enum import StrEnum
from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.core.i18n import speaking


class Ready(StrEnum):
    OFF_TOPIC = "off_topic"
    RUDE = "rude"
    PERSONAL = "personal"
    ADVERTISING = "advertising"
    UNCLEAR = "unclear"
    NOTED = "noted"  #: thanks, a test
    TECHNICAL = "technical"  #: no sound, no interpretation


SENTENCE: Final = {
    Ready.OFF_TOPIC: _l("This does not concern the topic of the conference."),
    Ready.RUDE: _l("These words could offend others. Please write it again in factual words."),
    Ready.PERSONAL: _l("This tells names or private details of other people. Please write it again without them."),
    Ready.ADVERTISING: _l("We do not publish advertising."),
    Ready.UNCLEAR: _l("We did not understand this. Please write it again in other words."),
    Ready.NOTED: _l("Thank you, we have read this. It is no question that we publish."),
    Ready.TECHNICAL: _l(
        "For sound, picture and interpretation, please turn to the technical support of the conference."
    ),
}


def reason(ready: Ready, language: str) -> str:
    """As the person who asked in this language reads it."""
    with speaking(language):
        return str(SENTENCE[ready])
