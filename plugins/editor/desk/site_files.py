"""The files of the site that are no items: listed by what they decide, opened, checked, begun, deleted."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import Severity
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, problem_records
from plugins.editor.desk.form import read_changes
from plugins.editor.desk.site_file_check import check_site_file, errors_without
from plugins.editor.desk.site_file_kinds import NEEDED, SiteFile, SiteFileKind, site_file, site_files
from plugins.editor.desk.site_form import SiteFieldGroup, SiteForm
from plugins.editor.desk.site_scaffolds import Scaffolds
from plugins.editor.slugs import slugify
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.routing import Route

    from plugins.content.regions import RegionData
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.draft_check import DraftFinding
    from plugins.editor.desk.loading import Loaded
    from plugins.editor.desk.text_file import TextFile

MAX_ELSEWHERE = 20
"""Errors of other files that are named."""


class ListedFile(Struct, frozen=True, kw_only=True):
    """A file in the list: `name` is a region's or a set's, else empty; `language` has that of its words."""

    path: str
    kind: SiteFileKind
    exists: bool
    language: str
    name: str
    errors: int
    advice: int


class OpenedFile(Struct, frozen=True, kw_only=True):
    """What a file's screen starts with; `file` is None and `scaffold` its text if there is none yet.

    `addition` is what a new entry is asked for, `fronts` has the front page in each language, `sources` the
    names of the sources by their keys.
    """

    path: str
    kind: SiteFileKind
    language: str
    direction: str
    name: str
    file: TextFile | None
    scaffold: str
    deletable: bool
    addition: SiteFieldGroup | None
    languages: tuple[str, ...]
    fronts: dict[str, str]
    sources: dict[str, str]


class CheckedFile(Struct, frozen=True, kw_only=True):
    """What is found in a text, errors elsewhere, and the form: None if the text cannot be read."""

    findings: tuple[DraftFinding, ...]
    elsewhere: tuple[DraftFinding, ...]
    form: tuple[SiteFieldGroup, ...] | None


def routes(desk: Desk) -> list[Route]:
    """The routes of the site's own files."""
    files = _SiteFiles(desk)
    return [
        api.get("site-files", files.list),
        api.get("site-files/region", files.region_path),
        api.get("site-file", files.open),
        api.post("site-file/check", files.check),
        api.post("site-file/form", files.form_text),
        api.post("site-file/delete", files.delete),
    ]


class _SiteFiles:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def list(self, asked: ApiRequest) -> dict[str, list[ListedFile]]:
        """Every file that there is or that there could be."""
        loaded = self.desk.loader.load()
        counts = Counter((each.path, each.severity) for each in loaded.result.problems)
        shown = loaded.options.display_name
        return {
            "files": [
                ListedFile(
                    path=each.path,
                    kind=each.kind,
                    exists=each.exists,
                    language=each.language,
                    name=_name(each, loaded, asked.language),
                    errors=counts[f"{shown}/{each.path}", Severity.ERROR],
                    advice=counts[f"{shown}/{each.path}", Severity.ADVICE],
                )
                for each in site_files(loaded.options.content, loaded.options.languages)
            ]
        }

    def region_path(self, asked: ApiRequest) -> dict[str, str]:
        """Where a region would lie that is called as in `name-ru` and the like; raises `ApiError`."""
        codes = self.desk.options().languages
        slug = next(filter(None, (slugify(asked.query.get(f"name-{code}", "")) for code in codes)), "")
        if not slug:
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "site.no-name")
        path = f"regions/{slug}.yaml"
        if self.desk.workspace.path(path).exists():
            raise ApiError(HTTPStatus.CONFLICT, "errors.taken", path=path)
        return {"path": path}

    def open(self, asked: ApiRequest) -> OpenedFile:
        """The text of a file; raises `ApiError` with 404 if it is none of the site's own."""
        loaded = self.desk.loader.load()
        file = self._file(asked)
        options, data = loaded.options, _regions(loaded)
        code = file.language or options.languages[0]
        names = {each: asked.query.get(f"name-{each}", "") for each in options.languages}
        scaffolds = Scaffolds(options, data.questions, asked.texts)
        sources = loaded.result.content.references.regions.citations.sources
        return OpenedFile(
            path=file.path,
            kind=file.kind,
            language=code,
            direction=Language(code).direction,
            name=_localized(_filled(names), asked.language) or _name(file, loaded, asked.language),
            file=self.desk.workspace.read(file.path) if file.exists else None,
            scaffold="" if file.exists else scaffolds.compose(file, names),
            deletable=file.kind not in NEEDED,
            addition=self._form(file, asked, loaded).addition(),
            languages=options.languages,
            fronts={each: options.urls.front(each) for each in options.languages},
            sources={key: _localized(each.name, asked.language) for key, each in sources.items()},
        )

    def check(self, asked: ApiRequest) -> CheckedFile:
        """The problems of a text as typed, and its form."""
        file, text = self._file(asked), asked.text("text")
        found = check_site_file(file.path, text, self.desk.loader, asked.texts)
        return CheckedFile(
            findings=found.findings,
            elsewhere=found.elsewhere[:MAX_ELSEWHERE],
            form=self._form(file, asked, found.loaded).groups(text, file.path),
        )

    def form_text(self, asked: ApiRequest) -> dict[str, str]:
        """A text with fields of its form changed; nothing is saved."""
        file, changes = self._file(asked), read_changes(asked)
        form = self._form(file, asked, self.desk.loader.known())
        try:
            return {"text": form.write(asked.text("text"), file.path, changes)}
        except KeyError as error:
            raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name=str(error)) from error

    def delete(self, asked: ApiRequest) -> dict[str, str]:
        """Delete a file; 422 with the errors that the site would have without it."""
        file = self._file(asked)
        if file.kind in NEEDED:
            raise ApiError(HTTPStatus.FORBIDDEN, "site.needed", path=file.path)
        if errors := errors_without(file.path, self.desk.loader):
            records = problem_records(errors, asked.language)
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "site.in-use", {"errors": records})
        self.desk.workspace.delete(file.path, asked.text("hash"))
        return {"path": file.path}

    def _file(self, asked: ApiRequest) -> SiteFile:
        path = asked.text("path")
        self.desk.workspace.path(path)
        found = site_file(self.desk.workspace.content, path)
        if found is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=path)
        return found

    def _form(self, file: SiteFile, asked: ApiRequest, loaded: Loaded) -> SiteForm:
        return SiteForm(file.kind, asked.texts, _regions(loaded).questions)


def _regions(loaded: Loaded) -> RegionData:
    return loaded.result.content.references.regions.data


def _name(file: SiteFile, loaded: Loaded, language: str) -> str:
    """The name of a region or of a set of figures in the editor's language; empty for other files."""
    stem = file.path.rpartition("/")[2].rpartition(".")[0]
    if file.kind is SiteFileKind.REGION:
        region = _regions(loaded).regions.get(stem)
        return _localized(region.name, language) if region else stem
    if file.kind in {SiteFileKind.FIGURES, SiteFileKind.TABLE}:
        figures = loaded.result.content.cards.texts.figure_renderer.figures.sets.get(stem)
        return _localized(figures.title, language) if figures else stem
    return ""


def _filled(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if name.strip()}


def _localized(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")
