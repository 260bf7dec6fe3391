"""Replace one page of the live site from any machine, without a build: for what cannot wait."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult
from plugins.publish.history import Hold
from plugins.publish.http_headers import is_compressible
from plugins.publish.plan import OWN_FILES, BuiltSite
from plugins.publish.precompress import SUFFIXES, compress
from plugins.publish.publish import publish_release
from plugins.publish.server_config import INDEX
from plugins.publish.session import open_target, opened
from plugins.release.manifest import hash_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from plugins.publish.session import Session
    from plugins.publish.target import Files

    Edit = Callable[[str, bytes], bytes]
    """The new content of a file, of its path and its content."""


def hotfix(
    target: str, pages: Sequence[str], edit: Edit, options: PublishOptions | None = None
) -> PublishResult:
    """Publish the live release with some files changed by `edit`, as a release of its own.

    The content that is live is held: else the timer's next run would publish it again. New content ends that.
    Raises `PublishError` if there is no such file or the edit changes nothing.
    """
    options = options or PublishOptions()
    with opened(open_target(target), options) as session:
        record = session.history.live_release
        if record is None:
            raise PublishError("hotfix-nothing", place=session.target.place)
        stored = session.stored(record.number, session.live)
        paths = [find_page(page, session.live, session.target.place) for page in pages]
        fixed = {path: _edited(path, stored(path), edit) for path in paths}
        changed = {
            path + suffix: content for path in fixed for suffix, content in _variants(path, fixed[path])
        }
        digests = "".join(
            f" {path} {hash_content(content).sha256}" for path, content in sorted(fixed.items())
        )
        site = BuiltSite(
            _with_changes(session, paths, changed),
            sha256(f"{record.content}{digests}".encode()).hexdigest(),
            lambda asked: changed[asked] if asked in changed else stored(asked),
        )
        done = publish_release(session, site)
        hold = Hold(record.content, record.number, options.publisher, session.now, record.unrecorded)
        session.save(replace(session.history, holds=(hold,)))
        return done


def find_page(page: str, files: Files, place: str) -> str:
    """The path of a file that was named by its path or its address; raises `PublishError`."""
    typed = unquote(urlsplit(page).path).strip("/")
    candidates = (typed, f"{typed}/{INDEX}".lstrip("/"))
    found = next((path for path in candidates if path in files and path not in OWN_FILES), None)
    if found is None:
        raise PublishError("hotfix-no-page", page=page, place=place)
    return found


def substitution(old: str, new: str) -> Edit:
    """An edit that replaces a text wherever it stands; raises `PublishError` if it stands nowhere."""

    def edit(path: str, content: bytes) -> bytes:
        if old.encode() not in content:
            raise PublishError("hotfix-no-text", text=old, path=path)
        return content.replace(old.encode(), new.encode())

    return edit


def _edited(path: str, old: bytes, edit: Edit) -> bytes:
    new = edit(path, old)
    if new == old:
        raise PublishError("hotfix-unchanged", path=path)
    return new


def _variants(path: str, content: bytes) -> Iterable[tuple[str, bytes]]:
    """The file and its compressed variants, by suffix."""
    return ({"": content} | (compress(content) if is_compressible(path) else {})).items()


def _with_changes(session: Session, paths: Sequence[str], changed: dict[str, bytes]) -> Files:
    """The files of the live release with those of some pages changed."""
    replaced = {path + suffix for path in paths for suffix in SUFFIXES}
    kept = {
        path: entry
        for path, entry in session.live.items()
        if path not in replaced | OWN_FILES and path not in session.history.retained
    }
    return kept | {path: hash_content(content) for path, content in changed.items()}
