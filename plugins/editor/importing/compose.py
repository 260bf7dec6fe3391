"""The files of imported bundles: front matter and Markdown, checked as the build checks them."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import normalize

from bs4 import BeautifulSoup
from msgspec import Struct, field
from msgspec.structs import replace

from plugins.diagnostics.problem import Severity
from plugins.diagnostics.text_safety import remove_control_chars
from plugins.editor.importing.html_cleaning import EMBEDDED, Cleaner, words_of
from plugins.editor.importing.html_markdown import to_markdown
from plugins.editor.importing.markdown_dialects import CONFLICT
from plugins.editor.importing.pictures import BundlePictures, is_picture
from plugins.editor.importing.source_item import Note
from plugins.editor.report import load_ui_text
from plugins.markdown.reader import MAX_LINE_LENGTH, read_document
from plugins.markdown.references import ALT_FILE_NAME, PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from bs4.element import Tag

    from plugins.diagnostics.problem import Problem
    from plugins.editor.importing.links import ItemLinks
    from plugins.editor.importing.plan import PlannedBundle
    from plugins.editor.importing.source_folder import SourceFolder
    from plugins.editor.importing.source_item import SourceItem
    from plugins.i18n.phrases import Phrases
    from plugins.model.document import Document

MAX_TITLE = 250
MAX_REASONS = 20
MAX_LOST_SHOWN = 12
MAX_FIRST_WORDS = 80
NOT_LATIN = re.compile(r"\S*[^\x00-\x7f]\S*")


class ComposedDocument(Struct, frozen=True):
    """A file to write, what the reader makes of it, and notes; `reasons` make it a draft."""

    text: str
    document: Document
    notes: list[Note]
    reasons: list[Note]
    is_draft: bool


class ComposedBundle(Struct, frozen=True):
    """The documents by language, and the pictures by name."""

    planned: PlannedBundle
    documents: dict[str, ComposedDocument]
    pictures: BundlePictures


class Composer(Struct, frozen=True):
    """Composes bundles; links to `hidden` ones, which readers do not see, become plain words."""

    source: SourceFolder
    links: ItemLinks
    phrases: Mapping[str, Phrases]
    shown: str
    hidden: Collection[str] = ()
    unequal: Collection[str] = ()
    """Bundles whose languages do not state the same facts."""

    def compose(self, planned: PlannedBundle) -> ComposedBundle:
        """The files of a bundle."""
        pictures = BundlePictures(self.source)
        documents = {code: self._document(planned, code, pictures) for code in planned.items}
        return ComposedBundle(planned, documents, pictures)

    def _document(self, planned: PlannedBundle, code: str, pictures: BundlePictures) -> ComposedDocument:
        item, words = planned.items[code], self.phrases[code]
        body = _Body(item, self, pictures)
        reasons, markdown = [*item.reasons], body.markdown()
        head = _FrontMatter(self, planned, code, _title(item, body))
        path = f"{self.shown}/{planned.name}/{code}.md"
        document = read_document(head.render(reasons, markdown, item.is_draft).encode(), path, words)
        faults = _errors(document)
        reasons += [
            Note(item.name, "fault", found.message(_messages(code))) for found in faults[:MAX_REASONS]
        ]
        if lost := body.lost_words(document):
            reasons.append(Note(item.name, "words-lost", " ".join(lost[:MAX_LOST_SHOWN])))
        is_draft = item.is_draft or bool(reasons)
        for inert in _inert_forms(head, markdown) if faults or lost else ((head, markdown),):
            text = inert[0].render(reasons, inert[1], is_draft)
            document = read_document(text.encode(), path, words)
            if not _errors(document):
                break
        return ComposedDocument(text, document, body.notes, reasons, is_draft)


def _errors(document: Document) -> list[Problem]:
    return [found for found in document.problems if found.severity is Severity.ERROR]


def _inert_forms(head: _FrontMatter, markdown: str) -> Iterator[tuple[_FrontMatter, str]]:
    """A text with errors as code, in which nothing is read; then with a plain title and without hosts."""
    yield head, _as_code(markdown)
    plain = replace(head, title=" ".join(re.findall(r"\w+", head.title)) or "?")
    yield plain, _as_code(markdown)
    yield plain, _as_code(_without_hosts(markdown))


def _messages(code: str) -> str:
    return code if code in {"ru", "en"} else "en"


def _title(item: SourceItem, body: _Body) -> str:
    """The title as plain words, cut if it is too long; the first words of the text if there is none."""
    title = " ".join(_printable(BeautifulSoup(item.title, "html.parser").get_text()).split())
    if not title:
        body.note("title-missing")
        words = " ".join(body.soup.get_text(" ").split())[:MAX_TITLE]
        cut = f"{words[:MAX_FIRST_WORDS].rpartition(' ')[0]}…"
        return words if 0 < len(words) <= MAX_FIRST_WORDS else cut if words else item.name
    if len(title) <= MAX_TITLE:
        return title
    body.note("title-cut", title)
    return f"{title[:MAX_TITLE].rpartition(' ')[0] or title[:MAX_TITLE]}…"


def _as_code(markdown: str) -> str:
    """The text as it is, in a block of code: nothing of it is lost, and nothing is misread."""
    longest = max((len(run) for run in re.findall("~+", markdown)), default=0)
    fence = "~" * max(4, longest + 1)
    limit = MAX_LINE_LENGTH // 2
    lines = [
        f" {line[start : start + limit]}" if CONFLICT.match(line) else line[start : start + limit]
        for line in markdown.split("\n")
        for start in range(0, max(1, len(line)), limit)
    ]
    return "\n".join([fence, *lines, fence]) + "\n"


class _Body:
    """The text of an item on its way to Markdown."""

    def __init__(self, item: SourceItem, composer: Composer, pictures: BundlePictures) -> None:
        self.item, self.composer, self.pictures = item, composer, pictures
        self.notes: list[Note] = []
        self.soup = BeautifulSoup("", "html.parser")
        self.counts: Counter[str] = Counter()

    def note(self, code: str, value: str = "") -> None:
        self.notes.append(Note(self.item.name, code, value))

    def markdown(self) -> str:
        """The Markdown of the item; its summary if it has no text."""
        cleaner = Cleaner(self.item.name, self._link, self._picture)
        html = normalize("NFC", _printable(self.item.html))
        if self.item.picture and self.item.picture not in html:
            html = f'<figure><img src="{self.item.picture}" alt=""></figure>\n{html}'
        whole = BeautifulSoup(html, "html.parser")
        if not whole.get_text(strip=True) and whole.find(("img", *EMBEDDED)) is None:
            html = f"<p>{self.item.summary or self.item.title}</p>"
            self.note("text-missing")
        self.soup = cleaner.clean(html)
        self.notes += cleaner.notes
        self.counts = Counter(words_of(BeautifulSoup(str(self.soup), "html.parser")))
        self.counts += Counter(
            word
            for picture in self.soup("img")
            for word in re.findall(r"\w+", str(picture.get("title") or ""))
        )
        return to_markdown(self.soup)

    def lost_words(self, document: Document) -> list[str]:
        """Words of the item that the text as readers see it lacks."""
        captions = [picture.caption for picture in document.pictures]

        def show(match: re.Match[str]) -> str:
            return f" {captions[int(match[2])]} " if match[1] == "picture" else ""

        shown = BeautifulSoup(PLACEHOLDER.sub(show, document.html), "html.parser")
        return list((self.counts - Counter(words_of(shown))).elements())

    def _link(self, anchor: Tag) -> None:
        target, words = str(anchor.get("href") or "").strip(), anchor.get_text(" ", strip=True)
        if "footnote-backref" in anchor.get_attribute_list("class"):
            anchor.decompose()
            return
        if anchor.find_parent("sup", class_="footnote-ref"):
            return
        if not target or (not words and anchor.find("img") is None):
            anchor.unwrap()
            return
        if anchor.find("img") is not None:
            if not is_picture(target):
                self.note("link-left", target)
            anchor.unwrap()
            return
        bundle = self.composer.links.find(target, self.item)
        if bundle and bundle not in self.composer.hidden:
            anchor.attrs = {"href": f"/{bundle}/"}
            return
        address = "" if bundle else self.composer.links.outside(target, words)
        if address:
            anchor.attrs = {"href": address}
            return
        self.note("link-left", target)
        anchor.unwrap()

    def _picture(self, picture: Tag) -> None:
        source = str(picture.get("src") or picture.get("data-src") or "")
        alt, caption = " ".join(str(picture.get("alt") or "").split()), str(picture.get("title") or "")
        if "emoji" in picture.get_attribute_list("class") and alt:
            picture.replace_with(alt)
            return
        in_figure = (
            picture.parent is not None and picture.parent.name == "p" and len(picture.parent.contents) == 1
        )
        name = self.pictures.take(
            re.sub(r"^(?:\{(?:static|attach|filename)\}|\|filename\|)", "", source), self.item.folder
        )
        if not name:
            self._replace_picture(picture, source, alt, caption if in_figure else "")
            return
        if not alt or ALT_FILE_NAME.fullmatch(alt) or alt == name.rpartition(".")[0]:
            alt = caption or self.item.title or name.replace("-", " ")
            self.note("alt-missing", f"{name}: {alt}")
        picture.attrs = {"src": name, "alt": alt, **({"title": caption} if caption and in_figure else {})}
        if caption and not in_figure:
            self.note("caption-left", caption)

    def _replace_picture(self, picture: Tag, source: str, alt: str, caption: str) -> None:
        """A picture that the source lacks becomes a link to where it was, or its description."""
        self.note("picture-left", source[:200])
        words = alt or source.rpartition("/")[2].partition("?")[0][:100] or "?"
        address = self.composer.links.outside(source, words) if not source.startswith("data:") else ""
        made = BeautifulSoup("", "html.parser").new_tag(
            "a" if address and not picture.find_parent("a") else "em"
        )
        made.string = words
        if made.name == "a":
            made["href"] = address
        if caption:
            picture.insert_after(f" {caption}")
        picture.replace_with(made)


class _FrontMatter(Struct, frozen=True):
    """The front matter of one document."""

    composer: Composer
    planned: PlannedBundle
    code: str
    title: str
    keys: dict[str, object] = field(default_factory=dict)

    def render(self, reasons: list[Note], markdown: str, is_draft: bool) -> str:  # noqa: FBT001 - one of three inputs
        """The whole file, the reasons for a draft as comments above the keys."""
        texts = load_ui_text(_messages(self.code))
        lines = [f"# {_comment(texts.text(f'import-{note.code}', value=note.value))}" for note in reasons]
        lines += [f"{key}: {yaml_value(value)}" for key, value in self._values(is_draft) if value]
        head = "\n".join(lines)
        return f"---\n{head}\n---\n\n{markdown}"

    def _values(self, is_draft: bool) -> list[tuple[str, object]]:  # noqa: FBT001 - from `render`
        planned, item = self.planned, self.planned.items[self.code]
        is_primary = next(iter(planned.items)) == self.code
        moment, updated = planned.moment, item.updated
        summary = " ".join(_printable(BeautifulSoup(item.summary, "html.parser").get_text(" ")).split())
        is_later = updated and moment and updated.day > moment.day
        excuse = "off, " + load_ui_text(_messages(self.code)).text("import-parity")
        has_clock = (
            moment is not None and moment.time is not None and (moment.time.hour or moment.time.minute)
        )
        return [
            ("title", self.title),
            ("summary", summary if summary != self.title else ""),
            ("topics", list(planned.topics) if is_primary else []),
            ("time", f"{moment.time:%H:%M}" if is_primary and has_clock and moment and moment.time else ""),
            ("status", "draft" if is_draft else ""),
            ("updated", updated.day.isoformat() if is_primary and updated and is_later else ""),
            ("author", [" ".join(name.split()) for name in item.authors]),
            ("moved_from", list(planned.addresses[self.code])),
            ("parity", excuse if not is_primary and planned.name in self.composer.unequal else ""),
        ]


def _printable(text: str) -> str:
    """A text without control characters; direction marks of right-to-left texts stay."""
    return remove_control_chars(text, right_to_left=True)


def _comment(text: str) -> str:
    """A text on one line; a host that it tells of must not be taken for one that is meant."""
    return _without_hosts(" ".join(_printable(text).split()))


def _without_hosts(text: str) -> str:
    """The text with the dots in words of other than Latin letters followed by spaces: no host remains."""
    return NOT_LATIN.sub(lambda match: re.sub(r"\.(?=\S)", ". ", match[0]), text)


def yaml_value(value: object) -> str:
    """A text or a list of texts as YAML on one line."""
    if isinstance(value, list):
        return f"[{', '.join(yaml_value(each) for each in value)}]"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}|draft|[a-z][a-z0-9-]*", value):
        return value
    return json.dumps(value, ensure_ascii=False)
