"""One item for its screen: texts, form, checks while typing, sections, and what it needs to be published."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import advice
from plugins.editor.check import WORD_LISTS
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.draft_check import DraftFinding, LiveCheck
from plugins.editor.desk.form import FormField, form_fields, form_values, read_changes
from plugins.editor.desk.publish_needs import Need, publish_needs
from plugins.editor.desk.sections import Alignment, SectionTexts, align_bundle
from plugins.editor.front_matter_edit import edit_front_matter
from plugins.editor.proofread import add_words
from plugins.model.content_path import InvalidPathError, Section, parse_content_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.loading import Loaded
    from plugins.editor.desk.text_file import TextFile
    from plugins.editor.yaml_nodes import Value

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
MAX_ELSEWHERE = 20
"""Errors of other items that are named."""


class OpenedText(Struct, frozen=True, kw_only=True):
    """The text of an item in one language; `file` is None if there is none yet."""

    path: str
    url: str
    direction: str
    file: TextFile | None


class OpenedItem(Struct, frozen=True, kw_only=True):
    """What the item's screen starts with; `day` is that of a news item's folder."""

    bundle: str
    section: Section
    day: str
    texts: dict[str, OpenedText]
    fields: tuple[FormField, ...]
    topics: dict[str, dict[str, str]]
    pictures: tuple[str, ...]


class CheckedItem(Struct, frozen=True, kw_only=True):
    """What is found in the texts as typed: `values` of the fields by language, None where unreadable.

    `titles` are as readers see them, with the figures that they name.
    """

    findings: tuple[DraftFinding, ...]
    elsewhere: tuple[DraftFinding, ...]
    values: dict[str, dict[str, Value] | None]
    titles: dict[str, str]
    original: str
    sections: dict[str, Alignment]


class PublishNeeds(Struct, frozen=True):
    """What stands between the texts and their publication."""

    needs: tuple[Need, ...]
    elsewhere: tuple[DraftFinding, ...]


def routes(desk: Desk) -> list[Route]:
    """The routes of the item's screen."""
    screen = _ItemScreen(desk)
    return [
        api.get("item", screen.open),
        api.post("check", screen.check),
        api.post("needs", screen.needs),
        api.post("form-text", screen.form_text),
        api.post("form", screen.save_form),
        api.post("words", screen.add_word),
    ]


class _ItemScreen:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.live = LiveCheck(desk.loader)
        self.unknown_sections: set[str] = set()

    def open(self, asked: ApiRequest) -> OpenedItem:
        """The item of a folder; raises `ApiError` with 404 if there is none."""
        loaded = self.desk.loader.load()
        bundle = asked.text("bundle")
        where = self._where(bundle, loaded)
        folder = self.desk.workspace.folder(bundle)
        if not folder.is_dir():
            raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=bundle)
        texts = {code: self._text(bundle, code, where, loaded) for code in loaded.options.languages}
        self._remember(bundle, loaded)
        return OpenedItem(
            bundle=bundle,
            section=where,
            day=bundle.partition("/")[2][:10] if where is Section.NEWS else "",
            texts=texts,
            fields=form_fields(where, asked.texts, asked.texts.language.zone_place(loaded.options.zone.key)),
            topics={slug: dict(name) for slug, name in loaded.result.content.cards.texts.topics.items()},
            pictures=tuple(sorted(loaded.result.pictures.get(bundle, {}))),
        )

    def check(self, asked: ApiRequest) -> CheckedItem:
        """The problems, fields and sections of the texts as typed."""
        bundle, texts = self._texts(asked)
        result = self.live.check(bundle, texts, asked.texts)
        found = result.bundle(bundle)
        values = {code: form_values(text, f"{bundle}/{code}.md") for code, text in texts.items()}
        return CheckedItem(
            findings=result.findings,
            elsewhere=result.elsewhere[:MAX_ELSEWHERE],
            values=values,
            titles={code: each.matter.title for code, each in found.documents.items()} if found else {},
            original=next(iter(found.documents)) if found else "",
            sections=align_bundle(found, self._section_texts(result.loaded)) if found else {},
        )

    def needs(self, asked: ApiRequest) -> PublishNeeds:
        """What the texts lack to be published."""
        bundle, texts = self._texts(asked)
        checked = self.live.check(bundle, texts, asked.texts)
        published = self.live.check_published(bundle, texts, asked.texts)
        needs = publish_needs(bundle, checked, published)
        return PublishNeeds(tuple(needs), published.elsewhere[:MAX_ELSEWHERE])

    def form_text(self, asked: ApiRequest) -> dict[str, str]:
        """A text with fields of its front matter changed; nothing is saved."""
        edited = edit_front_matter(
            asked.text("text").encode(errors="replace"), read_changes(asked), asked.text("path")
        )
        return {"text": edited.decode()}

    def save_form(self, asked: ApiRequest) -> dict[str, str]:
        """Change fields of a file on disk that is as it was read; every other byte stays."""
        path, expected = asked.text("path"), asked.text("hash")
        content = self.desk.workspace.read_bytes(path)
        edited = edit_front_matter(content, read_changes(asked), path)
        return {"hash": self.desk.workspace.write_bytes(path, edited, expected, frozenset({".md"}))}

    def add_word(self, asked: ApiRequest) -> dict[str, str]:
        """Add a word to the site's list of a language."""
        language, word = asked.text("language"), asked.text("word").strip()
        if language not in self.desk.options().languages or not WORD.fullmatch(word):
            raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="word")
        file = self.desk.workspace.path(f"{WORD_LISTS}/{language}.txt")
        add_words([advice(file.name, 1, "spelling", word=word)], file.parent)
        return {"word": word}

    def _text(self, bundle: str, code: str, section: Section, loaded: Loaded) -> OpenedText:
        path = f"{bundle}/{code}.md"
        exists = self.desk.workspace.path(path).is_file()
        return OpenedText(
            path=path,
            url=loaded.options.urls.item(code, section, bundle),
            direction=loaded.result.phrases[code].language.direction,
            file=self.desk.workspace.read(path) if exists else None,
        )

    def _texts(self, asked: ApiRequest) -> tuple[str, Mapping[str, str]]:
        """The folder and the texts by language: `bundle` and `texts`, or the `path` and `text` of one."""
        loaded = self.desk.loader.known()
        if "path" in asked.data:
            bundle, _, name = asked.text("path").rpartition("/")
            texts: object = {name.removesuffix(".md"): asked.text("text")}
        else:
            bundle, texts = asked.text("bundle"), asked.data.get("texts")
        self._where(bundle, loaded)
        if not isinstance(texts, dict) or not all(
            isinstance(text, str) and code in loaded.options.languages for code, text in texts.items()
        ):
            raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="texts")
        return bundle, texts

    def _where(self, bundle: str, loaded: Loaded) -> Section:
        self.desk.workspace.folder(bundle)
        languages = loaded.options.languages
        try:
            return parse_content_path([*bundle.split("/"), f"{languages[0]}.md"], languages).section
        except InvalidPathError as error:
            raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=bundle) from error

    def _section_texts(self, loaded: Loaded) -> SectionTexts:
        return SectionTexts(loaded.options, loaded.result.phrases, self.unknown_sections)

    def _remember(self, bundle: str, loaded: Loaded) -> None:
        """Keep the original's sections as they are: they may be edited now."""
        found = loaded.result.content.bundles.get(bundle)
        if found:
            self._section_texts(loaded).remember(found.primary)
