"""Bundles: the documents of one folder; the first language's file has the values that languages share."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.model.content_path import FAQ_FOLDER, Section
from plugins.model.document import Document, FrontMatter, Status, changed_sections, section_hashes
from plugins.model.old_address import OldAddress, bundle_path, is_bundle_path, is_reserved, parse_old_address
from plugins.model.text import LazyText

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping
    from zoneinfo import ZoneInfo

    from plugins.model.content_path import ContentPath
    from plugins.model.document import TextSection

PUBLIC_STATUSES = (None, Status.PUBLISHED)
UNORDERED = 10_000
"""Sorts after every explicit `order`."""
OWN_KEYS = {
    "title",
    "summary",
    "reason",
    "earlier_statuses",
    "corrections",
    "changes",
    "translated_from",
    "parity",
    "parity_exceptions",
    "lines",
}
INHERITED_KEYS = tuple(key for key in FrontMatter.__struct_fields__ if key not in OWN_KEYS)


class Bundle(Struct, frozen=True):
    """One content folder: documents by language in the site's order, shared keys filled in.

    `published` is the moment of publication (midnight if no time is given), None for a page without date.
    """

    name: str
    section: Section
    documents: Mapping[str, Document]
    published: dt.datetime | None

    @property
    def primary(self) -> Document:
        """The document that carries shared values: the first language that exists."""
        return next(iter(self.documents.values()))

    @property
    def identity(self) -> str:
        """The permanent identity: `id`, else the first former folder, else the bundle name."""
        matter = self.primary.matter
        folders = (typed.strip("/") for typed in matter.moved_from if is_bundle_path(typed))
        return matter.id or next(folders, self.name)

    def former_addresses(self, language: str, languages: Collection[str]) -> tuple[OldAddress, ...]:
        """Where the document in a language was before.

        A former folder was under each of the site's `languages`, an address at the root belongs to the file
        that names it.
        """
        document = self.documents[language]
        matter, own = document.matter, "moved_from" in document.matter.lines or document is self.primary
        found: dict[OldAddress, None] = {}
        for typed in matter.moved_from:
            folder = bundle_path(typed, languages)
            if folder and folder != self.name and self.section is not Section.FAQ:
                found[OldAddress(f"/{language}/{folder}/")] = None
            address = parse_old_address(typed)
            if own and address and not is_reserved(address, languages):
                found[address] = None
        return tuple(found)

    def former_questions(self, languages: Collection[str]) -> tuple[str, ...]:
        """The folders that a question was in before: its answer was at an anchor of their topic's page."""
        if self.section is not Section.FAQ:
            return ()
        folders = (bundle_path(typed, languages) for typed in self.primary.matter.moved_from)
        return tuple(folder for folder in folders if FAQ_FOLDER.fullmatch(folder) and folder != self.name)

    @property
    def merged_into(self) -> str:
        """The bundle that this one was merged into; empty if it was not."""
        matter = self.primary.matter
        return matter.merged_into.strip("/") if matter.status is Status.MERGED else ""

    @property
    def sort_key(self) -> tuple[int, str]:
        """Sort key of questions and pages: those with an `order` first, then by name."""
        order = self.primary.matter.order
        return (UNORDERED if order is None else order, self.name)

    @property
    def topics(self) -> tuple[str, ...]:
        """Topic slugs; a question's folder is its first topic."""
        own = self.primary.matter.topics
        if self.section is Section.FAQ:
            own = (self.name.split("/")[1], *own)
        return _unique(own)

    def outdated(self, language: str) -> bool:
        """Whether a translation was made from an older version of the primary's text."""
        made_from = self.documents[language].matter.translated_from
        return bool(made_from) and made_from != section_hashes(self.primary)

    def changed_since_translated(self, language: str) -> tuple[TextSection, ...]:
        """The primary's sections that changed since the translation was made."""
        made_from = self.documents[language].matter.translated_from
        return changed_sections(made_from, self.primary) if self.outdated(language) else ()


@cache
def _unique(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topics))


def group_bundles(
    documents: Mapping[ContentPath, Document], languages: tuple[str, ...], zone: ZoneInfo
) -> dict[str, Bundle]:
    """Group documents into bundles, sorted by bundle name."""
    grouped: dict[str, dict[str, tuple[ContentPath, Document]]] = {}
    for where, document in documents.items():
        grouped.setdefault(where.bundle, {})[where.language] = (where, document)
    return {name: _bundle(name, grouped[name], languages, zone) for name in sorted(grouped)}


def _bundle(
    name: str, found: Mapping[str, tuple[ContentPath, Document]], languages: tuple[str, ...], zone: ZoneInfo
) -> Bundle:
    ordered = [code for code in languages if code in found]
    where, primary = found[ordered[0]]
    documents = {code: _inherit(found[code][1], primary) for code in ordered}
    day = where.day or primary.matter.date
    time = primary.matter.time or dt.time()
    published = dt.datetime.combine(day, time, zone) if day else None
    return Bundle(name, where.section, documents, published)


def _inherit(document: Document, primary: Document) -> Document:
    """The document with the primary's shared keys where it names none."""
    if document is primary:
        return document
    own, inherited = document.matter, primary.matter
    lacking = (key for key in INHERITED_KEYS if not getattr(own, key))
    shared = {key: given for key in lacking if (given := getattr(inherited, key)) != getattr(own, key)}
    return replace(document, matter=replace(own, **shared)) if shared else document


def visible_bundles(bundles: Mapping[str, Bundle], now: dt.datetime, *, preview: bool) -> dict[str, Bundle]:
    """The bundles that readers may see at a moment; a preview includes drafts and scheduled items."""
    if preview:
        return {name: bundle for name, bundle in bundles.items() if not bundle.merged_into}
    visible: dict[str, Bundle] = {}
    for name, bundle in bundles.items():
        if bundle.merged_into or (bundle.published and bundle.published > now):
            continue
        if all(each.matter.status in PUBLIC_STATUSES for each in bundle.documents.values()):
            visible[name] = bundle
            continue
        public = {code: _public_version(each) for code, each in bundle.documents.items() if _is_public(each)}
        if public and _is_public(bundle.primary):
            visible[name] = replace(bundle, documents=public)
    return visible


def merge_targets(bundles: Mapping[str, Bundle], visible: Container[str]) -> dict[str, str]:
    """The visible bundle that each merged one ends in; those that end in none are left out."""
    targets: dict[str, str] = {}
    for name, bundle in bundles.items():
        passed, target = {name}, bundle.merged_into
        while target in bundles and target not in passed and (further := bundles[target].merged_into):
            passed.add(target)
            target = further
        if target in visible:
            targets[name] = target
    return targets


def _public_version(document: Document) -> Document:
    """The document as readers see it: of a withdrawn one only title, reason and what was corrected before."""
    matter = document.matter
    if matter.status is not Status.WITHDRAWN:
        return document
    redacted = replace(matter, summary=matter.reason, card="")
    return replace(document, matter=redacted, body=LazyText(), headings=(), links=(), pictures=(), figures=())


def _is_public(document: Document) -> bool:
    return document.matter.status is not Status.DRAFT
