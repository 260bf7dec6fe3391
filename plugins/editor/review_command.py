"""`./inv review`: ask for a second pair of eyes, note that somebody has looked, write a preview to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plugins.content.options import build_options
from plugins.editor.desk.access import local_user
from plugins.editor.preview.worker import EXCLUDED_PLUGINS
from plugins.editor.preview_package import PreviewPackage, packaged_pages, write_folder, zip_files
from plugins.editor.reviews import ReviewAct, ReviewState, add_reviews, review_record, review_states
from plugins.editor.translations import resolve_names
from plugins.site.run import read_site_settings, run_preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.editor.report import UiText
    from plugins.model.bundle import Bundle

ARCHIVE = ".zip"


class ReviewArgs(Struct, frozen=True):
    """What was asked for: `ask` is an act, `looked` who has looked, `preview` a folder or an archive."""

    bundle: str
    ask: str = ""
    looked: str = ""
    note: str = ""
    preview: str = ""


def review_item(
    args: ReviewArgs, content: SiteContent, options: BuildOptions, texts: UiText
) -> Iterator[str]:
    """Do what was asked; what was done, a line each.

    Raises `ContentError` for an unknown item, and exits if who is named cannot be the second pair of eyes.
    """
    (name,) = resolve_names([args.bundle], content.bundles, options)
    bundle, user = content.bundles[name], local_user()
    if args.ask:
        add_reviews(options.content, [review_record(bundle, ReviewAct(args.ask), user, args.note)])
        yield texts.text("review-asked", item=name)
    if args.looked:
        state = review_states(options.content).get(bundle.identity, ReviewState())
        if not state.may_look(args.looked):
            raise SystemExit(texts.text("review-own", name=args.looked))
        add_reviews(options.content, [review_record(bundle, ReviewAct.LOOKED, args.looked, args.note)])
        yield texts.text("review-looked", item=name, name=args.looked)
    if args.preview:
        write_preview(bundle, Path(args.preview), options, texts, args.note)
        yield texts.text("review-preview", path=args.preview)


def write_preview(bundle: Bundle, target: Path, options: BuildOptions, texts: UiText, note: str) -> None:
    """Build the preview, and write an item's pages to a folder or an archive; raises `BuildError`."""
    output = options.cache / "preview-to-send"
    overrides: dict[str, Any] = {
        "PATH": str(options.content),
        "OUTPUT_PATH": str(output),
        "CACHE_PATH": str(options.cache / "preview-cache"),
        "PREVIEW": True,
        "FORCE_RELEASE": True,
        "SEARCH": False,
    }
    run_preview(overrides, EXCLUDED_PLUGINS)
    urls = build_options(read_site_settings(overrides)).urls
    pages = packaged_pages(bundle, urls)
    files = PreviewPackage(output, pages, urls.site_url, options.site.url, texts, note).files()
    if target.suffix.lower() == ARCHIVE:
        target.write_bytes(zip_files(files, target.stem))
    else:
        write_folder(files, target)
