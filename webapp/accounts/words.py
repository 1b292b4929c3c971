"""How roles are called on pages."""

from typing import Final

from flask_babel import lazy_gettext as _l

from webapp.accounts.permissions import Role

ROLES: Final = {
    Role.OWNER: _l("Owner"),
    Role.ORGANISER: _l("Organiser"),
    Role.PARTNER: _l("Partner office"),
}
