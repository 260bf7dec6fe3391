"""`./inv build --skip-broken`: an item with an error stays as it was published; the others are built.

Its last published texts take the place of the broken ones before anything is made of them, so that pages,
listings, feeds and search agree. What the cache does not know, or what is wrong by now, is left out; its
published pages stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.documents import DocumentCache, documents_key
from plugins.content.published_documents import PublishedDocuments
from plugins.content.scan import RESERVED
from plugins.diagnostics.problem import ContentError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.model.document import Document

    Replaced = Mapping[str, tuple[Document, ...]]
    Load = Callable[[BuildOptions, Replaced], LoadResult]


class SkippedItems(Struct, frozen=True):
    """Broken items by the names of their bundles, and all problems that they have.

    Of the `kept` ones the last published version is built; the others are `left_out`.
    """

    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was skipped."""
        return bool(self.kept or self.left_out)


def load_without_broken(options: BuildOptions, result: LoadResult, load: Load) -> LoadResult:
    """Load the content with the last published version of every broken item, or without it.

    Raises `ContentError` if something is wrong that belongs to no item, such as a list of topics.
    """
    documents = DocumentCache.open(options.cache, options.cache_id, documents_key(result.phrases))
    published = PublishedDocuments(options, documents)
    replaced: dict[str, tuple[Document, ...]] = {}
    found: set[Problem] = set()
    while not result.ok:
        errors = [each for each in result.problems if each.severity is Severity.ERROR]
        found.update(errors)
        broken = {_bundle_of(each, options) for each in errors}
        if "" in broken or all(name in replaced and not replaced[name] for name in broken):
            raise ContentError(found)
        for name in broken:
            # The second error is one of the last published version itself: it cannot be built either.
            replaced[name] = () if name in replaced else _last_version(name, options, published)
        result = load(options, replaced)
    skipped = SkippedItems(
        kept=tuple(sorted(name for name, texts in replaced.items() if texts)),
        left_out=tuple(sorted(name for name, texts in replaced.items() if not texts)),
        problems=tuple(sorted(found)),
    )
    return replace(result, content=replace(result.content, skipped=skipped))


def is_in_bundles(path: str, options: BuildOptions, bundles: Iterable[str]) -> bool:
    """Whether a path of a message lies in the folder of one of these bundles."""
    return path.rpartition("/")[0].removeprefix(f"{options.display_name}/") in bundles


def _bundle_of(found: Problem, options: BuildOptions) -> str:
    """The folder of the item that a problem belongs to; empty if it belongs to none."""
    folder = found.path.removeprefix(f"{options.display_name}/").rpartition("/")[0]
    inside = found.path.startswith(f"{options.display_name}/")
    return folder if inside and folder.partition("/")[0] not in RESERVED else ""


def _last_version(name: str, options: BuildOptions, published: PublishedDocuments) -> tuple[Document, ...]:
    """The published documents of a bundle; none if it was not published, or the cache lacks one of them."""
    paths = published.paths(f"{options.display_name}/{name}")
    documents = [document for path in paths if (document := published.load(path))]
    return tuple(documents) if len(documents) == len(paths) else ()
