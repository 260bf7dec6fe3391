"""Front matter: a YAML mapping to typed fields; a misspelled or translated key gets a suggestion."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, parse_yaml
from plugins.i18n.dates import DateError, parse_date, parse_time
from plugins.model.content_path import SLUG
from plugins.model.document import Correction, FrontMatter, Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from plugins.diagnostics.yaml_tree import Tree


FRONT_MATTER_KEYS = tuple(name for name in FrontMatter.__struct_fields__ if name != "lines")
KEY_ALIASES = {
    **dict.fromkeys(("заголовок", "название", "headline", "name", "вопрос", "question"), "title"),
    **dict.fromkeys(("краткое", "кратко", "описание", "аннотация", "лид", "анонс"), "summary"),
    **dict.fromkeys(("description", "excerpt", "lead", "abstract"), "summary"),
    **dict.fromkeys(("тема", "темы", "тег", "теги", "метки", "рубрика", "категория"), "topics"),
    **dict.fromkeys(("tag", "tags", "category", "categories", "topic", "keywords"), "topics"),
    **dict.fromkeys(("дата", "pubdate", "published", "created"), "date"),
    **dict.fromkeys(("время", "hour"), "time"),
    **dict.fromkeys(("статус", "состояние", "draft", "черновик", "state"), "status"),
    **dict.fromkeys(("причина", "withdrawn"), "reason"),
    **dict.fromkeys(("карточка", "image", "cover", "картинка", "обложка"), "card"),
    **dict.fromkeys(("порядок", "место", "weight", "position", "sort"), "order"),
    **dict.fromkeys(("обновлено", "изменено", "modified", "lastmod"), "updated"),
    **dict.fromkeys(("исправление", "исправления", "поправки", "correction"), "corrections"),
    **dict.fromkeys(("проверено", "checked"), "reviewed"),
    **dict.fromkeys(("ответственный", "автор", "author", "authors"), "owner"),
    **dict.fromkeys(("guid", "uuid"), "id"),
    **dict.fromkeys(("перенесено", "aliases", "alias", "redirect_from"), "moved_from"),
    **dict.fromkeys(("переведено_с", "translation_of"), "translated_from"),
}
PATH_KEYS = frozenset(
    {"slug", "lang", "language", "url", "save_as", "section", "язык", "адрес", "раздел", "bundle"}
)


def unknown_key_problem(key: str, path: str, line: int) -> Problem:
    """The problem of an unknown key, with the key to type instead."""
    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in PATH_KEYS:
        return problem(path, line, "key-placed", key=key)
    if plain in KEY_ALIASES or plain in FRONT_MATTER_KEYS:
        return problem(path, line, "key-renamed", key=key, right=KEY_ALIASES.get(plain, plain))
    if near := difflib.get_close_matches(plain, FRONT_MATTER_KEYS, n=1, cutoff=0.6):
        return problem(path, line, "key-renamed", key=key, right=near[0])
    if near := difflib.get_close_matches(plain, KEY_ALIASES, n=1, cutoff=0.8):
        return problem(path, line, "key-renamed", key=key, right=KEY_ALIASES[near[0]])
    return problem(path, line, "key-unknown", key=key, keys=", ".join(FRONT_MATTER_KEYS))


CARD = re.compile(r"title|[a-z0-9-]+(?:\.[a-z0-9-]+)+")
ORDER = re.compile(r"[1-9]\d{0,3}")
PATH = re.compile(rf"/?{SLUG.pattern}(?:/{SLUG.pattern})*/?")
Moment = TypeVar("Moment")
CORRECTION_KEYS = {"date", "text"}


def read_front_matter(
    yaml: str, path: str, first_line: int, languages: tuple[str, ...]
) -> tuple[FrontMatter, list[Problem]]:
    """The keys of a front matter whose opening `---` stands on `first_line`, and what is wrong with them."""
    tree = parse_yaml(yaml, path, first_line)
    if isinstance(tree, Problem):
        return FrontMatter(), [tree]
    if not isinstance(tree, Mapping):
        return FrontMatter(), [problem(path, tree.line, "front-matter-keys")]
    sheet = _Sheet(path, languages)
    matter = sheet.read(tree)
    if not matter.title:
        sheet.note(tree.lines.get("title", first_line), "title-missing")
    if matter.status is Status.WITHDRAWN and not matter.reason:
        sheet.note(matter.line("status"), "reason-missing")
    return matter, sheet.problems


class _Sheet:
    """One front matter being read: each key by its own reader, problems gathered on the way."""

    def __init__(self, path: str, languages: tuple[str, ...]) -> None:
        self.path = path
        self.languages = languages
        self.problems: list[Problem] = []

    def note(self, line: int, code: str, **values: object) -> None:
        self.problems.append(problem(self.path, line, code, **values))

    def read(self, tree: Mapping) -> FrontMatter:
        found: dict[str, Any] = {}
        for key, value in tree.values.items():
            if key not in FRONT_MATTER_KEYS:
                self.problems.append(unknown_key_problem(key, self.path, tree.lines[key]))
            elif not (isinstance(value, Scalar) and not value.text.strip()):
                context = self.READERS.get(key, _Sheet.text)(self, key, value)
                found |= {} if context is None else {key: context}
        return FrontMatter(**found, lines=tree.lines)

    def text(self, key: str, value: Tree) -> str | None:
        if isinstance(value, Scalar):
            return " ".join(value.text.split())
        self.note(value.line, "value-text", key=key)
        return None

    def word(self, key: str, value: Tree) -> str | None:
        """An identity: one word that means nothing but itself."""
        text = self.text(key, value)
        if text is None or " " not in text:
            return text
        self.note(value.line, "value-word", key=key, text=text)
        return None

    def card(self, key: str, value: Tree) -> str | None:
        text = self.text(key, value)
        if text is None or CARD.fullmatch(text):
            return text
        self.note(value.line, "value-card", key=key, text=text)
        return None

    def number(self, key: str, value: Tree) -> int | None:
        """A place among its like, from 1."""
        text = self.text(key, value)
        if text is None:
            return None
        if ORDER.fullmatch(text):
            return int(text)
        self.note(value.line, "value-number", key=key, text=text)
        return None

    def slugs(self, key: str, value: Tree) -> tuple[str, ...] | None:
        if isinstance(value, Scalar):
            slugs = ", ".join(part.strip() for part in value.text.split(","))
            self.note(value.line, "value-list", key=key, text=slugs)
            return None
        names = self.words(key, value)
        for name in names or ():
            if not SLUG.fullmatch(name):
                self.note(value.line, "value-slug", key=key, text=name)
        for name, times in Counter(names).items():
            if times > 1:
                self.note(value.line, "value-twice", key=key, text=name)
        return names

    def words(self, key: str, value: Tree) -> tuple[str, ...] | None:
        """One text, or a list of them."""
        if isinstance(value, Scalar):
            return (value.text.strip(),)
        if not isinstance(value, Sequence) or not all(isinstance(one, Scalar) for one in value.values):
            self.note(value.line, "value-texts", key=key)
            return None
        return tuple(one.text.strip() for one in value.values if isinstance(one, Scalar))

    def addresses(self, key: str, value: Tree) -> tuple[str, ...] | None:
        """Paths from the content folder on, which become folders of redirect pages."""
        paths = self.words(key, value)
        for path in paths or ():
            if not PATH.fullmatch(path):
                self.note(value.line, "value-path", key=key, text=path)
        return paths

    def status(self, key: str, value: Tree) -> Status | None:
        text = self.text(key, value)
        if text is None:
            return None
        if text in set(Status):
            return Status(text)
        near = difflib.get_close_matches(text.lower(), list(Status), n=1) or [Status.DRAFT]
        self.note(value.line, "status-unknown", text=text, near=near[0])
        return None

    def date(self, key: str, value: Tree) -> dt.date | None:
        return self.moment(key, value, lambda text: parse_date(text, self.languages))

    def time(self, key: str, value: Tree) -> dt.time | None:
        return self.moment(key, value, parse_time)

    def moment(self, key: str, value: Tree, read: Callable[[str], Moment]) -> Moment | None:
        text = self.text(key, value)
        try:
            return read(text) if text else None
        except DateError as error:
            self.note(value.line, error.code, key=key, **error.values)
            return None

    def corrections(self, key: str, value: Tree) -> tuple[Correction, ...] | None:
        if not isinstance(value, Sequence):
            self.note(value.line, "value-corrections", key=key)
            return None
        return tuple(found for one in value.values if (found := self.correction(key, one)))

    def correction(self, key: str, value: Tree) -> Correction | None:
        if not isinstance(value, Mapping) or set(value.values) != CORRECTION_KEYS:
            self.note(value.line, "value-corrections", key=key)
            return None
        day, text = self.date("date", value.values["date"]), self.text("text", value.values["text"])
        if day and not text:
            self.note(value.line, "value-corrections", key=key)
        return Correction(day, text) if day and text else None

    READERS: ClassVar[dict[str, Callable[[_Sheet, str, Tree], object]]] = {
        "topics": slugs,
        "date": date,
        "time": time,
        "status": status,
        "card": card,
        "order": number,
        "updated": date,
        "corrections": corrections,
        "reviewed": date,
        "id": word,
        "moved_from": addresses,
    }
