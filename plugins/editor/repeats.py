"""Advice on bundles: titles that stand twice, pictures that no text shows, translations that lag behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.model.bundle import Bundle


def title_advice(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Two items of one language and section under one title cannot be told apart in a listing."""
    seen: dict[tuple[str, str, str], str] = {}
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            title = " ".join(document.matter.title.casefold().split())
            first = seen.setdefault((code, bundle.section, title), document.path)
            if title and first != document.path:
                line = document.matter.line("title")
                yield advice(document.path, line, "title-repeated", title=document.matter.title, other=first)


def picture_advice(
    bundles: Mapping[str, Bundle], pictures: Mapping[str, Mapping[str, Path]], shown: str
) -> Iterator[Problem]:
    """Pictures that lie in a bundle and are shown by none of its texts."""
    for name, files in pictures.items():
        documents = bundles[name].documents.values() if name in bundles else ()
        used = {picture.name for document in documents for picture in document.pictures}
        for file in sorted(files.keys() - used):
            yield advice(f"{shown}/{name}/{file}", 1, "picture-unused", name=file)


def translation_advice(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Translations whose original has changed, with the sections that did."""
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            if changed := bundle.changed_since_translated(code):
                sections = ", ".join(part.heading or f"{bundle.primary.path}:{part.line}" for part in changed)
                line = document.matter.line("translated_from")
                yield advice(
                    document.path, line, "translation-outdated", sections=sections, bundle=bundle.name
                )
