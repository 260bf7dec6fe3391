"""What every page tells machines: all that Google's guides and schema.org require of each thing.

https://developers.google.com/search/docs/appearance/structured-data/search-gallery, kind by kind.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from tests.site.conftest import SITE_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Page, Site

WRITTEN = {"headline", "description", "url", "datePublished", "dateModified", "author", "publisher", "image"}
REQUIRED = {
    "NewsArticle": WRITTEN,
    "Article": WRITTEN,
    "WebPage": {"name", "description", "url", "publisher"},
    "WebSite": {"name", "url", "publisher", "about"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution", "variableMeasured"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "PropertyValue": {"name", "propertyID", "value"},
    "CreativeWork": {"name"},
    "Organization": {"name"},
    "AdministrativeArea": {"name"},
    "Service": {"name", "areaServed", "availableChannel"},
    "ServiceChannel": {"servicePhone"},
    "ContactPoint": {"telephone", "contactType"},
}
KINDS = {
    "": "WebSite",
    "news/2022-12-27-russia-59-million/": "NewsArticle",
    "summaries/2022/": "Article",
    "faq/calling/": "FAQPage",
    "figures/belgorod-2026/": "Dataset",
    "about/": "WebPage",
    "regions/yakutia/": "AdministrativeArea",
}
MONTH = re.compile(r"\d{4}(?:-\d{2})?")
DESCRIPTION_OF_DATA = range(50, 5001)
"""Characters that Google's guide to data sets wants."""


def things(tree: object) -> Iterator[dict[str, Any]]:
    """Everything of a kind that is told, however deep it lies."""
    if isinstance(tree, dict):
        if "@type" in tree:
            yield tree
        tree = list(tree.values())
    for part in tree if isinstance(tree, list) else ():
        yield from things(part)


def told(page: Page) -> list[dict[str, Any]]:
    scripts = page.tree.xpath("//script[@type='application/ld+json']/text()")
    trees = [json.loads(script) for script in scripts]
    assert all(tree["@context"] == "https://schema.org" for tree in trees)
    return list(things(trees))


def test_each_kind_of_page_says_what_it_is(site: Site) -> None:
    for language in ("ru", "en"):
        for path, kind in KINDS.items():
            assert kind in {thing["@type"] for thing in told(site.pages[f"/{language}/{path}"])}


def test_everything_told_has_all_that_its_kind_requires(site: Site) -> None:
    for page in site.pages.values():
        for thing in told(page):
            missing = {
                name for name in REQUIRED[thing["@type"]] if not thing.get(name, "") and thing.get(name) != 0
            }
            assert missing == set(), (page.url, thing["@type"])


def test_addresses_are_absolute_and_those_of_this_site_exist(site: Site) -> None:
    for page in site.pages.values():
        for thing in told(page):
            for name in ("url", "item", "contentUrl", "logo", "mainEntityOfPage"):
                address = thing.get(name, f"{SITE_URL}/")
                assert address.startswith(("https://", "http://")), (page.url, name)
                if address.startswith(SITE_URL):
                    assert site.file(address.removeprefix(SITE_URL).partition("#")[0]).is_file(), page.url


def test_dates_are_written_as_iso_8601_has_them(site: Site) -> None:
    for page in site.pages.values():
        for thing in told(page):
            for name in ("datePublished", "dateModified"):
                date = thing.get(name, "2022-12-30")
                assert MONTH.fullmatch(date) or dt.datetime.fromisoformat(date).year > 2019, page.url


def test_the_way_to_a_page_is_counted_from_one(site: Site) -> None:
    for page in site.pages.values():
        for way in (thing for thing in told(page) if thing["@type"] == "BreadcrumbList"):
            positions = [step["position"] for step in way["itemListElement"]]
            assert positions == list(range(1, len(positions) + 1))
            assert len(positions) > 1, page.url


def test_a_set_of_figures_is_described_at_the_length_that_is_asked_for(site: Site) -> None:
    sets = [(page.url, thing) for page in site.pages.values() for thing in told(page)]
    for url, thing in sets:
        if thing["@type"] == "Dataset":
            assert len(thing["description"]) in DESCRIPTION_OF_DATA, url
