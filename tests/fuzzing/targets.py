"""What is fuzzed: each target takes any bytes and fails only when a promise is broken.

reader       a Markdown file: never an exception; without problems nothing active, no forged marks
yaml         what editors write in YAML: a tree or one problem
topics       `topics.yaml`
figures      a file of figures, its cards as HTML, CSV, JSON
feeds        an item with any words: well-formed feeds
links        any target of a link: an address or a known problem
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from plugins.content.edition_builder import read_topics
from plugins.content.links import LinkResolver
from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_tree import parse_yaml
from plugins.figures.card_html import CardLinks, render_card
from plugins.figures.open_data import render_csv, render_json
from plugins.figures.set_reader import read_figures
from plugins.i18n.phrases import Phrases
from plugins.markdown.reader import read_document
from plugins.markdown.references import PLACEHOLDER
from plugins.model.urls import SiteUrls
from tests.feeds.builders import documents, make_context, make_item
from tests.figures.samples import LANGUAGES, RULES, vocabulary
from tests.markdown.documents import BY_CODE
from tests.security.hostile import active_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def reader(content: bytes) -> None:
    """A text through the Markdown reader."""
    phrases = Phrases(vocabulary("ru").language, BY_CODE["ru"])
    document = read_document(content, "content/x/ru.md", phrases)
    check_messages(document.problems)
    found = {"link": document.links, "picture": document.pictures}
    for match in PLACEHOLDER.finditer(document.html):
        assert int(match[2]) < len(found.get(match[1], document.figures))
    html = PLACEHOLDER.sub("", document.html)
    if not document.problems:
        assert not set(html) & set(map(chr, range(0xE000, 0xE010)))
        assert not html.strip() or list(active_parts(html)) == []


def yaml(content: bytes) -> None:
    """Text through the YAML reader."""
    tree = parse_yaml(content.decode("utf-8", "replace"), "content/x.yaml")
    check_messages([tree] if isinstance(tree, Problem) else [])


def topics(content: bytes) -> None:
    """A list of topics."""
    file = scratch() / "topics.yaml"
    file.write_bytes(content)
    check_messages(read_topics(file, "content/topics.yaml", LANGUAGES)[1])


def figures(content: bytes) -> None:
    """A file of figures and all that is made of it."""
    folder = scratch() / "figures"
    folder.mkdir(exist_ok=True)
    (folder / "set.yaml").write_bytes(content)
    found, problems = read_figures(folder, "content/figures", LANGUAGES, RULES)
    check_messages(problems)
    if problems:
        return
    spoken = [vocabulary(code) for code in LANGUAGES]
    for card in found.cards.values():
        for each in spoken:
            assert list(active_parts(render_card(card, each, CardLinks(), "p"))) == []
    for one in found.sets.values():
        render_csv(one, spoken)
        json.loads(render_json(one, spoken))


def feeds(content: bytes) -> None:
    """A title, a summary and a text, parted by form feeds."""
    title, summary, html = [*content.decode("utf-8", "replace").split("\f", 2), "", ""][:3]
    for path, file in documents(make_context(make_item(1, title=title, summary=summary, html=html))).items():
        if path.endswith(".xml"):
            etree.fromstring(file)
        else:
            json.loads(file)


def links(content: bytes) -> None:
    """What an editor typed as a link's target."""
    listings = frozenset({"", "news", "faq/calling"})
    directory = LinkResolver(SiteUrls("https://122.example"), {}, listings, LANGUAGES)
    found = directory.resolve(content.decode("utf-8", "replace"), "news/2022-12-30-year", "ru")
    assert found[0] in {"link-dead", "link-hidden", "anchor-dead"} or str(found).startswith("/")


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (reader, yaml, topics, figures, feeds, links)
}


def check_messages(problems: Iterable[Problem]) -> None:
    """Every problem can be told in every language."""
    for problem in problems:
        assert problem.line >= 1
        assert problem.format("ru")
        assert problem.format("en")


@cache
def scratch() -> Path:
    """A folder for those who read files, the same for the whole run."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))
