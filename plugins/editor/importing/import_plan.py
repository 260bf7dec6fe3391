"""Which bundle, language, topics and former addresses each item gets."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.editor.importing.source_folder import SourceError
from plugins.editor.importing.source_item import ImportNote, Moment
from plugins.editor.slugs import slugify
from plugins.i18n.language import script_of
from plugins.model.old_address import bundle_path, is_reserved, parse_old_address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.content.edition_builder import TopicNames
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.editor.importing.source_item import SourceContent, SourceItem
    from plugins.model.old_address import OldAddress

ENOUGH_LETTERS = 20_000
"""Characters of a text by which its script is known."""


class PlannedBundle(Struct, frozen=True):
    """A bundle to write: its items by language, the first of them the original."""

    name: str
    items: Mapping[str, SourceItem]
    moment: Moment | None
    topics: tuple[str, ...]
    addresses: Mapping[str, tuple[str, ...]]


class ImportPlan(Struct, frozen=True):
    """All bundles, new topics by slug with their names, and notes."""

    bundles: list[PlannedBundle] = field(default_factory=list)
    topics: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[ImportNote] = field(default_factory=list)


class Planner(Struct, frozen=True, dict=True):
    """Plans an import into a loaded site; `topic` is for all items, `language` for those without one."""

    options: BuildOptions
    loaded: LoadResult
    known_topics: TopicNames
    language: str
    topic: str
    plan: ImportPlan = field(default_factory=ImportPlan)
    taken: dict[str, str] = field(default_factory=dict)
    """The bundle of each former address."""

    @cached_property
    def former(self) -> frozenset[OldAddress | None]:
        """The former addresses of the site's items."""
        documents = (
            each for bundle in self.loaded.content.bundles.values() for each in bundle.documents.values()
        )
        return frozenset(parse_old_address(typed) for each in documents for typed in each.matter.moved_from)

    def make(self, content: SourceContent) -> ImportPlan:
        """The plan for all items of a source."""
        groups: dict[object, dict[str, SourceItem]] = {}
        for number, item in enumerate(content.items):
            language = self._language(item, content.language)
            if not language:
                self.plan.notes.append(ImportNote(item.name, "language-left", item.language))
                continue
            group = groups.setdefault(item.pair or number, {})
            if language in group:
                group = groups.setdefault(number, {})
            group[language] = item
        for group in groups.values():
            ordered = {code: group[code] for code in self.options.languages if code in group}
            self._add(ordered, content)
        return self.plan

    def _language(self, item: SourceItem, usual: str) -> str:
        """The site's language of an item; empty if the site has none such. `usual` is that of the source."""
        languages = self.options.languages
        stated = item.language.replace("_", "-")
        exact = [code for code in languages if code.lower() == stated.lower()]
        if not exact and stated:
            exact = [code for code in languages if code.partition("-")[0] == stated.partition("-")[0].lower()]
        if exact:
            return exact[0]
        return self.language or ("" if stated else _by_script(item, languages, usual))

    def _add(self, items: dict[str, SourceItem], content: SourceContent) -> None:
        primary = next(iter(items.values()))
        moment = primary.published.local(self.options.zone) if primary.published else None
        if moment is None and not primary.is_page:
            code = next(iter(items))
            items[code] = replace(primary, reasons=(*primary.reasons, ImportNote(primary.name, "undated")))
        day = moment.day if moment else self.options.now.astimezone(self.options.zone).date()
        name = "" if self._moved_already(primary, content) else self._name(primary, day)
        if not name:
            self.plan.notes.extend(ImportNote(item.name, "already-there") for item in items.values())
            return
        addresses = {code: tuple(self._addresses(item, name, content)) for code, item in items.items()}
        topics = tuple(
            dict.fromkeys(topic for code, item in items.items() for topic in self._topics(item, code))
        )
        self.plan.bundles.append(PlannedBundle(name, items, moment, topics, addresses))

    def _moved_already(self, item: SourceItem, content: SourceContent) -> bool:
        """Whether an item of the site is said to come from this one's address, whatever its title is now."""
        address = parse_old_address(_path_on_site(next(iter(item.addresses), ""), content))
        return address is not None and address in self.former

    def _name(self, item: SourceItem, day: dt.date) -> str:
        """A free bundle name; empty if the content has this very item."""
        slug = slugify(unquote(item.slug)) or slugify(item.title) or "item"
        stem = slug if item.is_page else f"news/{day}-{slug}"
        planned = {bundle.name for bundle in self.plan.bundles}
        off_limits = self.loaded.content.references.links.listings | {
            "news",
            "summaries",
            "faq",
            "public",
            "figures",
        }
        name, number = stem, 1
        while name in planned or name in self.loaded.content.bundles or name in off_limits:
            there = self.loaded.content.bundles.get(name)
            if there and _letters(item.title) in {
                _letters(each.matter.title) for each in there.documents.values()
            }:
                return ""
            number += 1
            name = f"{stem}-{number}"
        return name

    def _topics(self, item: SourceItem, language: str) -> Iterator[str]:
        """Topics of the site by name; without `--topic`, a new one for each other tag."""
        if self.topic:
            yield self.topic
        for tag in item.tags:
            known = self._known_topic(tag)
            if known:
                yield known
            elif self.topic:
                self.plan.notes.append(ImportNote(item.name, "tag-left", tag))
            elif slug := slugify(tag):
                if slug not in self.plan.topics:
                    self.plan.notes.append(ImportNote(item.name, "topic-new", f"{tag} → {slug}"))
                self.plan.topics.setdefault(slug, {}).setdefault(language, tag)
                yield slug
            else:
                self.plan.notes.append(ImportNote(item.name, "tag-left", tag))

    def _known_topic(self, tag: str) -> str:
        for slug, names in self.known_topics.items():
            if (
                tag.casefold() in {slug, *(name.casefold() for name in names.values())}
                or slugify(tag) == slug
            ):
                return slug
        return ""

    def _addresses(self, item: SourceItem, bundle: str, content: SourceContent) -> Iterator[str]:
        """Former addresses as `moved_from` takes them; those that cannot stay are noted."""
        paths = {_path_on_site(typed, content): typed for typed in reversed(item.addresses)}
        for path, typed in reversed(paths.items()):
            address = parse_old_address(path)
            if path == "/":
                continue
            if not address or not self._is_free(path, address, bundle):
                self.plan.notes.append(ImportNote(item.name, "address-left", typed))
                continue
            readable = unquote(address.path) + (f"?{address.query}" if address.query else "")
            yield readable if parse_old_address(readable) == address else address.text

    def _is_free(self, path: str, address: OldAddress, bundle: str) -> bool:
        """Whether neither the site nor another item has the address."""
        there, languages = self.loaded.content, self.options.languages
        folder = bundle_path(path, languages)
        if folder:
            is_free = folder not in there.references.links.listings
            is_free = is_free and (folder == bundle or folder not in there.bundles)
        else:
            is_free = not is_reserved(address, languages)
        return is_free and self.taken.setdefault(address.text, bundle) == bundle


