"""The files of imported bundles: front matter and Markdown, checked as the build checks them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.diagnostics.problem import Severity
from plugins.editor.importing.html_cleaning import WORD
from plugins.editor.importing.imported_pictures import BundlePictures
from plugins.editor.importing.item_text import ItemText, plain_line, printable
from plugins.editor.importing.markdown_dialects import CONFLICT
from plugins.editor.importing.source_item import ImportNote
from plugins.editor.report import load_ui_text
from plugins.markdown.reader import MAX_LINE_LENGTH, read_document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from plugins.diagnostics.problem import Problem
    from plugins.editor.importing.import_plan import PlannedBundle
    from plugins.editor.importing.imported_links import ItemLinks
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
    notes: list[ImportNote]
    reasons: list[ImportNote]
    is_draft: bool

    @property
    def is_faulty(self) -> bool:
        """Whether the file has errors in every form, such as one that is too large."""
        return bool(_errors(self.document))


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
        body = ItemText(item, self.links, self.hidden, pictures)
        reasons = [*item.reasons]
        try:
            markdown = body.markdown()
        except RecursionError:
            markdown = body.plain_markdown()
            reasons.append(ImportNote(item.name, "too-deep"))
        head = _FrontMatter(self, planned, code, _title(item, body))
        path = f"{self.shown}/{planned.name}/{code}.md"
        document = read_document(head.render(reasons, markdown, is_draft=item.is_draft).encode(), path, words)
        faults = _errors(document)
        reasons += [
            ImportNote(item.name, "fault", found.message(_messages(code))) for found in faults[:MAX_REASONS]
        ]
        if not (body.shown_words(document) or document.pictures):
            reasons.append(ImportNote(item.name, "text-missing"))
        if lost := body.lost_words(document):
            reasons.append(ImportNote(item.name, "words-lost", " ".join(lost[:MAX_LOST_SHOWN])))
        is_draft = item.is_draft or bool(reasons)
        for inert in _inert_forms(head, markdown) if faults or lost else ((head, markdown),):
            text = inert[0].render(reasons, inert[1], is_draft=is_draft)
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


def _title(item: SourceItem, text: ItemText) -> str:
    """The title as plain words, cut if it is too long; the first words of the text if there is none."""
    title = plain_line(item.title)
    if not WORD.search(title):
        text.note("title-missing")
        words = " ".join(text.soup.get_text(" ").split())[:MAX_TITLE]
        cut = f"{words[:MAX_FIRST_WORDS].rpartition(' ')[0]}…"
        first = plain_line(words if len(words) <= MAX_FIRST_WORDS else cut)
        return first if WORD.search(first) else item.name
    if len(title) <= MAX_TITLE:
        return title
    text.note("title-cut", title)
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


class _FrontMatter(Struct, frozen=True):
    """The front matter of one document."""

    composer: Composer
    planned: PlannedBundle
    code: str
    title: str
    keys: dict[str, object] = field(default_factory=dict)

    def render(self, reasons: list[ImportNote], markdown: str, *, is_draft: bool) -> str:
        """The whole file, the reasons for a draft as comments above the keys."""
        texts = load_ui_text(_messages(self.code))
        lines = [f"# {_comment(texts.text(f'import-{note.code}', value=note.value))}" for note in reasons]
        lines += [f"{key}: {yaml_value(value)}" for key, value in self._values(is_draft=is_draft) if value]
        head = "\n".join(lines)
        return f"---\n{head}\n---\n\n{markdown}"

    def _values(self, *, is_draft: bool) -> list[tuple[str, object]]:
        planned, item = self.planned, self.planned.items[self.code]
        is_primary = next(iter(planned.items)) == self.code
        moment, updated = planned.moment, item.updated
        summary = plain_line(item.summary)
        is_later = updated and moment and updated.day > moment.day
        excuse = "off, " + load_ui_text(_messages(self.code)).text("import-parity")
        clock = moment.time if moment and moment.time and is_primary else dt.time()
        return [
            ("title", self.title),
            ("summary", summary if summary != self.title else ""),
            ("topics", list(planned.topics) if is_primary else []),
            ("time", f"{clock:%H:%M}" if clock.hour or clock.minute else ""),
            ("status", "draft" if is_draft else ""),
            ("updated", updated.day.isoformat() if is_primary and updated and is_later else ""),
            ("author", [name for name in map(plain_line, item.authors) if name]),
            ("moved_from", list(planned.addresses[self.code])),
            ("parity", excuse if not is_primary and planned.name in self.composer.unequal else ""),
        ]


def _comment(text: str) -> str:
    """A text on one line; a host that it tells of must not be taken for one that is meant."""
    return _without_hosts(" ".join(printable(text).split()))


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
