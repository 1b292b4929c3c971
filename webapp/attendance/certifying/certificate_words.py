"""A certificate in words: each half in its language, and the PDF of both."""

from datetime import datetime

from flask import current_app

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying.certificate_document import Half
from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import documents
from webapp.core.i18n import clocks, day, duration, speaking
from webapp.core.i18n import gettext as _
from webapp.core.links import public_url
from webapp.places import queries as places


def halves(holder: Holder, *, now: datetime, on_paper: bool = False) -> list[Half]:
    """What the certificate says; `now` is the day of issue of one that is not issued yet."""
    found = []
    for lang in document.languages(holder.registration.locale, holder.registration.side.value):
        with speaking(lang):
            times = clocks(holder.began, holder.ended)
            found.append(_half(holder, lang, now, _unbroken(times) if on_paper else times))
    return found


def pdf(holder: Holder, *, now: datetime) -> bytes:
    """Of an issued certificate."""
    assert holder.certificate is not None  # noqa: S101 - without a code it could not be checked
    shown = halves(holder, now=now, on_paper=True)
    title = f"{document.title(shown)}: {shown[0].name}"
    data = document.as_data(shown, holder.certificate.code)
    return documents.pdf("certificate", data, language=shown[0].lang, title=title, at=holder.certificate.issued_at)


def attended(holder: Holder) -> str:
    return duration(document.whole(holder.minutes))


def _half(holder: Holder, lang: str, now: datetime, times: str) -> Half:
    who, certificate = holder.registration, holder.certificate
    return Half(
        lang=lang,
        heading=_("Certificate of attendance"),
        intro=_("This is to certify that the following person attended the conference."),
        name=holder.name if lang == "uk" else holder.latin_name,
        of=places.label(who.place, lang).text if who.place else who.organisation,
        rows=(
            (_("Conference"), who.event.title.pick(lang).text),
            (_("Day"), day(holder.began)),
            (_("Time"), times),
            (_("Duration of attendance"), attended(holder)),
            (_("Issued on"), day(certificate.issued_at if certificate else now)),
            (_("Issued by"), _issuer()),
        ),
        check=_("Made by a program and valid without a signature. To check it, open this address:"),
        address=public_url("certificate.verify", code=document.written(certificate.code)) if certificate else "",
    )


def _unbroken(times: str) -> str:
    """A line may end between the two clocks, not within one; there is room for that on paper."""
    return " / ".join(clock.replace(" ", "\u00a0") for clock in times.split(" / "))


def _issuer() -> str:
    """Of name and postal address the name."""
    controller: list[str] = current_app.config["CONTROLLER"].splitlines()
    return controller[0] if controller else _("Organisers of the conference")
