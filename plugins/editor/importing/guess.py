"""Which system a source comes from, and its reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.editor.importing.feed_source import read_feed
from plugins.editor.importing.markdown_sources import (
    SUFFIXES,
    read_hugo,
    read_jekyll,
    read_pelican,
    read_plain,
)
from plugins.editor.importing.source_folder import SourceError
from plugins.editor.importing.telegram import read_telegram
from plugins.editor.importing.wordpress import read_wordpress
from plugins.editor.importing.xml_source import WORDPRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editor.importing.source_folder import SourceFolder
    from plugins.editor.importing.source_item import SourceContent

READERS: dict[str, Callable[[SourceFolder], SourceContent]] = {
    "wordpress": read_wordpress,
    "hugo": read_hugo,
    "jekyll": read_jekyll,
    "pelican": read_pelican,
    "telegram": read_telegram,
    "rss": read_feed,
    "markdown": read_plain,
}
MARKERS = {
    "telegram": ("result.json",),
    "pelican": ("pelicanconf.py",),
    "jekyll": ("_config.yml", "_config.yaml", "_posts"),
    "hugo": (
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config/_default",
        "archetypes",
    ),
}
"""What the folder of each kind has."""
SETTINGS = (
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "config.toml",
    "config.yaml",
    "_config.yml",
    "pelicanconf.py",
    "publishconf.py",
)
SITE_URL = re.compile(r"(?im)^\s*(?:baseurl|url|siteurl)\s*[:=]\s*[\"']?(https?://[^\"'\s]+)")
SITE_LANGUAGE = re.compile(
    r"(?im)^\s*(?:defaultcontentlanguage|languagecode|locale|default_lang|lang(?:uage)?)\s*[:=]\s*[\"']?([a-z]{2,3})\b"
)
HEAD_BYTES = 4096


def read_source(source: SourceFolder, kind: str) -> SourceContent:
    """The content of a source of a kind, guessed if it is empty; raises `SourceError`."""
    if kind and kind not in READERS:
        raise SourceError("import-from", kind=kind, kinds=", ".join(READERS))
    content = READERS[kind or guess_kind(source)](source)
    base = content.base_url or _setting(source, SITE_URL)
    host = re.sub(r"^https?://|[:/].*$", "", base)
    hosts = content.hosts | ({host} if host else set())
    return replace(content, base_url=base, hosts=hosts, language=_setting(source, SITE_LANGUAGE).lower())


def guess_kind(source: SourceFolder) -> str:
    """The kind of a source; raises `SourceError` if it is none that can be read."""
    if source.file:
        return _guess_file(source, source.file)
    if kind := next((kind for kind, files in MARKERS.items() if source.exists(*files)), ""):
        return kind
    texts = source.texts(*SUFFIXES)
    if not texts and (exports := source.texts(".xml")):
        return _guess_file(source, exports[0])
    if not texts:
        raise SourceError("import-unknown", path=source.shown, kinds=", ".join(READERS))
    headers = [source.read_bytes(path)[:HEAD_BYTES].lstrip().lower() for path in texts[:5]]
    return "pelican" if all(head.startswith(b"title:") for head in headers) else "markdown"


def _guess_file(source: SourceFolder, path: str) -> str:
    head = source.read_bytes(path)[:HEAD_BYTES]
    if path.lower().endswith(SUFFIXES):
        return "markdown"
    if head.lstrip().startswith(b"{"):
        return "telegram"
    if WORDPRESS.encode() in head:
        return "wordpress"
    if b"<" in head:
        return "rss"
    raise SourceError("import-unknown", path=source.shown, kinds=", ".join(READERS))


def _setting(source: SourceFolder, pattern: re.Pattern[str]) -> str:
    """What the settings of the old site's generator say, such as its address; empty if nothing."""
    for name in SETTINGS:
        if source.exists(name) and (match := pattern.search(source.read(name))):
            return match[1]
    return ""