def _letters(title: str) -> str:
    """The letters and digits of a title: the site's has its own quotation marks, dashes and spaces."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", title).casefold()))


def _path_on_site(typed: str, content: SourceContent) -> str:
    """The path and query of an address of the old site; empty for one of another site."""
    parts = urlsplit(typed)
    if parts.netloc and content.hosts and parts.netloc not in content.hosts:
        return ""
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def check_args(language: str, topic: str, options: BuildOptions, topics: TopicNames) -> None:
    """Raise `SourceError` for a language or topic that the site lacks, and for a site without news."""
    if language and language not in options.languages:
        raise SourceError("import-language", language=language, languages=", ".join(options.languages))
    if topic and topic not in topics:
        nearest = get_close_matches(topic, topics, 3, 0.3) or list(topics)[:8]
        raise SourceError("import-topic", topic=topic, topics=", ".join(nearest))
    if "news" in options.site.sections_off:
        raise SourceError("import-news-off")


def _by_script(item: SourceItem, languages: Sequence[str], usual: str) -> str:
    """The language written in the script of most letters of an item: the source's usual one, or the first.

    Script goes before settings, since many of these still say the English that their generator began with.
    """
    letters = [
        char for char in (item.title + item.html)[:ENOUGH_LETTERS] if char.isalpha() and not char.isascii()
    ]
    foreign = (
        unicodedata.name(letters[len(letters) // 2], "").partition(" ")[0].title()[:4] if letters else ""
    )
    mostly = foreign if len(letters) * 4 > len(item.title) else "Lati"
    fitting = [code for code in languages if script_of(code).startswith(mostly[:3])]
    told = [code for code in fitting if code.partition("-")[0] == usual]
    return next(iter([*told, *fitting, *languages]))
