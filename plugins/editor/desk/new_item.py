"""New items by label: the address is shown before anything is written."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.text_file import TextFile
from plugins.editor.desk.workspace import NEW
from plugins.editor.new import NewItem, compose_files
from plugins.editor.new_summary import summary_of_year
from plugins.editor.slugs import slugify
from plugins.i18n.dates import DateError, parse_date
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR, SLUG, Section

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

SECTIONS = {
    "news": Section.NEWS,
    "faq": Section.FAQ,
    "summary": Section.SUMMARIES,
    "page": Section.PAGES,
}


class ItemPlan(Struct, frozen=True):
    """What a new item would be: its folder, its address by language, its files; `taken` if there is one."""

    bundle: str
    addresses: dict[str, str]
    files: tuple[str, ...]
    taken: bool


def routes(desk: Desk) -> list[Route]:
    """The routes that show a new item's address, and that make the item."""

    def plan(asked: ApiRequest) -> object:
        try:
            return _Maker(desk, asked).plan()
        except _LackingError as error:
            return {"lacking": asked.texts.text(error.key, **error.values)}

    return [api.get("new", plan), api.post("items", lambda asked: _Maker(desk, asked).make())]


class _LackingError(ApiError):
    """Something is not typed yet, or not as it can be."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, key, None, **values)


class _Maker:
    """Makes the item that a request describes: `kind`, `date`, `topic`, `name`, and a title as `title-ru`."""

    def __init__(self, desk: Desk, asked: ApiRequest) -> None:
        self.desk = desk
        self.asked = asked
        self.options = desk.options()
        self.kind = self._choice("kind", tuple(SECTIONS))

    def plan(self) -> ItemPlan:
        """What would be made; raises `_LackingError`."""
        return self._plan(self._item())

    def make(self) -> ItemPlan:
        """Write the item's files, or none."""
        item = self._item()
        plan = self._plan(item)
        if plan.taken:
            raise ApiError(HTTPStatus.CONFLICT, "new.taken", path=plan.bundle)
        files = self._files(item)
        self._write({f"{plan.bundle}/{path.rpartition('/')[2]}": text for path, text in files.items()})
        return plan

    def _write(self, files: Mapping[str, str]) -> None:
        """Write new files, or none."""
        workspace, made = self.desk.workspace, list[TextFile]()
        try:
            for path, text in files.items():
                made.append(workspace.write(path, text, NEW))
        except (ApiError, OSError):
            for each in made:
                workspace.delete(each.path, each.hash)
            raise

    def _plan(self, item: NewItem) -> ItemPlan:
        bundle = self._folder(item)
        files = tuple(f"{bundle}/{code}.md" for code in self.options.languages)
        urls = self.options.urls
        addresses = {
            code: f"{self.options.site.url}{urls.item(code, SECTIONS[item.kind], bundle)}"
            for code in self.options.languages
        }
        return ItemPlan(bundle, addresses, files, (self.options.content / bundle).exists())

    def _item(self) -> NewItem:
        titles = {code: self._optional(f"title-{code}").strip() for code in self.options.languages}
        return NewItem(self.kind, titles, self._day(), self._topic())

    def _folder(self, item: NewItem) -> str:
        if item.kind == "summary":
            return f"summaries/{self._year()}"
        name = self._optional("name").strip() or slugify(item.title)
        if not name:
            raise _LackingError("new.no-title")
        if not SLUG.fullmatch(name):
            raise _LackingError("new.bad-name", name=name)
        return {"news": f"news/{item.day}-{name}", "faq": f"faq/{item.topic}/{name}", "page": name}[item.kind]

    def _files(self, item: NewItem) -> dict[str, str]:
        if item.kind == "summary":
            return summary_of_year(item, self._year(), self.desk.loader.load().result, self.options)
        return compose_files(item, self.options)

    def _day(self) -> dt.date:
        typed = self._optional("date")
        if not typed or self.kind != "news":
            return self.options.now.astimezone(self.options.zone).date()
        try:
            return parse_date(typed)
        except DateError as error:
            raise _LackingError("new.bad-date", date=typed) from error

    def _year(self) -> int:
        typed = self._optional("year")
        if typed.isdecimal() and FIRST_YEAR <= int(typed) <= LAST_YEAR:
            return int(typed)
        raise _LackingError("new.bad-year", year=typed)

    def _topic(self) -> str:
        topic = self._optional("topic")
        known = self.desk.loader.load().result.content.cards.texts.topics
        if topic and topic not in known:
            raise _LackingError("new.no-topic")
        if self.kind == "faq" and not topic:
            raise _LackingError("new.no-topic")
        return topic

    def _choice(self, name: str, known: tuple[str, ...]) -> str:
        typed = self.asked.text(name)
        if typed not in known:
            raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name=name)
        return typed

    def _optional(self, name: str) -> str:
        found = self.asked.data.get(name, self.asked.query.get(name, ""))
        return found if isinstance(found, str) else ""
