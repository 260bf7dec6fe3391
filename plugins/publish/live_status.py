"""Compare a live site with its own manifest, with a key, and with a build on this machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.errors import PublishError
from plugins.publish.health import HEALTH, Health, parse_health
from plugins.publish.http_client import fetch, site_address
from plugins.publish.http_headers import is_hidden
from plugins.publish.precompress import SUFFIXES
from plugins.publish.provenance import ReleaseManifest, check_signature, parse_release_manifest
from plugins.publish.server_config import INDEX
from plugins.release.manifest import MARKER, hash_content, is_release

if TYPE_CHECKING:
    from pathlib import Path

CONCURRENCY = 8
OK, FIRST_ERROR = 200, 400


class VerifiedSite(Struct, frozen=True):
    """What a live site's manifest says, who signed it, and the files that are not as it lists them."""

    manifest: ReleaseManifest
    signer: str
    checked: int
    wrong: tuple[str, ...]


def live_health(url: str) -> Health:
    """What the live site says of itself; raises `PublishError`."""
    address = site_address(url)
    answer = fetch(address, HEALTH)
    health = parse_health(answer.body) if answer.status == OK else None
    if health is None:
        raise PublishError("live-no-health", url=f"{address}/{HEALTH}", status=answer.status)
    return health


def build_digest(output: Path) -> str:
    """The one hash of a build: the SHA-256 of its manifest; raises `PublishError` if there is none."""
    if not is_release(output):
        raise PublishError("publish-not-built", folder=output)
    return sha256((output / MARKER).read_bytes()).hexdigest()


def verify_site(url: str, signers: str = "") -> VerifiedSite:
    """Compare every file of a live site with its manifest; raises `PublishError` for a wrong signature."""
    address = site_address(url)
    answer = fetch(address, MARKER)
    manifest = parse_release_manifest(answer.body) if answer.status == OK else None
    if manifest is None:
        raise PublishError("live-no-manifest", url=f"{address}/{MARKER}", status=answer.status)
    signer = check_signature(manifest, signers) if signers else ""
    shown_files = {path for path in manifest.files if not is_hidden(path)}
    paths = sorted(path for path in shown_files if not _is_variant(path, shown_files))

    def differs(path: str) -> bool:
        shown = fetch(address, path.removesuffix(INDEX))
        if shown.status == OK:
            return hash_content(shown.body) != manifest.files[path]
        # A moved address answers with a redirect instead of its page.
        return shown.status >= FIRST_ERROR or not path.endswith(INDEX)

    with ThreadPoolExecutor(CONCURRENCY) as pool:
        wrong = [path for path, differing in zip(paths, pool.map(differs, paths), strict=True) if differing]
    return VerifiedSite(manifest, signer, len(paths), tuple(wrong))


def _is_variant(path: str, files: set[str]) -> bool:
    """Whether a server sends the file instead of another one, to clients that accept its compression."""
    stem, dot, suffix = path.rpartition(".")
    return f"{dot}{suffix}" in SUFFIXES and stem in files
