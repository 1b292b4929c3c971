"""What Excel's “From Web” reads without signing in: one sheet of a preset as CSV, by an address with a token.

CSV is enough: Power Query, which is behind “From Web”, reads it as it is, with its delimiter and encoding, where it
would have to be told which table of an HTML page is meant. The file is made whole before its first byte is sent.
"""

import hashlib
from dataclasses import replace
from os import SEEK_END
from tempfile import TemporaryFile
from typing import Final

from flask import Blueprint, Response, current_app, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.security import limiter
from webapp.reporting import exports
from webapp.reporting.exporting import presets, selecting
from webapp.reporting.exporting.orders import Format, Order
from webapp.reporting.kinds import Kind

PER_ADDRESS: Final = "30 per hour"
PER_BLOCK: Final = "60 per hour"  #: of addresses that lead nowhere
NOT_FOUND: Final = 404
UNKNOWN: Final = _l("This address leads nowhere. It may have been revoked, or its time is over.")
MOST: Final = 10_000  #: rows of all sheets; one of them as CSV takes a second then
TOO_MANY: Final = _l("This table has become too long for an address. Order the file on the page of exports.")
TABLES: Final = {  #: by kind, in the order of the workbook
    Kind.ATTENDANCE: ("Attendance", "Municipalities", "Regions", "Questions", "Unmatched"),
    Kind.REGISTRATIONS: ("Attendance",),
    Kind.QUESTIONS: ("Questions",),
}
NARROWED: Final = "Attendance"  #: the only sheet of which a preset can hold less than all
TITLES: Final = {
    "Attendance": _l("Attendance"),
    "Municipalities": _l("Municipalities"),
    "Regions": _l("Regions"),
    "Questions": _l("Questions"),
    "Unmatched": _l("Unmatched"),
}
bp = Blueprint("export_data", __name__, url_prefix="/export")


def tables(order: Order) -> tuple[str, ...]:
    """What an address opens: of a preset that leaves anything out only what that holds for, since the other sheets
    would tell whoever has the address of everybody.
    """
    every = TABLES[order.kind]
    return (NARROWED,) if NARROWED in every and order.selection.leaves_out else every


def _token() -> str:
    token = (request.view_args or {}).get("token", "")
    return hashlib.sha256(str(token).encode("utf-8", "surrogatepass")).hexdigest()


@bp.get("/<token>/<table>.csv")
@public
@limiter.limit(lambda: PER_ADDRESS, key_func=_token)
@limiter.limit(PER_BLOCK, deduct_when=lambda response: response.status_code == NOT_FOUND)
def table(token: str, table: str) -> ResponseReturnValue:
    now = clock.now()
    found = presets.by_token(token, now)
    if found is None or table not in tables(found[0].order):
        raise NotThere(UNKNOWN)
    if request.method == "HEAD":
        return Response(mimetype=exports.MIMETYPES["csv"])  # whoever only asks whether it is there has nothing made
    preset, event, address = found
    order = replace(preset.order, format=Format.CSV)
    if selecting.count(event.id, order) > MOST:
        raise Gone(TOO_MANY, heading=_l("This table is too long"))
    file = TemporaryFile(dir=current_app.config["SETTINGS"].exports)  # noqa: SIM115 - it goes when it is sent
    exports.write(event, order, file, by="", now=now, table=table)
    try:
        presets.note_use(address, now)
    except OperationalError:
        current_app.logger.warning("the use of an address for Excel could not be noted")
    length = file.seek(0, SEEK_END)
    file.seek(0)
    answer = send_file(file, exports.MIMETYPES["csv"], download_name=f"{table}.csv", max_age=None)
    answer.content_length = length  # so that a line that breaks is noticed
    return answer
