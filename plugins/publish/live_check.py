"""After publishing: does the public address show the release? Front pages, feeds, cards, numbers, a redirect.

Each file is asked for with a query of its own, so that caches between here and the server are passed by.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from plugins.publish.health import HEALTH, parse_health
from plugins.publish.http_client import fetch
from plugins.publish.server_config import INDEX, NOT_FOUND, STATIC_REDIRECTS
from plugins.release.manifest import hash_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.publish.http_client import Response
    from plugins.publish.target import Files, ReadFile

TRIES, PAUSE_SECONDS = 4, 1.5
CARD = re.compile(rb'<meta property="og:image" content="([^"]+)"')
NUMBER = re.compile(rb'href="tel:[^"]+"')
POLICY = "content-security-policy"
OK, MOVED = 200, (301, 302, 307, 308)


class LiveReport(Struct, frozen=True):
    """What readers get: `faults` are of the release, `warnings` of the server.

    `other_release` is the number of the release that the address shows, if it is not this one: its server
    shows another place than the one published to.
    """

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    other_release: int = 0


def check_live(address: str, number: int, files: Files, read: ReadFile) -> LiveReport:
    """Look at a published release; asks again for a few seconds before it finds fault.

    Raises `PublishError` if the address does not answer.
    """
    for rest in reversed(range(TRIES)):
        report = _look(address, number, files, read)
        if not (report.faults or report.other_release) or not rest:
            break
        time.sleep(PAUSE_SECONDS)
    return report


def _look(address: str, number: int, files: Files, read: ReadFile) -> LiveReport:
    query = f"?release={number}"
    health = parse_health(fetch(address, HEALTH, query).body)
    if health is not None and health.release != number:
        return LiveReport(other_release=health.release)
    wrong = [path for path in _checked_files(files, read) if _is_wrong(path, files, address, query)]
    pages = [path for path in _front_pages(files) if path not in wrong]
    answers = {path: fetch(address, path.removesuffix(INDEX), query) for path in pages}
    faults = [f"/{path.removesuffix(INDEX)}" for path in wrong]
    faults += [f"/{path} (tel:)" for path, answer in answers.items() if _lost_number(read(path), answer.body)]
    faults += _wrong_redirect(address, files, read)
    policies = {path: answer.headers.get(POLICY, "") for path, answer in answers.items()}
    warnings = [
        f"/{path.removesuffix(INDEX)}" for path, text in policies.items() if "default-src" not in text
    ]
    return LiveReport(tuple(faults), tuple(warnings))


def _front_pages(files: Files) -> list[str]:
    """The front page of each edition, which is a folder with a 404 page."""
    codes = sorted(found[1] for path in files if (found := NOT_FOUND.fullmatch(path)))
    return [path for code in codes if (path := f"{code}/{INDEX}") in files]


def _checked_files(files: Files, read: ReadFile) -> Iterator[str]:
    """The front page, a feed and a card of each edition, and the health of the release."""
    yield HEALTH
    for page in _front_pages(files):
        yield page
        feed = page.replace(INDEX, "rss.xml")
        if feed in files:
            yield feed
        card = CARD.search(read(page))
        path = urlsplit(card[1].decode(errors="replace")).path.strip("/") if card else ""
        # The site may be published below a path of its address.
        yield from [each for each in (path, path.partition("/")[2]) if each in files][:1]


def _is_wrong(path: str, files: Files, address: str, query: str) -> bool:
    answer = fetch(address, path.removesuffix(INDEX), query)
    return answer.status != OK or hash_content(answer.body) != files[path]


def _lost_number(released: bytes, shown: bytes) -> bool:
    return bool(NUMBER.search(released)) and NUMBER.search(shown) is None


def _wrong_redirect(address: str, files: Files, read: ReadFile) -> list[str]:
    """The first moved address, unless it leads on: by 301, or by its page, which says so.

    A redirect without a page needs a server that has been reloaded since, so it is not looked at.
    """
    listed = read(STATIC_REDIRECTS).decode().splitlines() if STATIC_REDIRECTS in files else []
    for old, new, *_ in (line.split() for line in listed if line.startswith("/")):
        # Addresses are listed with the path that the site has on its host.
        path = unquote(old).removeprefix(urlsplit(address).path).strip("/")
        if f"{path}/{INDEX}" in files:
            return [] if _leads_to(fetch(address, f"{path}/"), new) else [f"{old} → {new}"]
    return []


def _leads_to(answer: Response, new: str) -> bool:
    if answer.status in MOVED:
        return urlsplit(answer.headers.get("location", "")).path.endswith(new)
    return answer.status == OK and f"url={new}".encode() in answer.body
