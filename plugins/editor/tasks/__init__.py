"""The commands of editors and publishers as invoke's tasks; here is what their options have in common."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
LANG = "the language of messages, ru or en"
CONTENT = {"content": "the folder that holds news, faq and summaries", "lang": LANG}
NOW = {"now": "as of when, ISO 8601"}


def folder_of(typed: str, default: str) -> Path:
    """The folder of an option; `default` is one of the project's."""
    from plugins.site.run import absolute_path

    return Path(absolute_path(typed) or ROOT / default)
