"""Telephone numbers in texts, by the customs of a region and the site's own contacts."""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.model.contact import ContactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.config import SiteConfig

GAP = r"[\s()./\u200e\u200f\u2010-\u2015\u2212\xad-]"
"""What people write between the digits of a number."""
CANDIDATE = re.compile(rf"\d(?:{GAP}{{0,4}}\d){{6,}}")
"""Seven digits at least; the library is asked only about texts with a candidate."""
DIALLED_KINDS = frozenset({ContactKind.CALL, ContactKind.TTY, ContactKind.SMS})
MIN_OWN_LENGTH = 5
"""Characters of a contact that is no ordinary number: a short one may also count something."""
SIGNS = re.compile(r"[+()\u2010-\u2013-]")
"""Without any of these the groups must be those of a telephone number."""
SEPARATORS = re.compile(r"[\s-]")
SEPARATED = re.compile(r"\d\D+\d")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .\u00a0\u202f]\d{3})*[ .\u00a0\u202f]000")
"""A rounded number with thousands separators, which some regions' mobile numbers look like."""


class Telephone(NamedTuple):
    """A number in a text: its position, the address of a link, and the same for every spelling."""

    start: int
    end: int
    url: str


class TelephoneCustoms(Struct, frozen=True, dict=True):
    """How numbers are written: `region` is an ISO 3166 code, without which only `+` begins a number.

    `own` are the site's contacts as shown, each with the address of its link.
    """

    region: str = ""
    own: tuple[tuple[str, str], ...] = ()

    def find(self, text: str) -> Iterator[Telephone]:
        """The telephone numbers of a text in order."""
        valid = [*self._find_valid(text)]
        taken = {position for each in valid for position in range(each.start, each.end)}
        own = [each for each in self._find_own(text) if taken.isdisjoint(range(each.start, each.end))]
        yield from sorted([*valid, *own])

    def _find_own(self, text: str) -> Iterator[Telephone]:
        if any(group in text for group in self._own_groups):
            for match in self._own_pattern.finditer(text):
                yield Telephone(*match.span(), self.own[(match.lastindex or 1) - 1][1])

    def _find_valid(self, text: str) -> Iterator[Telephone]:
        if not CANDIDATE.search(text):
            return
        from phonenumbers import (  # noqa: PLC0415 - slow to import, and most texts have no number
            Leniency,
            PhoneNumberFormat,
            PhoneNumberMatcher,
            format_number,
        )

        region = self.region or None
        for match in PhoneNumberMatcher(text, region, Leniency.VALID):
            typed = match.raw_string
            grouped = bool(SIGNS.search(typed)) or bool(
                SEPARATED.search(typed)
                and not THOUSANDS.fullmatch(typed)
                and PhoneNumberMatcher(typed, region, Leniency.STRICT_GROUPING).has_next()
            )
            if grouped and not _is_within_word(text, match.start, match.end):
                extension = f";ext={match.number.extension}" if match.number.extension else ""
                url = f"tel:{format_number(match.number, PhoneNumberFormat.E164)}{extension}"
                yield Telephone(match.start, match.end, self._own_urls.get(url, url))

    @cached_property
    def _own_urls(self) -> dict[str, str]:
        """The link of each contact by the one that its number has elsewhere: a site dials it in one way."""
        others = TelephoneCustoms(self.region)
        return {found.url: url for shown, url in self.own[::-1] for found in others.find(shown)}

    @classmethod
    def from_site(cls, site: SiteConfig) -> TelephoneCustoms:
        """The customs of the first area of a site, and its contacts and emergency number."""
        own = [(each.show, each.url) for each in site.contacts if each.kind in DIALLED_KINDS]
        if site.emergency:
            own.append((site.emergency.show, site.emergency.url))
        return cls(site.area[0].partition("-")[0] if site.area else "", tuple(own))

    @cached_property
    def _own_groups(self) -> tuple[str, ...]:
        """The longest group of each contact that is long enough: without any, a text has none of them."""
        long_enough = (shown for shown, _ in self.own if len(shown) >= MIN_OWN_LENGTH)
        return tuple(max(SEPARATORS.split(shown), key=len) for shown in long_enough)

    @cached_property
    def _own_pattern(self) -> re.Pattern[str]:
        """A group for each contact that is long enough; any space and hyphen may stand for another."""
        spellings = [
            f"({_spelling(shown)})" if len(shown) >= MIN_OWN_LENGTH else "((?!))" for shown, _ in self.own
        ]
        return re.compile(rf"(?<![\w+-])(?:{'|'.join(spellings)})(?![\w-])")


def link_telephones(text: str, customs: TelephoneCustoms, direction: str = "ltr") -> str:
    """A text as HTML, its telephone numbers as links that keep their order in right-to-left text."""
    turn = ' dir="ltr"' if direction == "rtl" else ""
    parts, end = [], 0
    for found in customs.find(text):
        parts.append(escape(text[end : found.start]))
        parts.append(f'<a href="{escape(found.url)}"{turn}>{escape(text[found.start : found.end])}</a>')
        end = found.end
    return "".join([*parts, escape(text[end:])])


def _spelling(shown: str) -> str:
    return "".join(r"[\s-]?" if SEPARATORS.match(char) else re.escape(char) for char in shown)


def _is_within_word(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    attached = before[-1:].isalnum() or (before[-1:] in {"-", "–", "+"} and before[:1].isalnum())
    return attached or after.isalnum() or after in {"-", "–", "_"}
