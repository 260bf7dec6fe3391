"""The problems of texts that are not saved yet: at their line and field, with what mends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.documents import parse_document
from plugins.diagnostics.problem import Severity
from plugins.editor.check import bundles_advice, duplicate_titles
from plugins.editor.desk.api import sentence
from plugins.editor.desk.draft_spelling import NONE, LiveSpelling
from plugins.editor.desk.site_file_kinds import site_file_kind
from plugins.editor.fix import suggest_fixes
from plugins.model.content_path import parse_content_path
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.diagnostics.problem import Problem
    from plugins.editor.desk.loading import ContentLoader, Loaded
    from plugins.editor.report import UiText
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

Texts = Mapping[str, str]
"""The texts of a bundle by language, as they stand in the editor's browser."""
FIELD_OF_CODE = {
    "title-missing": "title",
    "summary-missing": "summary",
    "date-missing": "date",
    "reason-missing": "reason",
    "translation-outdated": "translated_from",
    "facts-draft": "parity_exceptions",
    "facts-stub": "parity_exceptions",
}
"""The field that a problem asks for; its line is that of the whole front matter."""
ACCESSIBILITY = frozenset(
    {
        "alt-long",
        "alt-of-picture",
        "heading-bold",
        "heading-empty",
        "heading-one",
        "heading-skips",
        "link-vague",
        "link-without-words",
        "picture-alt-file",
        "picture-moves",
        "picture-without-alt",
    }
)
"""Problems that shut out readers who cannot see the page."""


class TextFix(Struct, frozen=True):
    """A line (from 1) as it is and as it should be; None deletes it."""

    line: int
    before: str
    after: str | None


class DraftFinding(Struct, frozen=True, kw_only=True):
    """A problem for the browser: `language` is empty if it is in no text, `key` if it is in no field.

    `site_path` is the file's path if it is one of the site's own files.
    """

    bundle: str
    language: str
    path: str
    line: int
    code: str
    severity: str
    message: str
    key: str = ""
    accessibility: bool = False
    fixes: tuple[TextFix, ...] = ()
    word: str = ""
    suggestions: tuple[str, ...] = ()
    site_path: str = ""


class LiveResult(Struct, frozen=True):
    """Findings in a bundle, errors in the rest of the content, and what was loaded with the texts."""

    findings: tuple[DraftFinding, ...]
    elsewhere: tuple[DraftFinding, ...]
    loaded: Loaded

    def bundle(self, name: str) -> Bundle | None:
        """The bundle as it would be read from these texts."""
        return self.loaded.result.content.bundles.get(name)


class LiveCheck:
    """Checks texts against the content as it is on disk."""

    def __init__(self, loader: ContentLoader) -> None:
        self._loader = loader
        self._spelling = LiveSpelling()

    def check(self, bundle: str, texts: Texts, words: UiText) -> LiveResult:
        """All errors and advice, as for a preview; messages in the desk's `words`. Raises `SettingsError`."""
        base = self._loader.known()
        documents = read_texts(bundle, texts, base)
        loaded = self._loader.load_with({bundle: documents})
        folder = f"{loaded.options.display_name}/{bundle}"
        beside = (each for each in base.result.problems if _is_beside_texts(each, folder))
        problems = {*loaded.result.problems, *self._advice(bundle, loaded), *beside}
        return _result(bundle, texts, problems, loaded, words)

    def check_published(self, bundle: str, texts: Texts, words: UiText) -> LiveResult:
        """The errors that the texts would have without a draft mark, on the day they are published."""
        base = self._loader.known()
        documents = tuple(_published(each) for each in read_texts(bundle, texts, base))
        known = base.result.content.bundles.get(bundle) or self._loader.load().result.content.bundles.get(
            bundle
        )
        moments = [base.options.now, *([known.published] if known and known.published else [])]
        loaded = self._loader.load_with({bundle: documents}, preview=False, now=max(moments))
        errors = (each for each in loaded.result.problems if each.severity is Severity.ERROR)
        return _result(bundle, texts, errors, loaded, words)

    def _advice(self, bundle: str, loaded: Loaded) -> Iterator[Problem]:
        content, options = loaded.result.content, loaded.options
        found = content.bundles.get(bundle)
        if found is None:
            return
        checkers = self._spelling.checkers(loaded.result.phrases, options.content)
        yield from bundles_advice(loaded.result, options, {bundle: found}, checkers)
        paths = {document.path for document in found.documents.values()}
        yield from (each for each in duplicate_titles(content.bundles) if each.path in paths)


