"""An import from start to end: read, plan, compose until all is well, write, report."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.build.files import atomic_write
from plugins.content.edition_builder import read_topics
from plugins.content.fact_words import read_fact_words
from plugins.content.facts import FactReader
from plugins.content.load import load_site
from plugins.content.parity import check_parity
from plugins.diagnostics.problem import Severity
from plugins.editor.importing.bundle_files import Composer, yaml_value
from plugins.editor.importing.guess import read_source
from plugins.editor.importing.import_plan import Planner, check_args
from plugins.editor.importing.imported_links import ItemLinks
from plugins.editor.importing.source_folder import open_source
from plugins.editor.importing.source_item import ImportNote
from plugins.model.bundle import group_bundles
from plugins.model.content_path import parse_content_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.editor.importing.bundle_files import ComposedBundle
    from plugins.editor.importing.import_plan import ImportPlan, PlannedBundle
    from plugins.editor.importing.source_folder import SourceFolder
    from plugins.editor.importing.source_item import SourceContent
    from plugins.model.bundle import Bundle

ROUNDS = 5
"""A draft makes links to it plain words, which cannot make another draft: two rounds are usual."""


class ImportArgs(Struct, frozen=True):
    """The command's arguments."""

    source: str
    kind: str = ""
    language: str = ""
    topic: str = ""


class ImportResult(Struct, frozen=True):
    """What an import makes: bundles, new topics, and every note."""

    bundles: list[ComposedBundle]
    topics: dict[str, dict[str, str]]
    notes: list[ImportNote] = field(default_factory=list)


def import_source(args: ImportArgs, options: BuildOptions) -> ImportResult:
    """Read a source and compose its bundles; nothing is written. Raises `SourceError`."""
    topics, _ = read_topics(options.content / "topics.yaml", options.display_name, options.languages)
    check_args(args.language, args.topic, options, topics)
    with open_source(args.source) as source:
        content = read_source(source, args.kind)
        loaded = load_site(options)
        plan = Planner(options, loaded, topics, args.language, args.topic).make(content)
        bundles = _compose(source, content, plan, loaded, options)
    notes = [*content.notes, *plan.notes]
    for bundle in bundles:
        for document in bundle.documents.values():
            notes += [*document.notes, *document.reasons]
    return ImportResult(bundles, plan.topics, list(dict.fromkeys(notes)))


def _compose(
    source: SourceFolder, content: SourceContent, plan: ImportPlan, loaded: LoadResult, options: BuildOptions
) -> list[ComposedBundle]:
    """The bundles; composed again while links lead to what became a draft or languages differ in facts."""
    links = ItemLinks(content)
    for planned in plan.bundles:
        links.add(planned)
    hidden, unequal = set[str](), set[str]()
    readers = _fact_readers(loaded, options)
    composed: dict[str, ComposedBundle] = {}
    for _ in range(ROUNDS):
        composer = Composer(source, links, loaded.phrases, options.display_name, hidden, unequal)
        todo = [each for each in plan.bundles if _needs(each, composed.get(each.name), composer)]
        composed |= {each.name: composer.compose(each) for each in todo}
        now_hidden = {each.planned.name for each in composed.values() if _is_hidden(each, options)}
        now_unequal = {each.planned.name for each in composed.values() if _differs(each, readers, options)}
        if now_hidden <= hidden and now_unequal <= unequal:
            break
        hidden |= now_hidden
        unequal |= now_unequal
    kept = [composed[planned.name] for planned in plan.bundles]
    faulty = [each for each in kept if any(document.is_faulty for document in each.documents.values())]
    for bundle in faulty:
        plan.notes.extend(ImportNote(item.name, "left-faulty") for item in bundle.planned.items.values())
    return [bundle for bundle in kept if bundle not in faulty]


def _needs(planned: PlannedBundle, composed: ComposedBundle | None, composer: Composer) -> bool:
    """Whether a bundle must be composed anew: it links to what readers do not see, or differs in facts."""
    if composed is None or planned.name in composer.unequal:
        return True
    targets = (link.target.strip("/") for each in composed.documents.values() for link in each.document.links)
    return any(target in composer.hidden for target in targets)


def _is_hidden(bundle: ComposedBundle, options: BuildOptions) -> bool:
    primary, found = next(iter(bundle.documents.values())), _grouped(bundle, options)
    return primary.is_draft or (found.published is not None and found.published > options.now)


def _grouped(composed: ComposedBundle, options: BuildOptions) -> Bundle:
    documents = {
        parse_content_path(
            (*composed.planned.name.split("/"), f"{code}.md"), options.languages
        ): each.document
        for code, each in composed.documents.items()
    }
    return group_bundles(documents, options.languages, options.zone)[composed.planned.name]


def _differs(composed: ComposedBundle, readers: Mapping[str, FactReader], options: BuildOptions) -> bool:
    """Whether the languages of a bundle state different facts, which would stop the build."""
    problems = check_parity(_grouped(composed, options), readers) if len(composed.documents) > 1 else ()
    return any(found.severity is Severity.ERROR for found in problems)


def _fact_readers(loaded: LoadResult, options: BuildOptions) -> dict[str, FactReader]:
    words, _ = read_fact_words(options.theme / "phrases", options.theme.name, options.languages)
    return {
        code: FactReader(each.language, each.telephones, words[code]) for code, each in loaded.phrases.items()
    }


def install(result: ImportResult, options: BuildOptions) -> list[Path]:
    """Write the bundles and the new topics, or nothing; returns the files of texts."""
    folders: list[Path] = []
    topics = options.content / "topics.yaml"
    before = topics.read_bytes() if topics.is_file() else None
    try:
        for bundle in result.bundles:
            folder = options.content / bundle.planned.name
            folder.mkdir(parents=True)
            folders.append(folder)
            for code, document in bundle.documents.items():
                (folder / f"{code}.md").write_text(document.text, encoding="utf-8", newline="\n")
            for name, content in bundle.pictures.files.items():
                (folder / name).write_bytes(content)
        if result.topics:
            atomic_write(topics, (before or b"").rstrip(b"\n") + b"\n" + _topic_lines(result.topics))
    except BaseException:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        if before is not None:
            with suppress(OSError):
                topics.write_bytes(before)
        raise
    return [
        folder / f"{code}.md"
        for folder, each in zip(folders, result.bundles, strict=True)
        for code in each.documents
    ]


def _topic_lines(topics: dict[str, dict[str, str]]) -> bytes:
    lines = [
        f"{slug}: {{{', '.join(f'{code}: {yaml_value(name)}' for code, name in names.items())}}}\n"
        for slug, names in topics.items()
    ]
    return "".join(lines).encode()
