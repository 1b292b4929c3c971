"""Files of many certificates: one ZIP a municipality, at once or by the worker, which also forgets them."""

import io
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from flask import current_app
from sqlalchemy import select, update

from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying import certificate_words as words
from webapp.attendance.certifying.certificate_document import FileNames
from webapp.attendance.certifying.certificate_models import BUNDLES_KEPT, BundleState, CertificateBundle
from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.i18n import gettext as _
from webapp.core.i18n import speaking
from webapp.core.jobs import enqueue, every, job
from webapp.core.whole_files import whole
from webapp.places import queries as places

log = logging.getLogger(__name__)
HALVES_KEPT: Final = timedelta(hours=1)  #: since the last byte
STEP: Final = 20  #: certificates between two notes of how far it is
Told = Callable[[], None]


def write(target: BinaryIO, holders: Sequence[Holder], *, lang: str, now: datetime, tell: Told = lambda: None) -> None:
    """A ZIP of one municipality's certificates; of several a ZIP that holds one ZIP for each."""
    with speaking(lang):
        groups = _by_place(holders, lang)
    if len(groups) == 1:
        _write_pdfs(target, next(iter(groups.values())), now, tell)
        return
    given = FileNames()
    with ZipFile(target, "w", ZIP_STORED) as outer:
        for label, people in groups.items():
            inner = io.BytesIO()
            _write_pdfs(inner, people, now, tell)
            outer.writestr(given.give(label, ".zip"), inner.getvalue())


def _write_pdfs(target: BinaryIO, holders: Iterable[Holder], now: datetime, tell: Told) -> None:
    given = FileNames()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for holder in holders:
            made.writestr(given.give(holder.latin_name, ".pdf"), words.pdf(holder, now=now))
            tell()


def _by_place(holders: Iterable[Holder], lang: str) -> dict[str, list[Holder]]:
    groups: dict[str, list[Holder]] = defaultdict(list)
    for holder in holders:
        place = holder.registration.place
        groups[places.label(place, lang).text if place else _("without a municipality")].append(holder)
    return dict(sorted(groups.items()))


def path_of(bundle: CertificateBundle) -> Path:
    folder: Path = current_app.config["SETTINGS"].exports
    return folder / bundle.file_name


def make_later(bundle: CertificateBundle) -> None:
    """Within the transaction that orders it."""
    enqueue(make_bundle, public_id=bundle.public_id)


@job
def make_bundle(public_id: str) -> None:
    """A second time makes the same file anew; no half file ever carries its name."""
    found = session().scalar(select(CertificateBundle).where(CertificateBundle.public_id == public_id))
    if found is None or found.state is BundleState.READY:
        return
    now, path, lang = clock.now(), path_of(found), found.locale
    holders = queries.holders(found.event_id, found.place_key, now)
    issued = [holder for holder in holders if holder.certificate]  # who came after the order is in the next one
    session().expunge_all()  # else every note of progress would have them read anew
    session().rollback()
    with whole(path) as target:
        write(target, issued, lang=lang, now=now, tell=_Progress(public_id, len(issued)).tell)
    _note(public_id, state=BundleState.READY, done=len(issued), total=len(issued))


@every(timedelta(hours=1))
def forget_bundles() -> None:
    """After a week the file goes, and with it the line that leads to it."""
    old = select(CertificateBundle).where(CertificateBundle.created_at < clock.now() - BUNDLES_KEPT)
    gone = [path_of(one) for one in session().scalars(old)]
    for path in (*gone, *_halves()):
        path.unlink(missing_ok=True)
    if gone:
        with transaction() as writing:
            for one in writing.scalars(old):
                writing.delete(one)


def _halves() -> Iterator[Path]:
    """Left by processes that died while they wrote."""
    folder: Path = current_app.config["SETTINGS"].exports
    for path in folder.glob("*.zip.*.part"):
        with suppress(FileNotFoundError):  # it has just got its name
            if path.stat().st_mtime < (clock.now() - HALVES_KEPT).timestamp():
                yield path


class _Progress:
    def __init__(self, public_id: str, total: int) -> None:
        self.public_id, self.total, self.done = public_id, total, 0

    def tell(self) -> None:
        self.done += 1
        if self.done % STEP == 0:
            _note(self.public_id, done=self.done, total=self.total)


def _note(public_id: str, **values: object) -> None:
    with transaction() as writing:
        writing.execute(update(CertificateBundle).where(CertificateBundle.public_id == public_id).values(**values))
