"""What feedback says, as panels of the dashboard and as a section of the workbook's cover."""

from webapp.core.charts import Bar
from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext, number
from webapp.feedback.figures import FeedbackFigures
from webapp.feedback.words import USEFUL, WANTED
from webapp.reporting import pictures, wording
from webapp.reporting.panels import Panel, Plain, Told
from webapp.reporting.wording import said


def useful(told: Told) -> Panel | None:
    if (data := told.data["feedback"]) is None:
        return None
    marks = [(str(words), data["useful"][str(mark)]) for mark, words in USEFUL.items()]
    return Panel(
        key="useful",
        title=_("Feedback: how useful the conference was"),
        finding=_finding(data),
        picture=pictures.bars(Bar(words, many, str(number(many))) for words, many in marks),
        columns=[_("Mark"), _("answers")],
        rows=marks,
    )


def wanted(told: Told) -> Panel | None:
    if (data := told.data["feedback"]) is None:
        return None
    wishes = [(str(words), data["wanted"][one.value]) for one, words in WANTED.items()]
    wishes.sort(key=lambda wish: -wish[1])
    first, most = wishes[0]
    return Panel(
        key="wanted",
        title=_("Feedback: what should come next"),
        finding=_(
            "Most named: %(wish)s (%(num)s of %(all)s).", wish=first, num=number(most), all=number(data["answers"])
        )
        if most
        else _("Nobody has named a wish."),
        picture=pictures.bars(Bar(words, many, str(number(many))) for words, many in wishes),
        columns=[_("Wish"), _("answers")],
        rows=wishes,
    )


def section(feedback: FeedbackFigures) -> tuple[str, list[tuple[object, object]]]:
    total = feedback.total
    return wording.gettext("Feedback without names"), [
        (wording.gettext("answers"), total.answers),
        (wording.gettext("average mark, 5 is best"), total.average),
        *((said(words), total.useful[mark]) for mark, words in USEFUL.items()),
        *((said(words), feedback.wanted[one]) for one, words in WANTED.items()),
    ]


def _finding(data: Plain) -> str:
    return ngettext(
        "%(num)s person gives %(average)s of 5 on average.",
        "%(num)s people give %(average)s of 5 on average.",
        data["answers"],
        average=number(data["average"]),
    )
