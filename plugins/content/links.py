"""Links inside the site: from a path in the content folder, as typed, to an existing URL.

The URL is in the same language if the bundle exists in it. A public file is named by its path from the root.
"""

from __future__ import annotations

import posixpath
import re
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from msgspec import Struct, field

from plugins.content.public_files import SUFFIXES
from plugins.diagnostics.problem import Problem, problem
from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from plugins.figures.model import FigureSet
    from plugins.model.bundle import Bundle
    from plugins.model.urls import SiteUrls

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
HOST_LIKE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?=[/?#]|$)")
"""At the beginning of a target: an address whose scheme is missing."""
MAX_SUGGESTIONS = 100
"""Dead names for which near ones are looked for: a folder renamed by mistake brings thousands."""
NO_SUGGESTION = "—"
QUERY_SIGNS = "/?:@!$&'()*+,;=-._~%"
"""What a query may have as it is (RFC 3986); everything else is percent-encoded."""


class LinkResolver(Struct, frozen=True, dict=True):
    """All link targets; `listings` are paths of pages in every language: `news`, `topics/health`.

    `public` are the paths of files that are copied as they are, `files` of those that the site makes, and
    `edition_files` the same below every language; `off` are the sections that are switched off. `site_url`
    is the site's address, by which texts may name its pages too; `merged` are the names of items that are
    part of others, with the names of those; `moved` are former folders of items, with their present names.
    """

    urls: SiteUrls
    bundles: Mapping[str, Bundle]
    listings: frozenset[str]
    languages: tuple[str, ...]
    hidden: frozenset[str] = field(default_factory=frozenset)
    public: frozenset[str] = field(default_factory=frozenset)
    off: frozenset[str] = field(default_factory=frozenset)
    files: frozenset[str] = field(default_factory=frozenset)
    edition_files: frozenset[str] = field(default_factory=frozenset)
    site_url: str = ""
    suggestions: dict[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, target: str, bundle: str, language: str) -> str | tuple[str, str]:
        """The URL of a typed target, or the problem's code and the nearest names; a query stays as typed."""
        address, hash_sign, fragment = target.partition("#")
        path, mark, query = address.partition("?")
        typed, anchor = normalize("NFC", unquote(path)), normalize("NFC", unquote(fragment))
        if typed.startswith("/") and typed[1:] in self.public | self.files:
            return self.urls.url(typed[1:] + mark + query + hash_sign + quote(anchor, safe="=&,"))
        language, name = self._named(typed, bundle, language)
        found = self._resolve_name(name, anchor, language)
        if isinstance(found, tuple):
            return _dead(typed, found[1]) if found[0] == "link-dead" else found
        if not query:
            return found
        page, hash_sign, anchor = found.partition("#")
        return f"{page}?{quote(query, safe=QUERY_SIGNS)}{hash_sign}{anchor}"

    def _resolve_name(self, name: str, anchor: str, language: str) -> str | tuple[str, str]:
        name, anchor = self._present(name, anchor)
        if name in self.merged:
            name, anchor = self.merged[name], ""
        if (section := name.partition("/")[0]) in self.off:
            return "link-section-off", section
        if name in self.bundles:
            return self._in_bundle(self.bundles[name], anchor, language)
        if name in self.listings:
            return self._in_listing(name, anchor, language)
        if name in self.edition_files:
            return self.urls.url(f"{language}/{name}")
        if name in self.hidden:
            return "link-hidden", name
        return "link-dead", self._nearest(name)

    def _present(self, name: str, anchor: str) -> tuple[str, str]:
        """The name and the anchor now of what may have moved; a question was an anchor of its topic."""
        asked_for = f"{name}/{anchor}"
        if asked_for in self.moved and asked_for not in self.bundles:
            return self.moved[asked_for], ""
        return (name if name in self.bundles else self.moved.get(name, name)), anchor

    def own_path(self, target: str) -> str:
        """The path of an address of this site with its host, from a slash on; empty for any other."""
        try:
            own, address = urlsplit(self.site_url), urlsplit(target)
        except ValueError:
            return ""
        is_web = address.scheme.lower() in {"http", "https"}
        if not (own.hostname and is_web and _bare_host(address.hostname) == _bare_host(own.hostname)):
            return ""
        base = own.path.rstrip("/")
        if base and not f"{address.path}/".startswith(f"{base}/"):
            return ""
        return urlunsplit(("", "", address.path[len(base) :] or "/", address.query, address.fragment))

    def _named(self, typed: str, bundle: str, language: str) -> tuple[str, str]:
        path = typed.lstrip("/") if typed.startswith("/") else posixpath.join(bundle, typed)
        path = posixpath.normpath(path).removesuffix("index.html").strip("/")
        path = "" if path == "." else path
        first, _, rest = path.partition("/")
        if typed.startswith("/") and first in self.languages:
            language, path = first, rest
        folder, _, name = path.rpartition("/")
        if name.removesuffix(".md") in self.languages and name.endswith(".md"):
            language, path = name.removesuffix(".md"), folder
        return language, path

    def _in_bundle(self, found: Bundle, anchor: str, language: str) -> str | tuple[str, str]:
        code = language if language in found.documents else next(iter(found.documents))
        address = self.urls.item(code, found.section, found.name)
        if not anchor:
            return address
        anchors = [heading.id for heading in found.documents[code].headings]
        if anchor not in anchors:
            near = get_close_matches(anchor, anchors, 3, 0.3) or anchors[:5]
            return "anchor-dead", ", ".join(near) or NO_SUGGESTION
        return f"{address.partition('#')[0]}#{anchor}"

    def _in_listing(self, name: str, anchor: str, language: str) -> str | tuple[str, str]:
        address = self.urls.listing(language, name)
        if not anchor:
            return address
        asked_for = f"{name}/{anchor}"
        question = self.bundles.get(self.merged.get(asked_for, asked_for))
        if question and (question.section is Section.FAQ or asked_for in self.merged):
            return self._in_bundle(question, "", language)
        asked = f"{name}/"
        return "anchor-dead", self._suggest(asked + anchor, lambda: self._near_questions(asked, anchor))

    def _near_questions(self, folder: str, question: str) -> Iterable[str]:
        """Questions of a topic with similar names."""
        names = [name.rpartition("/")[2] for name in self.bundles if name.startswith(folder)]
        return get_close_matches(question, names, 3, 0.3)

    def _nearest(self, name: str) -> str:
        return self._suggest(name, lambda: map(self._typed, get_close_matches(name, self._names(), 2, 0.6)))

    def _names(self) -> Iterable[str]:
        return [*self.bundles, *self.listings, *self.public, *self.files, *self.edition_files]

    def _typed(self, name: str) -> str:
        is_file = name in self.public or name in self.files or name in self.edition_files
        return f"/{name}" if is_file else f"/{name}/"

    def _suggest(self, name: str, near: Callable[[], Iterable[str]]) -> str:
        """The nearest names of an unknown target; comparing with every name is slow, so limited in number."""
        if name not in self.suggestions and len(self.suggestions) < MAX_SUGGESTIONS:
            self.suggestions[name] = ", ".join(near()) or NO_SUGGESTION
        return self.suggestions.get(name, NO_SUGGESTION)


def _dead(typed: str, nearest: str) -> tuple[str, str]:
    """The code of a target that leads nowhere, by what it looks like, and the nearest ones of its kind."""
    if PurePosixPath(typed).suffix.lower() in SUFFIXES:
        files = [name for name in nearest.split(", ") if not name.endswith("/")]
        return "link-file", ", ".join(files) or NO_SUGGESTION
    return "link-host" if HOST_LIKE.match(typed) else "link-dead", nearest


def resolve_links(bundle: Bundle, language: str, directory: LinkResolver) -> tuple[list[str], list[Problem]]:
    """The URL of every link of a document, in order, and the problems found."""
    document = bundle.documents[language]
    found: list[str] = []
    problems: list[Problem] = []
    for link in document.links:
        inside = directory.own_path(link.target) if is_external(link.target) else link.target
        result = directory.resolve(inside, bundle.name, language) if inside else link.target
        if isinstance(result, str):
            found.append(result)
        else:
            code, nearest = result
            found.append("")
            problems.append(problem(document.path, link.line, code, target=link.target, nearest=nearest))
    return found, problems


def is_external(target: str) -> bool:
    """Whether a link leaves the site; allowed schemes were checked when the text was parsed."""
    return target.startswith("//") or bool(SCHEME.match(target))


STATIC_LISTINGS = frozenset(
    {"", "news", "faq", "summaries", "topics", "figures", "corrections", "feeds", "search"}
)


def listing_paths(
    bundles: Iterable[Bundle],
    sets: Mapping[str, FigureSet],
    regions: Collection[str] = (),
    off: Collection[str] = (),
) -> frozenset[str]:
    """Paths such as `news`, `topics/health`, `faq/calling`, `figures/russia-2022`; none in sections `off`."""
    topics = {
        f"faq/{slug}" if bundle.section is Section.FAQ else f"topics/{slug}"
        for bundle in bundles
        for slug in bundle.topics[: 1 if bundle.section is Section.FAQ else None]
    }
    years = {f"press/{card.year}" for each in sets.values() for card in each.cards}
    kits = {"press", *years, *(f"figures/{name}/press" for name in sets)} if sets else set()
    places = {"regions", *(f"regions/{name}" for name in regions)} if regions else set()
    paths = STATIC_LISTINGS | topics | {f"figures/{name}" for name in sets} | kits | places
    return frozenset(path for path in paths if path.partition("/")[0] not in off)


FEED_FILES = ("rss.xml", "atom.xml")
SET_FILES = ("data.csv", "data.json")


def site_files(listings: Iterable[str], off: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The files that the site makes beside its pages: at the root, and below every language."""
    sets = (name for name in listings if name.startswith("figures/") and name.count("/") == 1)
    data = {f"{name}/{file}" for name in sets for file in SET_FILES}
    root = frozenset({"sitemap.xml", "robots.txt", *data})
    if "feeds" in off:
        return root, frozenset()
    with_feeds = {"", "feeds/corrections", *(name for name in listings if name.startswith("topics/"))}
    feeds = {f"{name}/{file}".lstrip("/") for name in with_feeds for file in FEED_FILES}
    return root, frozenset({"feed.json", *feeds})


def _bare_host(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")
