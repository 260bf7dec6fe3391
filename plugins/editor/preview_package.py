"""Pages of a preview that can be sent: a folder, or a ZIP, that opens from the disk without a server."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import html
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lxml.html import HtmlElement

    from plugins.editor.report import UiText
    from plugins.model.bundle import Bundle
    from plugins.model.urls import SiteUrls

INDEX = "index.html"
PRINT_SHEET = re.compile(r"(?:^|/)print\.")
LINKS = ("href", "src", "poster", "action")
SOURCE_SETS = ("srcset", "imagesrcset")
CSS_URL = re.compile(r"""url\((["']?)([^"')]+)\1\)""")
DROPPED = (
    "//script | //meta[@property or @http-equiv or contains(@name, 'twitter')] | //link[@rel='canonical'"
)
DROPPED += " or @rel='alternate' or @rel='manifest' or @rel='preload' or contains(@rel, 'icon')]"
"""What needs a server, or speaks to search engines and other sites."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment of every file in an archive: the same pages give the same bytes."""
HERE = "https://preview.invalid"


class PackagedPage(Struct, frozen=True):
    """A page to send: its file in the output, its language, and the anchor that is meant on it."""

    file: str
    language: str
    anchor: str = ""


class PreviewPackage(Struct, frozen=True, dict=True):
    """What is sent: pages of an output that was built for `site_url`; all else leads to `public_url`."""

    output: Path
    pages: Sequence[PackagedPage]
    site_url: str
    public_url: str
    texts: UiText
    note: str = ""

    def files(self) -> Mapping[str, bytes]:
        """Every file by its path in the package; raises `OSError` for a page that is not built."""
        documents = {page.file: self._parse(page.file) for page in self.pages}
        found: dict[str, bytes] = {}
        titles = {file: document.findtext(".//title") or file for file, document in documents.items()}
        for file, document in documents.items():
            for asset in self._rewrite(document, file):
                self._add_asset(asset, found)
            found[file] = b"<!doctype html>\n" + html.tostring(document, encoding="utf-8")
        found[INDEX] = self._contents(titles, [path for path in found if path.endswith(".css")])
        return dict(sorted(found.items()))

    def _parse(self, file: str) -> HtmlElement:
        parser = html.HTMLParser(encoding="utf-8")
        page = (self.output / file).read_bytes()
        # Links for sharing name the page's address in their query.
        for own, public in (
            (self.site_url, self.public_url),
            (_quoted(self.site_url), _quoted(self.public_url)),
        ):
            page = page.replace(own.encode(), public.encode())
        return html.document_fromstring(page, parser=parser)

    def _rewrite(self, document: HtmlElement, file: str) -> Iterator[str]:
        """Make a page work from the disk; yields the files that it shows."""
        for element in document.xpath(DROPPED):
            element.drop_tree()
        for element in document.iter("*"):
            for name in LINKS:
                if link := element.get(name):
                    kept, asset = self._link(link, file)
                    # What a page loads comes with it, or not at all: it asks no server for anything.
                    is_loaded = element.tag not in {"a", "area", "form"}
                    element.set(name, kept if asset or not is_loaded else "#")
                    yield from asset
            for name in SOURCE_SETS:
                if sources := element.get(name):
                    candidates = [each.strip().split(" ", 1) for each in sources.split(",")]
                    for candidate in candidates:
                        kept, asset = self._link(candidate[0], file)
                        candidate[0] = kept if asset else "#"
                        yield from asset
                    element.set(name, ", ".join(" ".join(each) for each in candidates))
        for body in document.iter("body"):
            body.insert(0, self._strip(file))
        for head in document.iter("head"):
            head.append(html.Element("meta", {"name": "robots", "content": "noindex"}))

    def _link(self, link: str, file: str) -> tuple[str, tuple[str, ...]]:
        """What a link becomes in the package, and the file of the output to take along, if it needs one."""
        here = f"{HERE}/{file.removesuffix(INDEX)}"
        absolute = urljoin(here, self._without_site(link))
        if link.startswith("#") or not absolute.startswith(f"{HERE}/"):
            return link, ()
        parts = urlsplit(absolute)
        path = unquote(parts.path).removeprefix("/")
        target = f"{path}{INDEX}" if not path or path.endswith("/") else path
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if any(page.file == target for page in self.pages):
            return f"{_relative(target, file)}{fragment}", ()
        if not target.endswith(".html") and self._is_file(target):
            return f"{_relative(target, file)}{fragment}", (target,)
        return f"{self.public_url}{absolute.removeprefix(HERE)}", ()

    def _without_site(self, link: str) -> str:
        """A link of the site as one at its root."""
        base = urlsplit(self.site_url).path.rstrip("/")
        if link.startswith(f"{self.public_url}/"):
            return f"{HERE}{link.removeprefix(self.public_url)}"
        return link.removeprefix(base) if base and link.startswith(f"{base}/") else link

    def _is_file(self, path: str) -> bool:
        file = (self.output / path).resolve()
        return file.is_relative_to(self.output.resolve()) and file.is_file()

    def _add_asset(self, path: str, found: dict[str, bytes]) -> None:
        """Add a file, and what a style sheet refers to."""
        if path in found:
            return
        found[path] = (self.output / path).read_bytes()
        if path.endswith(".css"):
            for _, url in CSS_URL.findall(found[path].decode(errors="replace")):
                named = posixpath.normpath(posixpath.join(posixpath.dirname(path), url))
                if ":" not in url and self._is_file(named):
                    self._add_asset(named, found)

    def _strip(self, file: str) -> HtmlElement:
        """The line over a page that says what it is."""
        strip = html.Element("aside", {"class": "strip", "lang": self.texts.language.code})
        line = html.Element("p")
        line.text = f"{self.texts.text('package-strip')} "
        link = html.Element("a", {"href": _relative(INDEX, file)})
        link.text = self.texts.text("package-contents")
        line.append(link)
        strip.append(line)
        return strip

    def _contents(self, titles: Mapping[str, str], styles: Sequence[str]) -> bytes:
        """The page that lists the pages."""
        links = "".join(map(_style_link, styles))
        rows = "".join(
            f'<li lang="{escape(page.language)}"><a href="{quote(page.file)}{page.anchor}">'
            f"{escape(titles[page.file])}</a></li>\n"
            for page in self.pages
        )
        note = f"<p>{escape(self.note)}</p>\n" if self.note else ""
        heading, text = (escape(self.texts.text(f"package-{key}")) for key in ("heading", "text"))
        return (
            f'<!doctype html>\n<html lang="{self.texts.language.code}"><head><meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">\n'
            f"{links}<title>{heading}</title></head>\n"
            f'<body><main class="main"><h1>{heading}</h1>\n<p>{text}</p>\n'
            f"{note}<ul>\n{rows}</ul></main></body></html>\n"
        ).encode()


def _style_link(path: str) -> str:
    """The link to a style sheet, which for paper is not shown on screens."""
    media = ' media="print"' if PRINT_SHEET.search(path) else ""
    return f'<link rel="stylesheet" href="{quote(path)}"{media}>\n'


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files into a folder; raises `OSError`."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def zip_files(files: Mapping[str, bytes], folder: str) -> bytes:
    """A ZIP archive with the files in a folder; the same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{path}", EPOCH)
            entry.external_attr = 0o644 << 16
            writer.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _quoted(url: str) -> str:
    """An address as it stands in the query of another."""
    return quote(url, safe="/")


def _relative(target: str, file: str) -> str:
    """The link from one file of the package to another."""
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."))


def packaged_pages(bundle: Bundle, urls: SiteUrls) -> tuple[PackagedPage, ...]:
    """The pages of an item in all its languages; a question's is its topic's."""
    items = {code: urls.item(code, bundle.section, bundle.name) for code in bundle.documents}
    return tuple(
        PackagedPage(urls.output_path(url), code, "".join(url.partition("#")[1:]))
        for code, url in items.items()
    )
