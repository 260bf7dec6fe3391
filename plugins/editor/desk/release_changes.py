"""What a release will change for readers, by kind, and which of its texts nobody else has seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.content.ledger_stamp import stamp_ledger
from plugins.editor.reviews import review_states, text_digest
from plugins.model.bundle import visible_bundles
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.model.bundle import Bundle
    from plugins.publish import PublishResult

Digests = dict[str, str]
PUBLISHED_TEXTS: EntryKind[Digests] = EntryKind("published-texts", Digests)
"""The digest of every item's words as they were published last from this machine, by identity."""
FEED = re.compile(r"(?:^|/)(?:rss\.xml|atom\.xml|feed\.json)$|/archive/[0-9-]+\.xml$|^alerts/|\.opml$")
CARD = re.compile(r"^(?:cards|figures)/.*\.(?:png|svg|webp|avif)$")
PAGE = "index.html"
VARIANTS = (".br", ".gz")
MAX_LISTED = 60
"""Pages that are listed; the rest is counted."""


class PageChange(Struct, frozen=True):
    """A page that readers will see changed, new or no more; the title is empty for a list of items."""

    address: str
    title: str
    state: str


class ReleaseChanges(Struct, frozen=True):
    """What differs from what readers have now; `pages` are the first ones, `page_count` has all."""

    pages: tuple[PageChange, ...]
    page_count: int
    cards: int
    feeds: tuple[str, ...]
    others: int
    held: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether readers have all of it already."""
        return not (self.page_count or self.cards or self.feeds or self.others)


class UnseenItem(Struct, frozen=True):
    """An item whose words are new or changed, and that nobody but who publishes has looked at."""

    bundle: str
    title: str
    wishes: tuple[str, ...] = ()


def release_changes(result: PublishResult, content: SiteContent) -> ReleaseChanges:
    """The changes that a dry run found, sorted by what they mean to readers."""
    titles = {
        item.url.partition("#")[0].strip("/"): item.title
        for edition in content.editions
        for item in edition.items
    }
    # A topic's page has many questions.
    titles |= {
        group.url.strip("/"): group.topic.name for edition in content.editions for group in edition.faq
    }
    states = dict.fromkeys(result.sent, "changed") | dict.fromkeys(result.removed, "removed")
    paths = [path for path in sorted(states) if not path.endswith(VARIANTS) and not _is_own(path)]
    pages = [path for path in paths if path.endswith(".html")]
    feeds = tuple(f"/{path}" for path in paths if FEED.search(path))
    cards = sum(bool(CARD.search(path)) for path in paths)
    listed = [
        PageChange(
            f"/{path.removesuffix(PAGE)}", titles.get(path.removesuffix(PAGE).strip("/"), ""), states[path]
        )
        for path in pages
    ]
    listed.sort(key=lambda page: (not page.title, page.state != "removed", page.address))
    others = len(paths) - len(pages) - len(feeds) - cards
    return ReleaseChanges(tuple(listed[:MAX_LISTED]), len(pages), cards, feeds, others, result.held_release)


def unseen_items(content: SiteContent, options: BuildOptions, publisher: str) -> tuple[UnseenItem, ...]:
    """The items that would be published alone: their words changed since, and nobody else has looked."""
    states = review_states(options.content)
    found = []
    for bundle in _changed_bundles(content, options):
        state = states.get(bundle.identity)
        if state is None or not state.is_seen(text_digest(bundle), publisher):
            wishes = tuple(f"{wish.act}" for wish in state.wishes) if state else ()
            found.append(UnseenItem(bundle.name, bundle.primary.matter.title, wishes))
    return tuple(found)


def _changed_bundles(content: SiteContent, options: BuildOptions) -> Iterable[Bundle]:
    """Visible items whose words differ from those published last from here; by the ledger before that."""
    visible = visible_bundles(content.bundles, options.now, preview=False)
    before = BuildCache.shared(options.cache).load(PUBLISHED_TEXTS, options.cache_id, b"")
    if before is not None:
        return [each for each in visible.values() if before.get(each.identity) != text_digest(each)]
    if not content.ledger.is_stamped:
        return []  # the first release of a site is nobody's single item
    changes = stamp_ledger(content, options)[1]
    names = {record.bundle for record in (*changes.new, *changes.changed)}
    return [each for each in visible.values() if each.name in names]


def remember_texts(content: SiteContent, options: BuildOptions) -> None:
    """Note the words of every item as published."""
    visible: Mapping[str, Bundle] = visible_bundles(content.bundles, options.now, preview=False)
    digests = {bundle.identity: text_digest(bundle) for bundle in visible.values()}
    BuildCache.shared(options.cache).store(PUBLISHED_TEXTS, options.cache_id, b"", digests)


def _is_own(path: str) -> bool:
    """Files that tell of the release itself, or are for servers."""
    return path == MARKER or path.startswith(".")
