"""The worker: what a browser keeps of each edition. Its version follows the bytes of what is kept."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

NEWEST = 20


def offline_page(edition: Edition, addresses: SiteUrls) -> str:
    """The address of the page shown when another was not kept."""
    return addresses.url(f"{edition.language.code}/offline.html")


def kept_pages(edition: Edition, addresses: SiteUrls) -> list[str]:
    """The front, all answers and the newest items of an edition, the front first."""
    code = edition.language.code
    newest = [item.url for item in edition.news[:NEWEST]]
    answers = [group.url for group in edition.faq]
    return [addresses.front(code), addresses.listing(code, "faq"), *answers, *newest]


def worker(
    script: str,
    editions: Sequence[Edition],
    addresses: SiteUrls,
    assets: Iterable[str],
    fingerprint: Callable[[str], str],
) -> bytes:
    """The worker's script.

    `assets` are the addresses every page asks for; `fingerprint` is the digest of what lies at an address.
    """
    pages = {edition.language.code: kept_pages(edition, addresses) for edition in editions}
    offline = {edition.language.code: offline_page(edition, addresses) for edition in editions}
    shell = [*assets, *offline.values()]
    kept = [*shell, *(url for urls in pages.values() for url in urls)]
    told = "".join(f"{url} {fingerprint(url)}\n" for url in kept)
    release = {
        "version": hashlib.sha256((told + script).encode()).hexdigest()[:12],
        "shell": shell,
        "offline": offline,
        "pages": pages,
    }
    return f"const RELEASE = {json.dumps(release, ensure_ascii=False)};\n{script}".encode()