def read_texts(bundle: str, texts: Texts, loaded: Loaded) -> tuple[Document, ...]:
    """The documents of a bundle: from the texts, in other languages from the disk."""
    options = loaded.options
    documents = []
    for code in options.languages:
        where = parse_content_path([*bundle.split("/"), f"{code}.md"], options.languages)
        path = f"{options.display_name}/{bundle}/{code}.md"
        file = options.content / bundle / f"{code}.md"
        if code in texts:
            content = texts[code].encode(errors="replace")
        elif file.is_file():
            content = file.read_bytes()
        else:
            continue
        documents.append(parse_document(where, path, content, loaded.result.phrases[code]))
    return tuple(documents)


def _is_beside_texts(found: Problem, folder: str) -> bool:
    """Whether a problem is about a file of the folder that is no text, such as a picture."""
    return found.path.rpartition("/")[0] == folder and not found.path.endswith(".md")


def _published(document: Document) -> Document:
    """The document without a draft mark."""
    if document.matter.status is not Status.DRAFT:
        return document
    return replace(document, matter=replace(document.matter, status=None))


def _result(
    bundle: str, texts: Texts, problems: Iterable[Problem], loaded: Loaded, words: UiText
) -> LiveResult:
    own, elsewhere = [], []
    lines = {code: text.split("\n") for code, text in texts.items()}
    for found in sorted(problems, key=lambda each: (each.severity is Severity.ADVICE, each)):
        finding = make_finding(found, loaded.options, words)
        if finding.bundle == bundle:
            document = _document(loaded.result, bundle, finding.language)
            own.append(complete_finding(finding, found, document, lines.get(finding.language, [])))
        elif found.severity is Severity.ERROR:
            elsewhere.append(finding)
    return LiveResult(tuple(own), tuple(elsewhere), loaded)


def _document(result: LoadResult, bundle: str, language: str) -> Document | None:
    found = result.content.bundles.get(bundle)
    return found.documents.get(language) if found else None


def make_finding(found: Problem, options: BuildOptions, words: UiText) -> DraftFinding:
    """The problem in the desk's words, with its place in the content."""
    path = found.path.removeprefix(f"{options.display_name}/")
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    return DraftFinding(
        bundle=folder,
        language=stem if suffix == "md" and stem in options.languages else "",
        path=found.display_path,
        line=found.line,
        code=found.code,
        severity=str(found.severity),
        message=sentence(found, words.language.code),
        accessibility=found.code in ACCESSIBILITY,
        site_path=path if site_file_kind(path) else "",
    )


def complete_finding(
    finding: DraftFinding, found: Problem, document: Document | None, lines: list[str]
) -> DraftFinding:
    """The finding with its field, what mends it, and the words that may be meant."""
    fixes = suggest_fixes(found.path, lines, found) if lines else ()
    values = dict(found.values)
    near = values.get("near", NONE) if found.code == "spelling" else NONE
    return replace(
        finding,
        key=_field(found, document),
        fixes=tuple(TextFix(each.line, each.before, each.after) for each in fixes),
        word=values.get("word", "") if found.code == "spelling" else "",
        suggestions=() if near == NONE else tuple(near.split(", ")),
    )


def _field(found: Problem, document: Document | None) -> str:
    """The key of the front matter that a problem is about; empty if it is in the text."""
    if found.code in FIELD_OF_CODE:
        return FIELD_OF_CODE[found.code]
    if document is None or found.line >= document.source_line:
        return ""
    before = {key: line for key, line in document.matter.lines.items() if line <= found.line}
    return max(before, key=lambda key: before[key]) if before else ""
