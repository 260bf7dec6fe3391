"""Addresses: where everything on the site is found, and which output file that is."""

from __future__ import annotations

from functools import cached_property, lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

from plugins.model.content_path import Section

INDEX = "index.html"


class SiteUrls(Struct, frozen=True, dict=True):
    """The addresses of a site at `site_url` (no slash at its end), which may lie in a folder of its host."""

    site_url: str

    @cached_property
    def base_path(self) -> str:
        """The path every address of the site begins with: empty, or `/folder`."""
        return urlsplit(self.site_url).path.rstrip("/")

    @cached_property
    def origin(self) -> str:
        """Scheme and host."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    def url(self, path: str) -> str:
        """The address of a path under the site, such as `ru/news/`."""
        return f"{self.base_path}/{path}"

    def absolute(self, url: str) -> str:
        """An address with scheme and host, as feeds, `canonical` and `hreflang` need it."""
        return self.origin + _quoted(url)

    def output_path(self, url: str) -> str:
        """The output file of an address: a folder's is its `index.html`."""
        path = url.removeprefix(f"{self.base_path}/").partition("#")[0]
        return f"{path}{INDEX}" if not path or path.endswith("/") else path

    def front(self, language: str) -> str:
        """`/ru/`."""
        return self.listing(language, "")

    def item(self, language: str, section: Section, bundle: str) -> str:
        """An item's address; a question's is its anchor on its topic's page."""
        if section is Section.FAQ:
            folder, _, question = bundle.rpartition("/")
            return self.url(f"{language}/{folder}/#{question}")
        return self.url(f"{language}/{bundle}/")

    def listing(self, language: str, name: str, number: int = 1) -> str:
        """`/ru/news/`, and `/ru/news/page/2/`; without a name the front page."""
        folder = f"{name}/" if name else ""
        page = f"page/{number}/" if number > 1 else ""
        return self.url(f"{language}/{folder}{page}")

    def topic(self, language: str, slug: str, number: int = 1) -> str:
        """`/ru/topics/health/`."""
        return self.listing(language, f"topics/{slug}", number)


@lru_cache(maxsize=1024)
def _quoted(url: str) -> str:
    """An address in letters that may stand in one; a page says its own several times."""
    return quote(url, safe="/#?=&%:")
