"""What the codes of reports, matches and presence are called; terms as in the glossary, nobody is blamed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from webapp.attendance.models import Aside, Presence, RunState
from webapp.attendance.presence import State
from webapp.attendance.readers.reports import Notice, Platform, Reason, Role
from webapp.attendance.recognition.matches import How
from webapp.attendance.recognition.matches import Reason as Why
from webapp.attendance.stages import Stage
from webapp.core import i18n
from webapp.core.clock import BERLIN, KYIV
from webapp.core.dates import DateOrder
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.i18n import ngettext

PLATFORM: Final = {
    Platform.ZOOM: "Zoom",
    Platform.TEAMS: "Microsoft Teams",
    Platform.WEBEX: "Webex",
    Platform.BIGBLUEBUTTON: "BigBlueButton",
    Platform.MEET: "Google Meet",
    Platform.GOTOWEBINAR: "GoTo Webinar",
    Platform.TABLE: _l("another table"),
}
RUN_STATE: Final = {
    RunState.HELD: _l("being read"),
    RunState.ASKING: _l("needs your answer"),
    RunState.REFUSED: _l("cannot be read"),
    RunState.READ: _l("to be looked through"),
    RunState.APPLIED: _l("applied"),
    RunState.UNDONE: _l("undone"),
}
RUN_BADGE: Final = {RunState.APPLIED: "success", RunState.ASKING: "warning", RunState.REFUSED: "warning"}
ROLE: Final = {
    Role.HOST: _l("host"),
    Role.PANELIST: _l("panelist"),
    Role.INTERPRETER: _l("interpreter"),
    Role.BOT: _l("robot, such as a note-taker"),
    Role.PHONE: _l("telephone"),
    Role.ATTENDEE: _l("participant"),
    Role.UNKNOWN: _l("unknown role"),
}
ASIDE: Final = {
    Aside.HOST: _l("host"),
    Aside.INTERPRETER: _l("interpreter"),
    Aside.TECHNICIAN: _l("technician"),
    Aside.OTHER: _l("does not belong to the conference"),
}
HOW: Final = {
    How.EMAIL: _l("report, by e-mail address"),
    How.NAME: _l("report, by name"),
    How.JOIN_LINK: _l("report, by join link"),
    How.ALIAS: _l("report, by a name confirmed earlier"),
    How.CONFIRMED: _l("report, confirmed by hand"),
    How.NONE: _l("entered by hand"),
}
WHY: Final = {
    Why.JOIN_LINK: _l("used this person’s join link"),
    Why.EMAIL: _l("same e-mail address"),
    Why.FURTHER_EMAIL: _l("an e-mail address known from an earlier report or another registration of this person"),
    Why.SHARED_EMAIL: _l("same e-mail address, which several people share"),
    Why.ALIAS: _l("this name was confirmed for the person earlier"),
    Why.SAME_NAME: _l("same name"),
    Why.OTHER_LINK: _l("same name, but another person’s join link was used"),
    Why.OTHER_EMAIL: _l("same name, but the e-mail address is another person’s"),
    Why.OTHER_ALIAS: _l("same name, but it was confirmed for another person earlier"),
    Why.OTHER_PLACE: _l("same name, but the report says another municipality"),
    Why.NAMESAKES: _l("same name, but others who are registered may be called the same"),
    Why.CLAIMED: _l("same name, but others in the report may be this person"),
    Why.OTHER_NAME: _l("same name, but another name was shown as well"),
    Why.NOT_QUITE: _l("same name, but its order or the words beside it leave a doubt"),
    Why.GIVEN_NAME_VARIANT: _l("another form of the given name"),
    Why.SPELLING: _l("similar spelling"),
    Why.NAME_PARTS: _l("parts of the name"),
    Why.INITIAL: _l("one name and an initial"),
    Why.FAMILY_NAME: _l("same family name"),
    Why.GIVEN_NAME: _l("same given name"),
    Why.MAILBOX: _l("the e-mail address sounds like the name"),
    Why.PLACE: _l("names the municipality"),
}
PRESENCE: Final = {
    State.ATTENDED: _l("attended"),
    State.IN_PART: _l("attended in part"),
    State.ABSENT: _l("absent without notice"),
    State.EXCUSED: _l("excused"),
    State.NOT_RECORDED: _l("not recorded"),
    State.UNDECIDED: _l("to be decided"),
}
PRESENCE_BADGE: Final = {State.ATTENDED: "success", State.IN_PART: "info"}
COLUMN: Final = {
    "name": _l("Whole name"),
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "email": _l("E-mail address"),
    "joined": _l("Joined at"),
    "left": _l("Left at"),
    "minutes": _l("Minutes"),
    "attended": _l("Attended, as yes or a tick"),
    "place": _l("Municipality or district"),
    "role": _l("Role"),
}
DATE_ORDER: Final = {DateOrder.DAY_FIRST: _l("day before month"), DateOrder.MONTH_FIRST: _l("month before day")}
NOTICE: Final = {
    Notice.SAME_NAME_ONE: _l(
        "“%(name)s” stands in several rows without an e-mail address and was taken for one person."
    ),
    Notice.SAME_NAME_SEVERAL: _l(
        "“%(name)s” was there several times at once: %(people)s people were taken to have that name."
    ),
    Notice.LEAVE_BEFORE_JOIN: _l("“%(name)s” leaves before joining. Attended, at an unknown time."),
    Notice.NEGATIVE_MINUTES: _l("“%(name)s” has less than no minutes. Attended, at an unknown time."),
    Notice.UNREADABLE_TIME: _l("A time of “%(name)s” cannot be read: “%(found)s”. Attended, at an unknown time."),
    Notice.OPEN_END: _l("“%(name)s” has no time of leaving and is taken to have stayed to the end of the report."),
    Notice.SPAN_ONLY: _l(
        "Of “%(name)s” only the first joining and the last leaving are known; the report says %(minutes)s minutes."
    ),
    Notice.NO_TIMES: _l("The report says how long people were there, but not when."),
    Notice.NO_DATE: _l("The report gives times without a date; the day of the conference was taken."),
    Notice.NO_ROWS: _l("The report has headings, and nobody below them."),
    Notice.NAMES_MISSING: _l("%(rows)s rows have no name."),
    Notice.UNKNOWN_ROLE: _l("The role “%(found)s” is unknown."),
    Notice.OTHER_DAY: _l("The report is about %(found)s, the conference is on %(day)s."),
    Notice.TWO_MEETINGS: _l("The file seems to hold more than one meeting: %(found)s."),
    Notice.EXCUSED: _l("The list calls “%(name)s” excused. No report excuses anybody: enter it at the person."),
    Notice.SHEETS_LEFT_OUT: _l(
        "These sheets of the file were left out, since they are no report with new people: %(found)s. Check that "
        "nobody is missing."
    ),
    Notice.SAME_FILE: _l("“%(name)s” is the same file as “%(other)s” and was left out."),
    Notice.REPEATED: _l("%(rows)s rows are in another file too and count once."),
    Notice.DATE_ORDER_ASSUMED: _l("“%(found)s” was read with the %(order)s."),
    Notice.DATES_SWAPPED: _l("A spreadsheet program had exchanged day and month: “%(found)s”."),
}  # fmt: skip
REASON: Final = {
    Reason.NO_NAME: _l("neither name nor e-mail address"),
    Reason.WAITING_ROOM: _l("was in the waiting room only"),
    Reason.POLL_ANSWERS: _l("answers to a poll"),
    Reason.NOT_UNDERSTOOD: _l("the row could not be understood"),
    Reason.REPEATED: _l("the same row is in another file"),
}

STAGE: Final = {
    Stage.FILES: _l("%(done)s of %(total)s files opened"),
    Stage.ROWS: _l("%(done)s of %(total)s rows read"),
    Stage.PEOPLE: _l("%(done)s of %(total)s people compared with the registrations"),
    Stage.KEPT: _l("%(done)s of %(total)s people saved"),
}


def evidence(found: Presence) -> str:
    """By what somebody’s presence is known; empty while it is to be decided."""
    return "" if found.state is State.UNDECIDED and found.how is How.NONE else str(HOW[found.how])


def people(said: int, named: int) -> str:
    """Of a connection that several people share; numbers as counted."""
    return ngettext(
        "%(num)s person at the connection, %(named)s by name",
        "%(num)s people at the connection, %(named)s of them by name",
        said,
        named=named,
    )


def day(text: str) -> str:
    """“2023-04-20” as a day in words."""
    return i18n.day(datetime.fromisoformat(text).replace(tzinfo=BERLIN))


def reading(order: str, found: str) -> str:
    """The day that a date means when it is read so."""
    return f"{day(found)} ({DATE_ORDER[DateOrder(order)]})"


def clocks(intervals: Iterable[tuple[datetime, datetime]]) -> str:
    """“09:57–12:00 / 10:57–13:00”, German and Ukrainian time; where no heading says so, named_clocks()."""
    return ", ".join(" / ".join(_span(start, end, zone) for zone in (BERLIN, KYIV)) for start, end in intervals)


def named_clocks(intervals: Iterable[tuple[datetime, datetime]]) -> str:
    return _("%(times)s (German / Ukrainian time)", times=clocks(intervals))


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"


def notice(code: str, details: dict[str, Any]) -> str:
    """The sentence for a warning."""
    shown = dict(details)
    if "order" in shown:
        shown["order"] = DATE_ORDER[DateOrder(shown["order"])]
    return str(NOTICE[Notice(code)]) % shown


def reason(code: str) -> str:
    """Why a row was not read."""
    return str(REASON[Reason(code)])
