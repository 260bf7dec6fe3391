"""Brotli and gzip variants of a release's texts, and maps of redirects and languages.

Only changed files are compressed again: the best Brotli level takes some 15 ms a page.
"""

from __future__ import annotations

import gzip
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import unquote

import brotli

from plugins.build.errors import ReleaseError
from plugins.publish.http_headers import is_compressible
from plugins.publish.server_config import (
    INDEX,
    NGINX_REDIRECTS,
    PAGELESS_REDIRECTS,
    base_path_map,
    find_base_path,
    find_languages,
    language_map,
    parse_pageless_redirects,
    parse_redirect,
    parse_redirects,
    redirect_map,
)
from plugins.release.manifest import ManifestEntry, hash_content, read_manifest
from plugins.release.release import Release, ReleaseSummary

if TYPE_CHECKING:
    from pathlib import Path

COMPRESSOR_VERSIONS = ".packed"
"""The file that records the compressor versions, which determine the bytes."""
MIN_SIZE = 1024
"""Bytes; a shorter text fits into one packet anyway."""
SUFFIXES = ("", ".br", ".gz")
BATCH_SIZE = 64
"""The number of files held in memory at a time."""


def precompress(output: Path, packed: Path, *, force: bool = False) -> ReleaseSummary:
    """Release `output` precompressed in `packed`; raises `ReleaseError` for altered files or lost pages."""
    files = read_manifest(output)
    with Release(packed) as release:
        known = {}
        if release.read_published(COMPRESSOR_VERSIONS) == compressor_versions():
            known = read_manifest(packed)
        changed = [path for path, entry in files.items() if known.get(path) != entry]
        unchanged = files.keys() - set(changed)
        for variant in (path + suffix for path in unchanged for suffix in SUFFIXES):
            if variant in known:
                release.reuse(variant)
        redirects = parse_redirects(release.read_published(NGINX_REDIRECTS))
        redirects = {old: new for old, new in redirects.items() if _redirect_page(old) in unchanged}
        for start in range(0, len(changed), BATCH_SIZE):
            redirects |= _compress_batch(release, output, files, changed[start : start + BATCH_SIZE])
        if PAGELESS_REDIRECTS in files:
            redirects |= parse_pageless_redirects(_read_released(output, files, PAGELESS_REDIRECTS))
        front = _read_released(output, files, INDEX) if INDEX in files else b""
        languages, base = find_languages(files, front), find_base_path(front)
        maps = base_path_map(base) | redirect_map(redirects, base) | language_map(languages, base)
        for name, content in {**maps, COMPRESSOR_VERSIONS: compressor_versions()}.items():
            release.write(name, content)
        return release.commit(force=force)


def _redirect_page(old: str) -> str:
    """The page at a percent-encoded old address."""
    path = unquote(old[1:])
    return f"{path}{INDEX}" if path.endswith("/") else path


def compressor_versions() -> bytes:
    """The compressors with their versions and levels."""
    return f"brotli {brotli.__version__} 11, zlib {zlib.ZLIB_RUNTIME_VERSION} 9\n".encode()


def compress(content: bytes) -> dict[str, bytes]:
    """The smaller variants of a text by suffix; none if it is small already."""
    if len(content) < MIN_SIZE:
        return {}
    variants = {
        ".br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=11),
        ".gz": gzip.compress(content, 9, mtime=0),
    }
    return {suffix: variant for suffix, variant in variants.items() if len(variant) < len(content)}


def _read_released(output: Path, files: dict[str, ManifestEntry], path: str) -> bytes:
    content = (output / path).read_bytes()
    if hash_content(content) != files[path]:
        raise ReleaseError("release-altered", path=output / path)
    return content


def _compress_batch(
    release: Release, output: Path, files: dict[str, ManifestEntry], paths: list[str]
) -> dict[str, str]:
    def read(path: str) -> dict[str, bytes]:
        content = _read_released(output, files, path)
        return {"": content} | (compress(content) if is_compressible(path) else {})

    redirects: list[tuple[str, str] | None] = []
    with ThreadPoolExecutor() as pool:
        for path, variants in zip(paths, pool.map(read, paths), strict=True):
            for suffix, content in variants.items():
                release.write(path + suffix, content)
            redirects.append(parse_redirect(path, variants[""]))
    return dict(redirect for redirect in redirects if redirect)
