"""What the codes of exports are called."""

from typing import Final

from webapp.core.clock import BERLIN, KYIV
from webapp.core.i18n import lazy_gettext as _l
from webapp.reporting.exporting.orders import Format

FORMAT: Final = {
    Format.XLSX.value: _l("Excel workbook (XLSX)"),
    Format.CSV.value: _l("CSV for other programs; several sheets come as one ZIP file"),
}
FORMAT_SHORT: Final = {Format.XLSX: "XLSX", Format.CSV: "CSV"}
WEEKDAY: Final = {
    0: _l("Monday"),
    1: _l("Tuesday"),
    2: _l("Wednesday"),
    3: _l("Thursday"),
    4: _l("Friday"),
    5: _l("Saturday"),
    6: _l("Sunday"),
}
ZONE: Final = {BERLIN.key: _l("German time"), KYIV.key: _l("Ukrainian time")}
