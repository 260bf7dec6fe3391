"""Go back to a release that the target keeps, from any machine; what was newer is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult
from plugins.publish.history import RetainedFile
from plugins.publish.http_headers import outlives_releases
from plugins.publish.plan import OWN_FILES
from plugins.publish.session import open_target, opened
from plugins.publish.target import ReleaseChange, upload_order

if TYPE_CHECKING:
    from plugins.publish.history import ReleaseRecord
    from plugins.publish.session import Session


def roll_back(target: str, options: PublishOptions | None = None, number: int = 0) -> PublishResult:
    """Show readers a kept release again, the one before the live one if no `number` is given.

    Raises `PublishError` if there is none. Content of newer releases is held until other is published.
    """
    options = options or PublishOptions()
    place = open_target(target)
    with opened(place, options, reading=True) as session:
        _find_release(session, number)  # so that nothing is written where nothing was published
        if options.dry_run:
            return go_back(session, number)
    with opened(place, options) as session:
        return go_back(session, number)


def _find_release(session: Session, number: int) -> ReleaseRecord:
    history = session.history
    before = max((each.number for each in history.releases if each.number < history.live), default=0)
    # Readers may see a release whose publishing did not end; the one before is still called live then.
    record = history.find(number or (history.live if history.pending else before))
    if record is None:
        code = "rollback-unknown" if number and history.releases else "rollback-nothing"
        kept = ", ".join(str(each.number) for each in history.releases)
        raise PublishError(code, place=session.target.place, number=number, kept=kept)
    return record


def go_back(session: Session, number: int) -> PublishResult:
    """Switch to a kept release, the one before if `number` is 0; fingerprinted files of the live one stay."""
    record = _find_release(session, number)
    live, altered, history = session.live, session.altered, session.history
    own = session.files_of(record)
    # What was retained at that release already stays so; what it has of its own is not retained any more.
    retained = {path: file for path, file in history.retained.items() if file.number <= record.number}
    for path in live.keys() - own.keys():
        if outlives_releases(path) and path not in retained:
            known = history.retained.get(path)
            retained[path] = known or RetainedFile(live[path], session.now, history.counter + 1)
    files = {**{path: file.entry for path, file in retained.items()}, **own}
    touched = altered.wrong | altered.outdated
    write = upload_order(path for path, entry in files.items() if live.get(path) != entry or path in touched)
    remove = tuple(sorted(live.keys() - files.keys()))
    if not session.options.dry_run:
        stored = session.stored(record.number, files)
        session.save(replace(history, pending=record.content))
        session.target.switch(ReleaseChange(record.number, files, write, remove), stored)
        after = history.going_back(record.number, session.options.publisher, session.now)
        session.save(replace(after, retained=retained))
    sent = tuple(path for path in write if path not in OWN_FILES)
    return PublishResult(
        session.target.place,
        record.number,
        sent,
        sum(files[path].size for path in sent),
        len(files) - len(write),
        remove,
        len(files),
    )
