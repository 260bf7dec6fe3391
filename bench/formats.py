"""The corpus in each generator's own files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.corpus import CATEGORIES, LANGUAGES, TOPICS, Text, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Format = Callable[[Text], tuple[str, str]]


SITE = """\
name: {ru: Горячая линия, en: Hotline}
tagline: {ru: Новости и ответы, en: News and answers}
description: {ru: Новости и ответы горячей линии., en: News and answers of the hotline.}
contacts: [{kind: call, show: "122"}]
languages: [ru, en]
timezone: Asia/Yakutsk
url: https://122.example
feeds: {authority: "122.example,2022", dzen: [ru], news_sitemap: [ru, en]}
"""


def write_corpus(folder: Path, articles: int, form: Format) -> None:
    """All texts as the files of one generator."""
    for text in texts(articles):
        path, content = form(text)
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    if form is ours:
        (folder / "topics.yaml").write_text(_topics(), encoding="utf-8")
        (folder / "site.yaml").write_text(SITE, encoding="utf-8")


def ours(text: Text) -> tuple[str, str]:
    """`news/<bundle>/ru.md`; the first language's file carries what both share."""
    folders = {"news": "news", "summary": "summaries", "faq": f"faq/{text.topics and text.topics[0]}"}
    head = [f"title: {json.dumps(text.title, ensure_ascii=False)}"]
    if text.summary:
        head.append(f"summary: {json.dumps(text.summary, ensure_ascii=False)}")
    if text.language == LANGUAGES[0] and text.kind == "news":
        head += [f'time: "{text.date:%H:%M}"', f"topics: [{', '.join(text.topics)}]"]
    elif text.language == LANGUAGES[0]:
        head.append(f"date: {text.date.date()}")
    return f"{folders[text.kind]}/{text.slug}/{text.language}.md", _with_yaml(head, text)


def hugo(text: Text) -> tuple[str, str]:
    """`<language>/news/<slug>.md`."""
    head = [f"title: {json.dumps(text.title, ensure_ascii=False)}", f"date: {text.date.isoformat()}"]
    if text.kind == "news":
        category, *tags = text.topics
        head += [f"categories: [{category}]", f"tags: [{', '.join(tags)}]"]
        head.append(f"summary: {json.dumps(text.summary, ensure_ascii=False)}")
    return f"{text.language}/{_folder(text)}/{_slug(text)}.md", _with_yaml(
        [*head, f"slug: {_slug(text)}"], text
    )


def pelican(text: Text) -> tuple[str, str]:
    """`news/<language>/<slug>.md` with Pelican's own head."""
    head = [f"Title: {text.title}", f"Date: {text.date:%Y-%m-%d %H:%M}", f"Slug: {_slug(text)}"]
    head.append(f"Lang: {text.language}")
    if text.kind == "news":
        category, *tags = (TOPICS[topic][text.language] for topic in text.topics)
        head += [f"Category: {category}", f"Tags: {', '.join(tags)}", f"Summary: {text.summary}"]
    return f"{_folder(text)}/{text.language}/{_slug(text)}.md", "\n".join(head) + f"\n\n{text.body}"


def _folder(text: Text) -> str:
    return "news" if text.kind == "news" else "pages"


def _slug(text: Text) -> str:
    return text.slug if text.kind == "news" else f"{text.kind}-{text.slug}"


def _with_yaml(head: list[str], text: Text) -> str:
    return "\n".join(["---", *head, "---", "", text.body])


def _topics() -> str:
    lines = []
    for slug in (*CATEGORIES, *(name for name in TOPICS if name not in CATEGORIES)):
        names = ", ".join(
            f"{code}: {json.dumps(TOPICS[slug][code], ensure_ascii=False)}" for code in LANGUAGES
        )
        lines.append(f"{slug}: {{{names}}}\n")
    return "".join(lines)
