"""The commands of editors and publishers as invoke's tasks; here is what their options have in common."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
LANG = "the language of messages, ru or en"
CONTENT = {"content": "the folder that holds news, faq and summaries", "lang": LANG}
NOW = {"now": "as of when, ISO 8601"}
