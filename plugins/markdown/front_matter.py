"""Front matter: a YAML mapping to typed fields; a misspelled or translated key gets a suggestion."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.one_line import SITE_NAMES
from plugins.diagnostics.problem import Problem
from plugins.diagnostics.schema import Field, Schema
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, parse_yaml
from plugins.model.content_path import SLUG
from plugins.model.document import Change, ChangeKind, Correction, EarlierStatus, FrontMatter, Status
from plugins.model.old_address import is_bundle_path, parse_old_address
from plugins.model.partial_date import PartialDate, parse_partial_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from plugins.diagnostics.problem import FileContext

KEY_ALIASES = {
    **dict.fromkeys(("заголовок", "название", "headline", "name", "вопрос", "question"), "title"),
    **dict.fromkeys(("краткое", "кратко", "описание", "аннотация", "лид", "анонс"), "summary"),
    **dict.fromkeys(("description", "excerpt", "lead", "abstract"), "summary"),
    **dict.fromkeys(("тема", "темы", "тег", "теги", "метки", "рубрика", "категория"), "topics"),
    **dict.fromkeys(("tag", "tags", "category", "categories", "topic", "keywords"), "topics"),
    **dict.fromkeys(("дата", "pubdate", "published", "created"), "date"),
    **dict.fromkeys(("время", "hour"), "time"),
    **dict.fromkeys(("статус", "состояние", "state"), "status"),
    **dict.fromkeys(("причина",), "reason"),
    **dict.fromkeys(("с_какого_времени", "status_since"), "since"),
    **dict.fromkeys(("объединено_с", "replaced_by", "superseded_by"), "merged_into"),
    **dict.fromkeys(("карточка",), "card"),
    **dict.fromkeys(("порядок", "место", "weight", "position", "sort"), "order"),
    **dict.fromkeys(("обновлено", "изменено", "modified", "lastmod"), "updated"),
    **dict.fromkeys(("исправление", "исправления", "поправки", "correction"), "corrections"),
    **dict.fromkeys(("изменение", "изменения", "change"), "changes"),
    **dict.fromkeys(("проверено", "checked"), "reviewed"),
    **dict.fromkeys(("данные_на", "сведения_на", "asof", "as_of_date", "known_on"), "as_of"),
    **dict.fromkeys(("источник", "источники", "source"), "sources"),
    **dict.fromkeys(("регион", "регионы", "region"), "regions"),
    **dict.fromkeys(("ответственный",), "owner"),
    **dict.fromkeys(("автор", "авторы", "authors", "byline", "by", "creator"), "author"),
    **dict.fromkeys(("guid", "uuid"), "id"),
    **dict.fromkeys(("перенесено", "aliases", "alias", "redirect_from"), "moved_from"),
    **dict.fromkeys(("переведено_с",), "translated_from"),
}
PATH_KEYS = ("slug", "lang", "language", "url", "save_as", "section", "bundle", "язык", "адрес", "раздел")
"""Keys of other generators; here the path of the file determines these."""
REJECTED = {
    **dict.fromkeys((*PATH_KEYS, "translation_of"), "key-placed"),
    **dict.fromkeys(("draft", "черновик"), "key-draft"),
    **dict.fromkeys(("withdrawn", "отозвано"), "key-withdrawn"),
    **dict.fromkeys(("image", "cover", "thumbnail", "картинка", "обложка"), "key-picture"),
}
"""Keys of other generators whose values mean something else here, and the problem that says what to type."""
CARD = re.compile(r"title|[a-z0-9-]+(?:\.[a-z0-9-]+)+")
ORDER = re.compile(r"[1-9]\d{0,3}")
WORD = re.compile(r"[^ ]+")
ANY = re.compile(r".*", re.DOTALL)
FACT = re.compile(r".*\S.*")
NOTE_KEYS = {"date", "text"}
CORRECTION_KEYS = NOTE_KEYS | {"was", "time"}
CHANGE_KEYS = NOTE_KEYS | {"kind", "time"}
EARLIER_KEYS = {"status", "since", "reason"}
EXPLAINED = frozenset({Status.OBSOLETE, Status.WITHDRAWN})
"""Statuses whose reason readers must be told."""


def read_front_matter(yaml: str, first_line: int, file: FileContext) -> FrontMatter | None:
    """The front matter whose opening `---` is on `first_line`; its problems are added to the file's.

    None if it is no YAML or has no keys.
    """
    tree = parse_yaml(yaml, file.path, first_line)
    if isinstance(tree, Problem):
        file.problems.append(tree)
        return None
    if not isinstance(tree, Mapping):
        file.report(tree.line, "front-matter-keys")
        return None
    fields = FieldReader(file, replace(tree, line=first_line), "").rename_aliases(SCHEMA)
    front_matter = FrontMatter(**fields.read(SCHEMA), lines=fields.tree.lines)
    _check_status(front_matter, fields)
    return front_matter


def _check_status(front_matter: FrontMatter, fields: FieldReader) -> None:
    """What a status needs beside it."""
    status = front_matter.status
    if status in EXPLAINED and not front_matter.reason:
        fields.report("status", "reason-missing", status=status)
    if status is Status.MERGED and not front_matter.merged_into:
        fields.report("status", "merged-into-missing")
    if front_matter.merged_into and status is not Status.MERGED:
        fields.advise("merged_into", "merged-into-alone")


def _read_topics(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    tree = fields.tree.values[key]
    if isinstance(tree, Scalar):
        listed = tuple(dict.fromkeys(part.strip() for part in tree.text.split(",") if part.strip()))
        if not all(map(SLUG.fullmatch, listed)):
            fields.report(key, "value-list", typed=", ".join(listed))
            return None
        fields.advise(key, "value-list", typed=", ".join(listed))
        return listed
    topics = fields.texts(key, SLUG, "value-slug")
    for topic, count in Counter(topics).items():
        if count > 1:
            fields.report(key, "value-twice", typed=topic)
    return topics


def _read_old_paths(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    """Former folders of the content, and former addresses at the root, which start with a slash."""
    addresses = fields.texts(key, ANY, "value-path")
    for typed in addresses or ():
        if not (is_bundle_path(typed) or parse_old_address(typed)):
            fields.report(key, "value-path", typed=typed)
    return addresses


def _read_target(fields: FieldReader, key: str) -> str | None:
    """The folder of another item."""
    typed = fields.one_line(key)
    if typed and not is_bundle_path(typed):
        fields.report(key, "value-bundle", typed=typed)
        return None
    return typed or None


def _read_authors(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    """Names, each on one line."""
    names = fields.texts(key, ANY, "value-texts")
    return names and tuple(" ".join(name.split()) for name in names if name)


def _read_as_of(fields: FieldReader, key: str) -> PartialDate | None:
    text = fields.one_line(key)
    date = parse_partial_date(text)
    if date is None:
        fields.report(key, "as-of-form", typed=text)
    return date


def _read_order(fields: FieldReader, key: str) -> int | None:
    text = fields.matching(key, ORDER, "value-number")
    return int(text) if text else None


def _read_headline(fields: FieldReader, key: str) -> str:
    return fields.words(key, (*SITE_NAMES, "figure"))


def _read_corrections(fields: FieldReader, key: str) -> tuple[Correction, ...] | None:
    return tuple(
        Correction(date, text, _optional_words(note, "was"), _optional_time(note))
        for date, text, note in _read_notes(fields, key, CORRECTION_KEYS, "value-corrections")
    )


def _read_changes(fields: FieldReader, key: str) -> tuple[Change, ...] | None:
    return tuple(
        Change(date, text, _read_kind(note), _optional_time(note))
        for date, text, note in _read_notes(fields, key, CHANGE_KEYS, "value-changes")
    )


def _read_earlier_statuses(fields: FieldReader, key: str) -> tuple[EarlierStatus, ...] | None:
    tree, code = fields.tree.values[key], "value-earlier-statuses"
    if not isinstance(tree, Sequence):
        fields.report(key, code)
        return None
    found = []
    for node in tree.values:
        if not isinstance(node, Mapping) or not {"status"} <= node.values.keys() <= EARLIER_KEYS:
            fields.context.report(node.line, code, key=key)
            continue
        note = replace(fields, tree=node)
        since = None if note.is_empty("since") else note.moment("since")
        if status := note.choice("status", Status, code="status-unknown"):
            found.append(EarlierStatus(status, since, _optional_words(note, "reason")))
    return tuple(found)


def _read_kind(note: FieldReader) -> ChangeKind:
    return (note.has("kind") and note.choice("kind", ChangeKind)) or ChangeKind.CHANGE


def _optional_words(note: FieldReader, key: str) -> str:
    return "" if note.is_empty(key) else note.words(key, SITE_NAMES)


def _optional_time(note: FieldReader) -> dt.time | None:
    return None if note.is_empty("time") else note.time("time")


def _read_notes(
    fields: FieldReader, key: str, allowed: Collection[str], code: str
) -> Iterator[tuple[dt.date, str, FieldReader]]:
    """The day and the text of each note of a list, and the note; reports `code` for any other form."""
    tree = fields.tree.values[key]
    if not isinstance(tree, Sequence):
        fields.report(key, code)
        return
    for node in tree.values:
        if not isinstance(node, Mapping) or not NOTE_KEYS <= node.values.keys() <= set(allowed):
            fields.context.report(node.line, code, key=key)
            continue
        note = replace(fields, tree=node)
        date, text = note.date("date"), _optional_words(note, "text")
        if date and not text:
            note.report("text", code)
        if date and text:
            yield date, text, note


SCHEMA = Schema(
    (
        Field("title", _read_headline, missing="title-missing"),
        Field("summary", _read_headline),
        Field("topics", _read_topics),
        Field("date", FieldReader.date),
        Field("time", FieldReader.time),
        Field("status", lambda fields, key: fields.choice(key, Status, code="status-unknown")),
        Field("reason", lambda fields, key: fields.words(key, SITE_NAMES)),
        Field("since", FieldReader.moment),
        Field("merged_into", _read_target),
        Field("earlier_statuses", _read_earlier_statuses),
        Field("card", lambda fields, key: fields.matching(key, CARD, "value-card")),
        Field("order", _read_order),
        Field("updated", FieldReader.date),
        Field("corrections", _read_corrections),
        Field("changes", _read_changes),
        Field("reviewed", FieldReader.date),
        Field("as_of", _read_as_of),
        Field("sources", lambda fields, key: fields.texts(key, SLUG, "value-slug")),
        Field("regions", lambda fields, key: fields.texts(key, SLUG, "value-slug")),
        Field("author", _read_authors),
        Field("owner", FieldReader.one_line),
        Field("id", lambda fields, key: fields.matching(key, WORD, "value-word")),
        Field("moved_from", _read_old_paths),
        Field("translated_from", FieldReader.one_line),
        Field("parity", FieldReader.one_line),
        Field("parity_exceptions", lambda fields, key: fields.texts(key, FACT, "value-list")),
    ),
    aliases=KEY_ALIASES,
    rejected=REJECTED,
)
