"""Advice on links to other sites: whether they still lead somewhere.

Asked politely: a few hosts at a time, one address of a host after another, each at most once a week.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from plugins.diagnostics.problem import Problem, advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plugins.model.document import Document

AT_ONCE = 8
WEEK = 7 * 24 * 3600
PATIENCE = 15
"""Seconds an answer may take."""
SAFE = "/#?=&%:+,;@!$'()*[]~"
PAUSE = 0.5
"""Seconds between two questions to one host."""
AGENT = {"User-Agent": "Mozilla/5.0 (compatible; hotline-news link check)"}
NOT_OURS = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.METHOD_NOT_ALLOWED, 999}
"""Answers that only say that programs are not welcome."""


@dataclass
class LinkCheck:
    """Asks other sites, and remembers the answers in `memory` for a week."""

    memory: Path
    pause: float = PAUSE
    answers: dict[str, tuple[float, str]] = field(default_factory=dict)

    def advice_on(self, documents: Iterable[Document]) -> Iterator[Problem]:
        """Links that lead nowhere, in the order of the documents."""
        links = [
            (document, link)
            for document in documents
            for link in document.links
            if link.target.startswith(("http://", "https://"))
        ]
        self.recall()
        self.ask(sorted({link.target for _, link in links}))
        self.remember()
        for document, link in links:
            if wrong := self.answers[link.target][1]:
                yield advice(document.path, link.line, "external-dead", target=link.target, reason=wrong)

    def ask(self, targets: Iterable[str]) -> None:
        """Ask for what is not remembered, host by host."""
        hosts: dict[str, list[str]] = defaultdict(list)
        for target in targets:
            if target not in self.answers:
                hosts[urlsplit(target).netloc].append(target)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for answers in pool.map(self.ask_host, hosts.values()):
                self.answers |= answers

    def ask_host(self, targets: list[str]) -> dict[str, tuple[float, str]]:
        """The answers of one host."""
        answers = {}
        for number, target in enumerate(targets):
            time.sleep(self.pause if number else 0)
            answers[target] = (time.time(), _what_is_wrong(target))
        return answers

    def recall(self) -> None:
        """The answers of the last week; an unreadable memory is none."""
        try:
            told = json.loads(self.memory.read_text(encoding="utf-8"))
            self.answers = {
                target: (at, wrong) for target, (at, wrong) in told.items() if at > time.time() - WEEK
            }
        except (OSError, ValueError, AttributeError, TypeError):
            self.answers = {}

    def remember(self) -> None:
        """Keep the answers that were good: what failed is asked again next time."""
        good = {target: answer for target, answer in sorted(self.answers.items()) if not answer[1]}
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        self.memory.write_text(json.dumps(good), encoding="utf-8")


def _what_is_wrong(target: str) -> str:
    """Empty when there is a page at an address."""
    try:
        request = Request(as_sent(target), headers=AGENT)  # noqa: S310 - http(s) only, see above
        with urlopen(request, timeout=PATIENCE):  # noqa: S310 - the same
            return ""
    except HTTPError as error:
        return "" if error.code in NOT_OURS else f"{error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def as_sent(target: str) -> str:
    """An address in the letters the network knows; raises `ValueError` for a host that has none.

    >>> as_sent("https://объясняем.рф/вопросы?a=1")
    'https://xn--90aivcdt6dxbc.xn--p1ai/%D0%B2%D0%BE%D0%BF%D1%80%D0%BE%D1%81%D1%8B?a=1'
    """
    parts = urlsplit(target)
    host = parts.netloc.encode("idna").decode()
    return quote(parts._replace(netloc=host).geturl(), safe=SAFE)
