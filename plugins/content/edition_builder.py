"""Builds editions from bundles: items with resolved texts, listings in order."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.answer_checks import answer_basis
from plugins.content.merged_items import merged_item, take_over
from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.problem import FileContext, Problem
from plugins.model.content_path import SLUG, Section
from plugins.model.document import GONE, NOTICED, Status
from plugins.model.edition import Edition, FaqTopic, Item, Teaser, Topic
from plugins.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from plugins.content.region_tables import RegionTables
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.citation import AsOf
    from plugins.model.document import Correction, FrontMatter
    from plugins.model.edition import Picture, RegionLink
    from plugins.model.urls import SiteUrls

    Finish = Callable[[Bundle, str], "ResolvedText"]

EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


class ResolvedText(Struct, frozen=True):
    """A document's text with resolved references, its pictures and its share picture."""

    text: Text
    pictures: tuple[Picture, ...] = ()
    share: Picture | None = None


class EditionBuilder(Struct, frozen=True, dict=True):
    """What building editions needs besides the bundles; items have no topics if `has_topics` is false."""

    urls: SiteUrls
    phrases: Mapping[str, Phrases]
    topics: TopicNames
    now: dt.datetime
    regions: RegionTables
    zone: ZoneInfo
    has_topics: bool = True

    def build(
        self, bundles: Mapping[str, Bundle], finish: Finish, merges: Sequence[tuple[Bundle, Bundle]] = ()
    ) -> tuple[Edition, ...]:
        """The editions of all languages in the site's order; `finish` resolves a document's references.

        `merges` are merged bundles, each with the visible one that it is part of.
        """
        ranked = sorted(bundles.values(), key=lambda bundle: bundle.sort_key)
        items = {
            bundle.name: {code: self._item(bundle, code, finish(bundle, code)) for code in bundle.documents}
            for bundle in ranked
        }
        for bundle, target in merges:
            items[target.name] = take_over(items[target.name], bundle, self.phrases)
        return tuple(self._edition(code, items, merges) for code in self.phrases)

    def _item(self, bundle: Bundle, code: str, finished: ResolvedText) -> Item:
        document, phrases, citations = bundle.documents[code], self.phrases[code], self.regions.citations
        matter, status = document.matter, document.matter.status or Status.PUBLISHED
        return Item(
            bundle=bundle.name,
            section=bundle.section,
            language=phrases.language,
            path=document.path,
            url=self.urls.item(code, bundle.section, bundle.name),
            title=matter.title,
            summary=matter.summary,
            text=finished.text,
            headings=document.headings,
            published=bundle.published,
            time_known=matter.time is not None,
            updated=_updated(matter),
            reviewed=matter.reviewed,
            authors=matter.author,
            owner=matter.owner,
            status=status,
            scheduled=bool(bundle.published and bundle.published > self.now),
            reason=matter.reason,
            topics=self._topics_of(bundle, code),
            corrections=tuple(_told_in_full(each, phrases) for each in matter.corrections),
            changes=matter.changes,
            since=matter.since.replace(tzinfo=self.zone) if matter.since and status in NOTICED else None,
            notice=_notice(status, matter.reason, phrases) if status in NOTICED else "",
            identity=bundle.identity,
            moved_from=bundle.former_addresses(code, self.phrases),
            former_questions=bundle.former_questions(self.phrases),
            card=matter.card or next((each.name for each in document.figures if each.kind == "card"), ""),
            title_figure=document.title_figure,
            pictures=finished.pictures,
            share=finished.share,
            languages=tuple(self.phrases[each].language for each in bundle.documents),
            outdated=status not in GONE and bundle.outdated(code),
            as_of=self._as_of(bundle, code),
            sources=tuple(citations.cite(key, code) for key in matter.sources if key in citations.sources),
            regions=self._regions_of(matter, code),
        )

    def _topics_of(self, bundle: Bundle, code: str) -> tuple[Topic, ...]:
        topics = self._topics[code] if self.has_topics else {}
        return tuple(topics[slug] for slug in bundle.topics if slug in topics)

    def _regions_of(self, matter: FrontMatter, code: str) -> tuple[RegionLink, ...]:
        regions = self._regions[code]
        return tuple(regions[key] for key in matter.regions if key in regions)

    def _as_of(self, bundle: Bundle, code: str) -> AsOf | None:
        """How old an answer is."""
        if bundle.section is not Section.FAQ:
            return None
        citations = self.regions.citations
        basis = answer_basis(bundle, bundle.documents[code], citations, self.regions)
        return citations.as_of(basis.date, code)

    @cached_property
    def _topics(self) -> dict[str, dict[str, Topic]]:
        """The topics by language and slug, in the site's order; items share the objects."""
        return {
            code: {
                slug: Topic(slug, names[code], self.urls.topic(code, slug))
                for slug, names in self.topics.items()
            }
            for code in self.phrases
        }

    @cached_property
    def _regions(self) -> dict[str, dict[str, RegionLink]]:
        """The links to regions by language and id; items share the objects."""
        return {code: self.regions.region_links(code) for code in self.phrases}

    def _edition(
        self, code: str, items: Mapping[str, Mapping[str, Item]], merges: Sequence[tuple[Bundle, Bundle]]
    ) -> Edition:
        own = [found[code] for found in items.values() if code in found]
        shown = [found.get(code) or next(iter(found.values())) for found in items.values()]
        shown_of = {item.bundle: item for item in shown}
        news = _newest_first(item for item in shown if item.section is Section.NEWS)
        summaries = _newest_first(item for item in shown if item.section is Section.SUMMARIES)
        listed = {item.bundle: self._teaser(item, code) for item in shown}
        by_topic = _by_topic(_newest_first([*news, *summaries]), listed)
        phrases = self.phrases[code]
        return Edition(
            language=phrases.language,
            phrases=phrases,
            news=tuple(item for item in news if item.language.code == code),
            summaries=tuple(item for item in summaries if item.language.code == code),
            questions=tuple(item for item in own if item.section is Section.FAQ),
            pages=tuple(item for item in own if item.section is Section.PAGES),
            listed_news=tuple(listed[item.bundle] for item in news),
            listed_summaries=tuple(listed[item.bundle] for item in summaries),
            faq=self._faq(code, [item for item in shown if item.section is Section.FAQ]),
            topics=tuple(topic for slug, topic in self._topics[code].items() if slug in by_topic),
            listed_by_topic=by_topic,
            listed_by_region=_by_region(_newest_first([*news, *summaries]), listed),
            merged=tuple(
                merged_item(self._item(bundle, code, ResolvedText(Text(""))), shown_of[target.name], phrases)
                for bundle, target in merges
                if code in bundle.documents
            ),
        )

    def _teaser(self, item: Item, code: str) -> Teaser:
        teaser = item.teaser
        if item.language.code == code:
            return teaser
        return replace(teaser, topics=tuple(self._topics[code][topic.slug] for topic in item.topics))

    def _faq(self, code: str, questions: Iterable[Item]) -> tuple[FaqTopic, ...]:
        by_topic: dict[str, list[Item]] = {}
        for item in questions:
            by_topic.setdefault(item.bundle.split("/")[1], []).append(item)
        return tuple(self._faq_topic(slug, code, by_topic[slug]) for slug in self.topics if slug in by_topic)

    def _faq_topic(self, slug: str, code: str, questions: Iterable[Item]) -> FaqTopic:
        own = [item for item in questions if item.language.code == code]
        borrowed = [self._teaser(item, code) for item in questions if item.language.code != code]
        url = self.urls.listing(code, f"faq/{slug}")
        return FaqTopic(self._topics[code][slug], url, tuple(own), tuple(borrowed))


