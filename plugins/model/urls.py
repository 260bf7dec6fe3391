"""URLs of the site, and the output file of each."""

from __future__ import annotations

from functools import cached_property, lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

from plugins.model.content_path import Section

INDEX = "index.html"


class SiteUrls(Struct, frozen=True, dict=True):
    """The URLs of a site at `site_url` (without trailing slash), which may be a folder of its host."""

    site_url: str

    @cached_property
    def base_path(self) -> str:
        """The path that every URL begins with: empty, or `/folder`."""
        return urlsplit(self.site_url).path.rstrip("/")

    @cached_property
    def origin(self) -> str:
        """Scheme and host."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    def url(self, path: str) -> str:
        """The URL path of a path in the site, such as `ru/news/`."""
        return f"{self.base_path}/{path}"

    def absolute(self, url: str) -> str:
        """The URL with scheme and host, for feeds, `canonical` and `hreflang`."""
        return self.origin + _quoted(url)

    def output_path(self, url: str) -> str:
        """The output file of a URL; a folder's is its `index.html`."""
        path = url.removeprefix(f"{self.base_path}/").partition("#")[0]
        return f"{path}{INDEX}" if not path or path.endswith("/") else path

    def front(self, language: str) -> str:
        """`/ru/`."""
        return self.listing(language, "")

    def item(self, language: str, section: Section, bundle: str) -> str:
        """An item's URL; a question's is its anchor on its topic's page."""
        if section is Section.FAQ:
            folder, _, question = bundle.rpartition("/")
            return self.url(f"{language}/{folder}/#{question}")
        return self.url(f"{language}/{bundle}/")

    def listing(self, language: str, name: str, number: int = 1) -> str:
        """`/ru/news/`, `/ru/news/page/2/`; without a name, the front page."""
        folder = f"{name}/" if name else ""
        page = f"page/{number}/" if number > 1 else ""
        return self.url(f"{language}/{folder}{page}")

    def topic(self, language: str, slug: str, number: int = 1) -> str:
        """`/ru/topics/health/`."""
        return self.listing(language, f"topics/{slug}", number)


@lru_cache(maxsize=1024)
def _quoted(url: str) -> str:
    """The URL percent-encoded; cached because a page states its own several times."""
    return quote(url, safe="/#?=&%:")
