"""Plan a release: its files, those kept for old pages, what readers get instead of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.publish.health import HEALTH, Health, health_bytes, newest_content
from plugins.publish.history import ReleaseRecord, RetainedFile
from plugins.publish.http_headers import outlives_releases
from plugins.publish.provenance import (
    ReleaseManifest,
    encode_manifest,
    libraries_digest,
    sign,
    source_commit,
)
from plugins.publish.target import upload_order
from plugins.release.manifest import MARKER, ManifestEntry, hash_content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.publish.session import Session
    from plugins.publish.target import Files, ReadFile

OWN_FILES = frozenset({HEALTH, MARKER})
"""What publishing adds to the files of a site."""


class BuiltSite(Struct, frozen=True):
    """A site to be published: its files, the digest of its build's manifest, how to read a file.

    `folder` has the files, if all of them are in one.
    """

    files: Files
    content: str
    read: ReadFile
    folder: Path | None = None

    def is_live(self, session: Session) -> bool:
        """Whether readers should get exactly these files already."""
        record = session.history.live_release
        if record is None or record.content != self.content:
            return False
        return all(session.live.get(path) == entry for path, entry in self.files.items())


class Plan(Struct, frozen=True):
    """The next release; `write` and `remove` are the paths that differ from what readers get now.

    `base` is the newest stored release with its files, and `added` says how many bytes it does not have.
    """

    record: ReleaseRecord
    files: Files
    retained: Mapping[str, RetainedFile]
    base: tuple[int, Files]
    write: tuple[str, ...]
    remove: tuple[str, ...]
    read: ReadFile


def plan_release(session: Session, site: BuiltSite) -> Plan:
    """Everything about the next release, before anything is sent."""
    history, live, altered = session.history, session.live, session.altered
    number = history.counter + 1
    retained = retained_files(session, site.files, number)
    files: dict[str, ManifestEntry] = {path: file.entry for path, file in retained.items()} | dict(site.files)
    made = _own_files(session, site, files, number)
    files |= {path: hash_content(content) for path, content in made.items()}
    base = _newest_stored(session)
    stored = session.stored(base[0], base[1])

    def read(path: str) -> bytes:
        if path in made:
            return made[path]
        return site.read(path) if path in site.files else stored(path)

    old, new = ({entry.sha256 for entry in each.values()} for each in (base[1], files))
    record = ReleaseRecord(
        number,
        session.now,
        session.options.publisher,
        count_pages(site.files),
        site.content,
        files[MARKER],
        session.options.unrecorded,
        tuple(sorted(new - old)) if history.releases else (),
        tuple(sorted(old - new)) if history.releases else (),
    )
    touched = altered.wrong | altered.outdated
    write = upload_order(path for path, entry in files.items() if live.get(path) != entry or path in touched)
    remove = tuple(sorted(live.keys() - files.keys()))
    return Plan(record, files, retained, base, tuple(write), remove, read)


def retained_files(session: Session, files: Files, number: int) -> dict[str, RetainedFile]:
    """Fingerprinted files that are not in `files`, for a time, and as long as a kept release has them."""
    history, options = session.history, session.options
    oldest = [*(record.number for record in history.releases), number][-options.keep :][0]
    retained = {
        path: history.retained.get(path) or RetainedFile(entry, session.now, number)
        for path, entry in session.live.items()
        if path not in files and outlives_releases(path)
    }
    return {
        path: file
        for path, file in retained.items()
        if session.now - file.since < options.retention or file.number > oldest
    }


def count_pages(files: Files) -> int:
    """The number of pages, whatever their compressed variants."""
    return sum(path.endswith(".html") for path in files)


def _own_files(session: Session, site: BuiltSite, files: Files, number: int) -> dict[str, bytes]:
    """The health and the manifest of a release."""
    sitemaps = [site.read(path) for path in sorted(site.files) if path.endswith(".xml") and "sitemap" in path]
    newest = newest_content(sitemaps)
    health = health_bytes(Health(number, session.now, count_pages(site.files), newest, site.content))
    listed = {path: entry for path, entry in files.items() if path not in OWN_FILES}
    manifest = ReleaseManifest(
        {**listed, HEALTH: hash_content(health)},
        release=number,
        content=site.content,
        commit=source_commit(),
        libraries=libraries_digest(),
    )
    key = session.options.signing_key
    return {HEALTH: health, MARKER: encode_manifest(sign(manifest, key) if key else manifest)}


def _newest_stored(session: Session) -> tuple[int, Files]:
    """The release of the highest number, which is not the live one after going back."""
    if not session.history.releases:
        return 0, {}
    record = session.history.releases[-1]
    return record.number, session.live if record.number == session.history.live else session.files_of(record)
