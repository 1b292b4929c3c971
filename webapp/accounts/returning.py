"""Where to go after signing in: only to a page of our own."""

import re
from typing import Final

HOME: Final = "/manage/"
_OURS: Final = re.compile(r"/manage(?:[/?][A-Za-z0-9._~%=&+,:@!$*/?-]*)?")


def safe_target(wanted: str | None) -> str:
    """The wanted address if it is a plain path below /manage; anything that a browser could read otherwise is HOME."""
    if wanted and len(wanted) <= 1000 and _OURS.fullmatch(wanted) and "//" not in wanted and ".." not in wanted:  # noqa: PLR2004
        return wanted
    return HOME
