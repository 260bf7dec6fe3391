"""The listings that exist in every language, by the path an editor links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.model.bundle import Bundle

STATIC_LISTINGS = frozenset(
    {"", "news", "faq", "summaries", "topics", "figures", "corrections", "feeds", "search"}
)


def listing_paths(bundles: Iterable[Bundle], sets: Iterable[str]) -> frozenset[str]:
    """Paths such as `news`, `topics/health`, `faq/calling` and, for sets, `figures/russia-2022`."""
    topics = {
        f"faq/{slug}" if bundle.section is Section.FAQ else f"topics/{slug}"
        for bundle in bundles
        for slug in bundle.topics[: 1 if bundle.section is Section.FAQ else None]
    }
    return STATIC_LISTINGS | topics | {f"figures/{name}" for name in sets}
