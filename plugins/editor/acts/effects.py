"""What readers and feeds will see of an act: the site before and after it, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.ledger_stamp import stamp_ledger
from plugins.content.load import load_site
from plugins.diagnostics.problem import Severity
from plugins.editor.acts.content_overlay import overlay_options
from plugins.feeds.channels import corrections_channel, main_channel
from plugins.feeds.compose import FeedComposer
from plugins.feeds.feed import feed_context

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult, SiteContent
    from plugins.diagnostics.problem import Problem
    from plugins.editor.acts.act import Act
    from plugins.feeds.feed import FeedItem
    from plugins.model.edition import Edition, Item

ABSENT = "absent"


class PageEffect(Struct, frozen=True):
    """What readers see of an item in a language: its status or `absent`, its notice and its notes."""

    language: str
    url: str
    title: str
    state: str
    notice: str = ""
    notes: tuple[str, ...] = ()


class FeedEffect(Struct, frozen=True):
    """An entry of a feed that is `new`, `changed` (readers that compare tell of it), `silent` or `gone`."""

    language: str
    feed: str
    kind: str
    title: str
    text: str


class AlertEffect(Struct, frozen=True):
    """The line on top of every page in a language, and until when; empty if there is none."""

    language: str
    text: str
    level: str = ""
    url: str = ""
    until: dt.datetime | None = None


class Effects(Struct, frozen=True, kw_only=True):
    """What differs after an act: pages, feeds, the alert, errors that it would bring, and what lags then."""

    pages: tuple[PageEffect, ...]
    feeds: tuple[FeedEffect, ...]
    alerts: tuple[AlertEffect, ...] = ()
    errors: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    lagging: tuple[str, ...] = ()


def compare(act: Act, options: BuildOptions) -> Effects:
    """Load the content before and after an act, as readers see it; raises `OSError`."""
    options = replace(options, preview=False, progress=None)
    before, after = load_site(options), load_site(overlay_options(act, options))
    old, new = stamped(before, options), stamped(after, options)
    known = {(each.code, each.values) for each in before.problems}
    fresh = [each for each in after.problems if (each.code, each.values) not in known]
    bundle = act.moved[1] if act.moved else act.bundle
    return Effects(
        pages=tuple(_page(edition, bundle, options) for edition in new.editions) if bundle else (),
        feeds=tuple(feed_effects(old, new, options)),
        alerts=tuple(_alerts(old, new, options)),
        errors=tuple(each for each in fresh if each.severity is Severity.ERROR),
        advice=tuple(each for each in fresh if each.severity is Severity.ADVICE),
        lagging=tuple(_lagging(new, bundle)),
    )


def stamped(loaded: LoadResult, options: BuildOptions) -> SiteContent:
    """The content with its ledger as publishing it now would write it."""
    return replace(loaded.content, ledger=stamp_ledger(loaded.content, options)[0])


def _page(edition: Edition, bundle: str, options: BuildOptions) -> PageEffect:
    code = edition.language.code
    for item in (*edition.items, *edition.merged):
        if item.bundle == bundle:
            url = options.urls.absolute(item.url)
            return PageEffect(code, url, item.title, item.status.value, item.notice, _notes(item, edition))
    return PageEffect(code, "", "", ABSENT)


def _notes(item: Item, edition: Edition) -> tuple[str, ...]:
    text = edition.phrases.text
    return tuple(
        f"{edition.language.date(note.date)}{f', {note.time:%H:%M}' if note.time else ''} "
        f"{text(f'item.note.{note.kind}')}: {note.text}"
        for note in item.notes
    )


def _lagging(content: SiteContent, name: str) -> Iterator[str]:
    bundle = content.bundles.get(name)
    for code in bundle.documents if bundle else ():
        if bundle and bundle.outdated(code):
            yield code


def _alerts(old: SiteContent, new: SiteContent, options: BuildOptions) -> Iterator[AlertEffect]:
    for edition in new.editions:
        code = edition.language.code
        before, after = (_alert(each, code, options) for each in (old, new))
        if before != after:
            yield after


def _alert(content: SiteContent, code: str, options: BuildOptions) -> AlertEffect:
    alert = content.active_alert(code, options.now)
    if not alert or not content.alert:
        return AlertEffect(code, "")
    return AlertEffect(code, alert.text, alert.level, alert.url, content.alert.ends)


def feed_effects(old: SiteContent, new: SiteContent, options: BuildOptions) -> Iterator[FeedEffect]:
    """The entries of the main and the corrections feeds that differ."""
    for before, after in zip(_entries(old, options), _entries(new, options), strict=True):
        language, feed, known = before
        entries = after[2]
        for guid, entry in entries.items():
            if guid not in known:
                yield _feed_effect(language, feed, "new", entry)
            elif entry != known[guid]:
                kind = "changed" if entry.updated > known[guid].updated else "silent"
                yield _feed_effect(language, feed, kind, entry)
        oldest = min((entry.published for entry in entries.values()), default=None)
        for guid, entry in known.items():
            if guid not in entries and (oldest is None or entry.published >= oldest):
                yield _feed_effect(language, feed, "gone", entry)


def _feed_effect(language: str, feed: str, kind: str, entry: FeedItem) -> FeedEffect:
    return FeedEffect(language, feed, kind, entry.title, entry.summary)


def _entries(content: SiteContent, options: BuildOptions) -> Iterator[tuple[str, str, dict[str, FeedItem]]]:
    for edition in content.editions:
        context = feed_context(edition, content, options)
        composer = FeedComposer(context)
        for channel in (
            main_channel(edition, options.urls, context.releases),
            corrections_channel(edition, options.urls),
        ):
            about = composer.about_guid(channel)
            entries = composer.compose_feed(channel).entries
            told = {entry.guid: entry for entry in entries if entry.guid != about}
            yield edition.language.code, channel.name, told
