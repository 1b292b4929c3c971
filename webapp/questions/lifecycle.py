"""The states of a question, which may follow which, and who sees it in each."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    INBOX = "inbox"  #: nobody has looked at it
    PUBLISHED = "published"  #: everybody may read and vote
    ON_SCREEN = "on_screen"  #: in line for the screen, or shown there
    ANSWERED = "answered"  #: live, in writing, or both
    FOLLOW_UP = "follow_up"  #: to be answered after the conference
    DECLINED = "declined"  #: with a reason


#: which may follow which; whatever a moderator does can be taken back
FOLLOWING: Final[Mapping[State, frozenset[State]]] = {
    State.INBOX: frozenset(set(State) - {State.INBOX}),
    State.PUBLISHED: frozenset(set(State) - {State.PUBLISHED}),
    State.ON_SCREEN: frozenset(set(State) - {State.ON_SCREEN, State.INBOX}),
    State.ANSWERED: frozenset({State.PUBLISHED, State.ON_SCREEN, State.FOLLOW_UP}),
    State.FOLLOW_UP: frozenset(set(State) - {State.FOLLOW_UP}),
    State.DECLINED: frozenset({State.INBOX, State.PUBLISHED, State.FOLLOW_UP}),
}
PUBLIC: Final = (State.PUBLISHED, State.ON_SCREEN, State.ANSWERED)  #: what everybody may read
VOTED_ON: Final = (State.PUBLISHED, State.ON_SCREEN)
OF_EXPERIENCES: Final = frozenset({State.INBOX, State.PUBLISHED, State.DECLINED})  #: they want no answer
OPEN: Final = (State.INBOX, State.PUBLISHED, State.ON_SCREEN, State.FOLLOW_UP)  #: what still wants an answer


def may_follow(before: State, after: State) -> bool:
    return after in FOLLOWING[before]
