"""Under a card on the page: notes, what was corrected, the sources and their day, what can be taken along."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.words import brief, day_told, source_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.figures.model import Card, Figure, Source
    from plugins.figures.vocabulary import Vocabulary

PICTURES = ("share", "post", "story")


class Links(NamedTuple):
    """Where a card's pictures and data lie, for `href`; `pictures` by size: share, post, story."""

    pictures: Mapping[str, str]
    page: str = ""
    csv: str = ""
    json: str = ""


def notes_html(card: Card, words: Vocabulary) -> str:
    """The card's note, what is unfinished, what was corrected."""
    notes = [note for note in (card.note.get(words.language.code, ""),) if note]
    notes += [
        words.card["unfinished_note"].format(date=brief(figure.until, words)).lstrip("* ")
        for figure in card.unfinished[:1]
        if figure.until
    ]
    lines = "".join(f'<p class="figure-card-note">{escape(words.bound(note))}</p>' for note in notes)
    return lines + "".join(correction_html(figure, words) for figure in card.own if figure.was)


def correction_html(figure: Figure, words: Vocabulary) -> str:
    """What stood here before."""
    return f'<p class="figure-card-correction">{escape(correction_told(figure, words))}</p>'


def correction_told(figure: Figure, words: Vocabulary) -> str:
    """«Исправлено: было 58 000 000, до 1 января 2023 г. …»; empty where nothing was corrected."""
    if figure.was is None:
        return ""
    return words.card["corrected_note"].format(
        was=words.language.number(figure.was.value),
        until=figure.was.until.told(words.language),
        why=figure.was.why[words.language.code],
    )


def footer_html(card: Card, words: Vocabulary, links: Links) -> str:
    """Sources, the day, and what can be taken along."""
    sources = ", ".join(source_html(source, words) for source in card.sources)
    day = f'<time datetime="{card.as_of}">{escape(day_told(card.as_of, words))}</time>'
    as_of = escape(words.page["as_of"]).replace("{date}", day)
    source = f"<p>{escape(words.page['source'])}: {sources}. {as_of}.</p>"
    return f'<figcaption class="figure-card-foot">{closed(source)}{links_html(words, links)}</figcaption>'


def closed(sentence: str) -> str:
    """One full stop at the end, also after «2022 г.»."""
    return sentence.replace(".</time>.", ".</time>")


def source_html(source: Source, words: Vocabulary) -> str:
    """The publisher, linked to the publication where its address is known, titled with its title."""
    name = escape(source_named(source, words))
    title = escape(source.title.get(words.language.code, ""))
    if not source.url:
        return f"<cite>{name}</cite>"
    return f'<cite><a href="{escape(source.url)}" title="{title}">{name}</a></cite>'


def links_html(words: Vocabulary, links: Links) -> str:
    """What can be taken along, folded up: the picture in three sizes, the data, the page they are from."""
    pictures = [(links.pictures.get(size, ""), words.page[f"{size}_picture"]) for size in PICTURES]
    tables = [(links.csv, words.page["csv"]), (links.json, words.page["json"])]
    files = "".join(link_html(href, name, " download") for href, name in (*pictures, *tables) if href)
    takes = files + (link_html(links.page, words.page["set"]) if links.page else "")
    if not takes:
        return ""
    summary = f"<summary>{escape(words.page['download'])}</summary>"
    return f'<details class="figure-card-links">{summary}<ul>{takes}</ul></details>'


def link_html(href: str, name: str, download: str = "") -> str:
    """One link of the list."""
    return f'<li><a href="{escape(href)}"{download}>{escape(name)}</a></li>'