def _updated(matter: FrontMatter) -> dt.date | None:
    """The day of the newest change."""
    changed = [each.date for each in matter.changes]
    return max([*changed, matter.updated] if matter.updated else changed, default=None)


def _notice(status: Status, reason: str, phrases: Phrases) -> str:
    """What readers of an item are told of its status; there is no page to tell it of a merged one."""
    if status is Status.MERGED:
        return ""
    told = phrases[f"item.status.{status}"]
    return phrases.text("item.notice", status=told, reason=reason) if reason else told


def _told_in_full(correction: Correction, phrases: Phrases) -> Correction:
    """A correction whose text says what was wrong."""
    if not correction.was:
        return correction
    text = phrases.text("item.correction", was=correction.was, text=correction.text)
    return replace(correction, text=text)


def _newest_first(items: Iterable[Item]) -> list[Item]:
    """Newest first; equal moments by bundle name."""
    by_name = sorted(items, key=lambda item: item.bundle)
    return sorted(by_name, key=lambda item: item.published or EARLIEST, reverse=True)


def _by_topic(items: Iterable[Item], listed: Mapping[str, Teaser]) -> dict[str, tuple[Teaser, ...]]:
    by_topic: dict[str, list[Teaser]] = {}
    for item in items:
        for topic in item.topics:
            by_topic.setdefault(topic.slug, []).append(listed[item.bundle])
    return {slug: tuple(teasers) for slug, teasers in by_topic.items()}


def _by_region(items: Iterable[Item], listed: Mapping[str, Teaser]) -> dict[str, tuple[Teaser, ...]]:
    by_region: dict[str, list[Teaser]] = {}
    for item in items:
        for region in item.regions:
            by_region.setdefault(region.id, []).append(listed[item.bundle])
    return {key: tuple(teasers) for key, teasers in by_region.items()}


TopicNames = dict[str, dict[str, str]]


def read_topics(file: Path, path: str, languages: tuple[str, ...]) -> tuple[TopicNames, list[Problem]]:
    """Every topic's name by language, in the file's order, and the file's problems.

    A topic without a name in a language has its first name there, so that a language can be added before its
    topics are translated.
    """
    context = FileContext(path, languages)
    fields = load_fields(file, context, file.stem, "topics-form")
    if fields is None:
        if not context.problems:
            context.report(1, "topics-missing")
        return {}, context.problems
    return {slug: _read_names(fields, slug) for slug in fields.tree.values}, context.problems


def _read_names(fields: FieldReader, slug: str) -> dict[str, str]:
    if not SLUG.fullmatch(slug):
        fields.report(slug, "topic-slug", slug=slug)
    languages, names = fields.context.languages, fields.translations(slug)
    first = next((names[code] for code in languages if code in names), "")
    if not first:
        fields.report(slug, "topics-form")
    for code in languages if first else ():
        if code not in names:
            fields.advise(slug, "topic-unnamed", slug=slug, language=code)
    return {code: names.get(code, first) for code in languages}
