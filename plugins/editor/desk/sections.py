"""Sections of a translation beside the original's: which lag, what was translated, what confirms them."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.editor.translations import GitHistory
from plugins.model.document import text_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from plugins.content.options import BuildOptions
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document, TextSection

OLD_TEXTS: EntryKind[str] = EntryKind("desk-sections", str)
"""The text of a section by its digest."""


class SectionState(StrEnum):
    """How a section of a translation stands to the original."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"
    UNCONFIRMED = "unconfirmed"


class SectionPlace(Struct, frozen=True):
    """A section's heading and its first line."""

    heading: str
    line: int


class SectionPair(Struct, frozen=True, kw_only=True):
    """A section of the original (None if it was removed) and the translation's own one, if there is one.

    `old` is the original's text that was translated, empty if nobody knows it; `confirmed` is the value of
    `translated_from` that says that this section is translated.
    """

    state: SectionState
    original: SectionPlace | None
    own: SectionPlace | None
    old: str = ""
    new: str = ""
    confirmed: str = ""


class Alignment(Struct, frozen=True):
    """All sections of a translation; `confirmed` says that every one is translated."""

    pairs: tuple[SectionPair, ...]
    confirmed: str


class SectionTexts:
    """Old texts of sections by their digests: those that the desk has seen, then those in the git history.

    `unknown` collects the digests that nobody knows, so that the history is not read for them again.
    """

    def __init__(self, options: BuildOptions, phrases: Mapping[str, Phrases], unknown: set[str]) -> None:
        self._options = options
        self._phrases = phrases
        self._unknown = unknown
        self._cache = BuildCache.shared(options.cache)

    def remember(self, document: Document) -> None:
        """Keep the texts of a document's sections."""
        for part in text_sections(document):
            if self._load(part.digest) is None:
                self._cache.store(OLD_TEXTS, self._options.cache_id, b"", part.text, part.digest)

    def find(self, bundle: str, language: str, digests: Collection[str]) -> dict[str, str]:
        """The texts of these digests, as far as anything has them."""
        kept = {digest: text for digest in digests if (text := self._load(digest)) is not None}
        missing = set(digests) - kept.keys() - self._unknown
        if missing:
            file = self._options.content / bundle / f"{language}.md"
            for version in GitHistory(file, self._phrases[language]).versions():
                kept |= {part.digest: part.text for part in text_sections(version) if part.digest in missing}
                missing -= kept.keys()
                if not missing:
                    break
            self._unknown |= missing
        return kept

    def _load(self, digest: str) -> str | None:
        return self._cache.load(OLD_TEXTS, self._options.cache_id, b"", digest)


def align_bundle(bundle: Bundle, texts: SectionTexts) -> dict[str, Alignment]:
    """The alignment of every translation with the original, by language."""
    code = next(iter(bundle.documents))
    translations = {other: each for other, each in bundle.documents.items() if other != code}
    now = {part.digest for part in text_sections(bundle.primary)}
    stored = {digest for each in translations.values() for digest in each.matter.translated_from.split()}
    old = texts.find(bundle.name, code, stored - now) if stored - now else {}
    return {other: align(bundle.primary, each, old) for other, each in translations.items()}


def align(original: Document, translation: Document, old: Mapping[str, str]) -> Alignment:
    """The translation's sections beside the original's; `old` has earlier texts by digest."""
    now, own = text_sections(original), text_sections(translation)
    stored = translation.matter.translated_from.split()
    every = " ".join(part.digest for part in now)
    if not stored:
        count = max(len(now), len(own))
        pairs = [
            SectionPair(
                state=SectionState.UNCONFIRMED,
                original=_place(now, number),
                own=_place(own, number),
                new=now[number].text if number < len(now) else "",
                confirmed=every,
            )
            for number in range(count)
        ]
        return Alignment(tuple(pairs), every)
    by_stored = len(own) == len(stored)
    return Alignment(tuple(_pairs(now, own, stored, old, by_stored=by_stored)), every)


def _pairs(
    now: Sequence[TextSection],
    own: Sequence[TextSection],
    stored: Sequence[str],
    old: Mapping[str, str],
    *,
    by_stored: bool,
) -> Iterator[SectionPair]:
    """A pair for each section now or then; own sections are counted like those they were translated from."""
    for before, after in _matched(stored, [part.digest for part in now]):
        is_now, was = after[0] < after[1], before[0] < before[1]
        same = is_now and was and stored[before[0]] == now[after[0]].digest
        state = SectionState.NEW if not was else SectionState.CHANGED if is_now else SectionState.REMOVED
        fresh = [now[after[0]].digest] if is_now else []
        place = before[0] if by_stored else after[0]
        has_own = was if by_stored else is_now
        yield SectionPair(
            state=SectionState.SAME if same else state,
            original=_place(now, after[0]) if is_now else None,
            own=_place(own, place) if has_own else None,
            old="" if same or not was else old.get(stored[before[0]], ""),
            new="" if same or not is_now else now[after[0]].text,
            confirmed=" ".join([*stored[: before[0]], *fresh, *stored[before[1] :]]),
        )


def _matched(stored: Sequence[str], now: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Ranges of at most one section then and one now that stand for each other, in order."""
    matcher = SequenceMatcher(None, stored, now, autojunk=False)
    for _, old, old_end, new, new_end in matcher.get_opcodes():
        for step in range(max(old_end - old, new_end - new)):
            before, after = min(old + step, old_end), min(new + step, new_end)
            yield (before, min(before + 1, old_end)), (after, min(after + 1, new_end))


def _place(parts: Sequence[TextSection], number: int) -> SectionPlace | None:
    return SectionPlace(parts[number].heading, parts[number].line) if number < len(parts) else None
