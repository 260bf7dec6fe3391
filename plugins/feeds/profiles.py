"""What services that show news in their own form ask of items, and which items lack it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import Problem, advice
from plugins.feeds.aggregators import DZEN_PICTURE_TYPES, MIN_PICTURE_WIDTH, MIN_TEXT_LENGTH
from plugins.feeds.channels import DZEN_MIN_ITEMS, FEED_SIZE
from plugins.feeds.compose import compose_item
from plugins.feeds.sanitize import plain_text
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.feeds.feed import FeedContext, FeedItem
    from plugins.feeds.releases import ReleasedItem
    from plugins.model.edition import Picture


class Profile(Struct, frozen=True, kw_only=True):
    """The requirements of a service: pictures in pixels, titles and texts in characters; 0 for none.

    `items` is the number that a feed needs to be taken in at all. `types` are media types of pictures.
    """

    name: str
    width: int = 0
    height: int = 0
    types: frozenset[str] = frozenset()
    min_title: int = 0
    max_title: int = 0
    text: int = 0
    items: int = 0


DZEN_PROFILE = Profile(
    name="Dzen", width=MIN_PICTURE_WIDTH, types=DZEN_PICTURE_TYPES, text=MIN_TEXT_LENGTH, items=DZEN_MIN_ITEMS
)
# developers.google.com/search/docs/appearance/google-discover: 1,200 px, with max-image-preview:large.
GOOGLE_PROFILE = Profile(name="Google News, Discover", width=1200)
PROFILES = (
    # support.microsoft.com, “MSN feed item metadata requirements”; helpcenter.microsoftstart.com.
    Profile(name="MSN", width=720, min_title=20, max_title=150),
    # about.flipboard.com/rss-spec
    Profile(name="Flipboard", width=400, height=400, items=FEED_SIZE),
    # ogp.me pictures of half the usual size; smaller ones are shown as a small square.
    Profile(name="Telegram, VK", width=600, height=315),
)


def check_profiles(contexts: Iterable[FeedContext], site_file: str, *, first: bool) -> Iterator[Problem]:
    """Advice on the items in the main feeds that a service would not take, or not show well.

    `first`: also whether there are items enough for services that have not taken in the feed yet. `site_file`
    is the configuration, in messages.
    """
    for context in contexts:
        listed = [each for each in context.releases if each.item.status is Status.PUBLISHED][:FEED_SIZE]
        for profile in _profiles_of(context):
            accepted = 0
            for release in listed:
                problems = list(_check_item(release, profile, context))
                accepted += not problems
                yield from problems
            if first and accepted < profile.items:
                values = {"profile": profile.name, "language": context.language}
                counts = {"count": accepted, "least": profile.items}
                yield advice(site_file, 1, "profile-items", **values, **counts)


def _profiles_of(context: FeedContext) -> Iterator[Profile]:
    if context.language in context.settings.dzen:
        yield DZEN_PROFILE
    if context.language in context.settings.news_sitemap:
        yield GOOGLE_PROFILE
    yield from PROFILES


def _check_item(release: ReleasedItem, profile: Profile, context: FeedContext) -> Iterator[Problem]:
    path, entry = release.item.path, compose_item(release, context)
    if code := _picture_fault(entry.picture or context.edition.card, profile):
        needed = {"width": profile.width, "height": profile.height or "…"}
        yield advice(path, 1, code, profile=profile.name, **needed)
    yield from _check_text(path, entry, profile)


def _picture_fault(picture: Picture | None, profile: Profile) -> str:
    if picture is None:
        return "profile-no-picture"
    small = picture.width < profile.width or picture.height < profile.height
    if small or (profile.types and picture.type not in profile.types):
        return "profile-picture"
    return ""


def _check_text(path: str, entry: FeedItem, profile: Profile) -> Iterator[Problem]:
    length = len(entry.title)
    if length < profile.min_title or (profile.max_title and length > profile.max_title):
        limits = {"least": profile.min_title, "most": profile.max_title}
        yield advice(path, 1, "profile-title", profile=profile.name, length=length, **limits)
    words = len(plain_text(entry.html))
    if words < profile.text:
        yield advice(path, 1, "profile-text", profile=profile.name, length=words, least=profile.text)
