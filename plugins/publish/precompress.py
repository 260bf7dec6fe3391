"""Packing: a release with Brotli and gzip beside its texts, its redirects and languages as servers read them.

The same files, packed by the same libraries, give the same bytes. Only what changed is compressed again: the
best Brotli takes some 15 ms a page.
"""

from __future__ import annotations

import gzip
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import brotli

from plugins.publish.http_headers import is_text
from plugins.publish.redirect_map import FOR_STATIC_HOSTS, INDEX, move_of, told_before, told_to_servers
from plugins.publish.server_config import FRONT, languages_of, languages_told
from plugins.release.errors import ReleaseError
from plugins.release.manifest import ManifestEntry, hash_content, read_manifest
from plugins.release.release import Release, ReleaseSummary

if TYPE_CHECKING:
    from pathlib import Path

PACKED_BY = ".packed"
"""Names the compressors: other versions make other bytes."""
WORTHWHILE = 1024
"""Bytes; a shorter text fits into the first packet anyway."""
AT_ONCE = 64
"""Files held in memory at a time."""


def pack(output: Path, packed: Path, *, force: bool = False) -> ReleaseSummary:
    """Make `packed` from the release in `output`.

    Raises `ReleaseError` when a file of the output is not as it was released, or the result is suspicious.
    """
    files = read_manifest(output)
    with Release(packed) as release:
        known = _known(release, packed)
        changed = [path for path, entry in files.items() if known.get(path) != entry]
        kept = files.keys() - set(changed)
        for path in kept:
            _keep(release, path, known)
        moves = told_before(release.read_published(FOR_STATIC_HOSTS))
        moves = {old: new for old, new in moves.items() if f"{old[1:]}{INDEX}" in kept}
        for start in range(0, len(changed), AT_ONCE):
            moves |= _pack_some(release, output, files, changed[start : start + AT_ONCE])
        languages = languages_of(files, _as_released(output, files, FRONT) if FRONT in files else b"")
        told = told_to_servers(moves) | languages_told(languages)
        for name, content in {**told, PACKED_BY: packed_by()}.items():
            release.write(name, content)
        return release.commit(force=force)


def packed_by() -> bytes:
    """The compressors and their settings."""
    return f"brotli {brotli.__version__} 11, zlib {zlib.ZLIB_RUNTIME_VERSION} 9\n".encode()


def compressed(content: bytes) -> dict[str, bytes]:
    """The shorter forms of a text by suffix; none when it is short already."""
    if len(content) < WORTHWHILE:
        return {}
    forms = {
        ".br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=11),
        ".gz": gzip.compress(content, 9, mtime=0),
    }
    return {suffix: form for suffix, form in forms.items() if len(form) < len(content)}


def _as_released(output: Path, files: dict[str, ManifestEntry], path: str) -> bytes:
    content = (output / path).read_bytes()
    if hash_content(content) != files[path]:
        raise ReleaseError("release-altered", path=output / path)
    return content


def _known(release: Release, packed: Path) -> dict[str, ManifestEntry]:
    """What is packed already, by the same compressors."""
    return read_manifest(packed) if release.read_published(PACKED_BY) == packed_by() else {}


def _keep(release: Release, path: str, known: dict[str, ManifestEntry]) -> None:
    for form in (path, f"{path}.br", f"{path}.gz"):
        if form in known:
            release.reuse(form)


def _pack_some(
    release: Release, output: Path, files: dict[str, ManifestEntry], paths: list[str]
) -> dict[str, str]:
    """Read, check and compress on all cores; the moves found among the pages."""

    def read(path: str) -> dict[str, bytes]:
        content = _as_released(output, files, path)
        return {"": content} | (compressed(content) if is_text(path) else {})

    moves: list[tuple[str, str] | None] = []
    with ThreadPoolExecutor() as pool:
        for path, forms in zip(paths, pool.map(read, paths), strict=True):
            for suffix, content in forms.items():
                release.write(path + suffix, content)
            moves.append(move_of(path, forms[""]))
    return dict(move for move in moves if move)
