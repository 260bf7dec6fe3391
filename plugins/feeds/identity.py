"""Identity: what a reader's program knows an item by, for as long as the site lives."""

from __future__ import annotations

from urllib.parse import quote

from plugins.feeds.text import readable


def tag(authority: str, language: str, name: str) -> str:
    """A `tag:` address (RFC 4151) that depends on neither title, date nor address.

    Editions differ by their language, so that a program that follows both shows both.
    """
    return f"tag:{authority}:{language}/{quote(readable(name), safe='/-._~,;=@!')}"
