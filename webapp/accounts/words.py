"""How roles are called on pages."""

from typing import Final

from webapp.accounts.permissions import Role
from webapp.core.i18n import lazy_gettext as _l

ROLES: Final = {
    Role.OWNER: _l("Owner"),
    Role.ORGANISER: _l("Organiser"),
    Role.MODERATOR: _l("Moderator"),
    Role.PARTNER: _l("Partner office"),
}
