"""Folders of Markdown files: Hugo, Jekyll, Pelican, and plain ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.importing.foreign_front_matter import ForeignFrontMatter, read_foreign_front_matter
from plugins.editor.importing.markdown_dialects import Dialect
from plugins.editor.importing.source_folder import SourceError
from plugins.editor.importing.source_item import (
    ImportNote,
    Moment,
    SourceContent,
    SourceItem,
    parse_typed_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editor.importing.source_folder import SourceFolder

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
DATED_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[-_ ]+(?P<slug>.+)")
LANGUAGE_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)")
LANGUAGE_FOLDER = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")
TITLE_LINE = re.compile(r"\s*(?:#[ \t]+(?P<atx>[^\n]+?)[ \t#]*|(?P<setext>[^\n]+)\n=+[ \t]*)(?:\n|\Z)")
NOT_ITEMS = frozenset({"readme", "license", "changelog", "contributing", "_index", "404"})
READ_KEYS = frozenset(
    [
        "title",
        "headline",
        "date",
        "pubdate",
        "published",
        "publishdate",
        "created",
        "modified",
        "updated",
        "lastmod",
        "last_modified_at",
        "description",
        "summary",
        "excerpt",
        "slug",
        "url",
        "permalink",
        "save_as",
        "lang",
        "language",
        "locale",
        "translationkey",
        "ref",
        "translation_id",
        "draft",
        "status",
        "author",
        "authors",
        "by",
        "categories",
        "category",
        "tags",
        "keywords",
        "topics",
        "aliases",
        "alias",
        "redirect_from",
        "image",
        "cover",
        "thumbnail",
        "featured_image",
        "layout",
        "type",
    ]
)


class FolderLayout(Struct, frozen=True):
    """What differs between generators: folders of posts and pages, and the address of an article.

    With `has_root_pages` a text without a date outside of folders is a page.
    """

    roots: tuple[str, ...] = ("",)
    pages: tuple[str, ...] = ("pages", "_pages", "page")
    address: Callable[[MarkdownFile], tuple[str, ...]] = lambda _file: ()
    drafts: tuple[str, ...] = ("_drafts", "drafts")
    has_root_pages: bool = True


class MarkdownFile(Struct, frozen=True):
    """A file: its path below the root of texts, its name without date and language, its front matter."""

    path: str
    place: str
    stem: str
    language: str
    day: Moment | None
    matter: ForeignFrontMatter

    @property
    def slug(self) -> str:
        """The name of the article in addresses."""
        return self.matter.text("slug") or self.stem


def read_markdown(source: SourceFolder, layout: FolderLayout) -> SourceContent:
    """Every article of a folder; raises `SourceError` if there is none."""
    content = SourceContent([])
    for path in source.texts(*SUFFIXES):
        root = next((each for each in layout.roots if path.startswith(each)), None)
        stem = path.rpartition("/")[2].rpartition(".")[0].lower()
        if root is None or stem.partition(".")[0] in NOT_ITEMS:
            content.notes.append(ImportNote(path, "not-an-item"))
            continue
        try:
            content.items.append(_read_item(source, path, root, layout, content.notes))
        except SourceError as error:
            content.notes.append(ImportNote(path, error.code.replace("import-", "left-")))
    if not content.items:
        raise SourceError("import-empty", path=source.shown)
    return content


def _read_item(
    source: SourceFolder, path: str, root: str, layout: FolderLayout, notes: list[ImportNote]
) -> SourceItem:
    file = _source_file(path, root, read_foreign_front_matter(source.read(path)))
    matter = file.matter
    title, body = _title(matter, file)
    dialect = Dialect(path)
    html = dialect.render(body)
    published = (
        parse_typed_moment(matter.text("date", "pubdate", "publishdate", "published", "created")) or file.day
    )
    notes += dialect.notes
    notes += [ImportNote(path, "key-left", key) for key in sorted(matter.values.keys() - READ_KEYS)]
    reasons = [*dialect.reasons, *([ImportNote(path, "front-matter-broken")] if matter.is_broken else [])]
    if matter.is_loose and not matter.is_broken:
        notes.append(ImportNote(path, "front-matter-broken"))
    folders = file.place.split("/")[:-1]
    return SourceItem(
        name=path,
        title=title,
        html=html,
        summary=matter.text("summary", "description", "excerpt"),
        slug=file.slug,
        language=matter.text("lang", "language", "locale") or file.language,
        pair=_pair(file),
        published=published,
        updated=parse_typed_moment(matter.text("lastmod", "modified", "updated", "last_modified_at")),
        authors=matter.listed("author", "authors", "by"),
        tags=matter.listed("categories", "category", "tags", "keywords", "topics"),
        is_draft=matter.flag("draft")
        or matter.text("status").lower() in {"draft", "hidden", "private"}
        or matter.text("published").lower() == "false"
        or folders[:1] in [[each] for each in layout.drafts],
        is_page=published is None and (folders[0] in layout.pages if folders else layout.has_root_pages),
        addresses=(*_addresses(matter, layout, file), *matter.texts("aliases", "alias", "redirect_from")),
        names=_names(path, root),
        folder=path.rpartition("/")[0],
        picture=matter.picture("image", "cover", "thumbnail", "featured_image"),
        reasons=tuple(reasons),
    )


def _source_file(path: str, root: str, matter: ForeignFrontMatter) -> MarkdownFile:
    place = path.removeprefix(root).lstrip("/")
    folders, stem = place.split("/")[:-1], place.rpartition("/")[2].rpartition(".")[0]
    language, day = "", None
    if match := LANGUAGE_SUFFIX.fullmatch(stem):
        stem, language = match["stem"], match["language"]
    if folders and LANGUAGE_FOLDER.fullmatch(folders[0]) and not language:
        language, *folders = folders
    if stem == "index" and folders:
        *folders, stem = folders
    if match := DATED_NAME.fullmatch(stem):
        day, stem = parse_typed_moment(match["day"]), match["slug"]
    return MarkdownFile(path, "/".join([*folders, stem]), stem, language, day, matter)


def _title(matter: ForeignFrontMatter, file: MarkdownFile) -> tuple[str, str]:
    """The title, and the body without a heading that repeats it or stands for it."""
    title, body = matter.text("title", "headline"), matter.body
    if match := TITLE_LINE.match(body):
        first = (match["atx"] or match["setext"]).strip()
        if not title or first.casefold() == title.casefold():
            return title or first, body[match.end() :]
    return title or re.sub(r"[-_]+", " ", file.stem).strip().capitalize(), body


def _pair(file: MarkdownFile) -> str:
    key = file.matter.text("translationkey", "translation_id", "ref")
    return key or file.place or file.path


def _addresses(matter: ForeignFrontMatter, layout: FolderLayout, file: MarkdownFile) -> tuple[str, ...]:
    typed = matter.text("url", "permalink", "save_as")
    return (f"/{typed.lstrip('/')}",) if typed and ":" not in typed else layout.address(file)


def _names(path: str, root: str) -> tuple[str, ...]:
    """How links in texts name the file: its path, with and without root, suffix and folder."""
    below = path.removeprefix(root).lstrip("/")
    plain = below.rpartition(".")[0]
    if match := LANGUAGE_SUFFIX.fullmatch(plain):
        plain = match["stem"]
    plain = plain.removesuffix("/index") or below
    return (path, below, plain, plain.rpartition("/")[2])


def read_hugo(source: SourceFolder) -> SourceContent:
    """A Hugo site: `content/posts/x.ru.md`, `content/ru/posts/x/index.md`."""
    root = "content/" if source.exists("content") else ""
    return read_markdown(source, FolderLayout(roots=(root,), address=_hugo_address))


def _hugo_address(file: MarkdownFile) -> tuple[str, ...]:
    prefix = f"/{file.language}" if file.language else ""
    folder = file.place.rpartition("/")[0]
    return (f"{prefix}/{folder}/{file.slug}/".replace("//", "/"),)


def read_jekyll(source: SourceFolder) -> SourceContent:
    """A Jekyll site: `_posts/2022-12-30-x.md`."""
    return read_markdown(
        source, FolderLayout(roots=("_posts/", "_drafts/", "_pages/", ""), address=_jekyll_address)
    )


def _jekyll_address(file: MarkdownFile) -> tuple[str, ...]:
    if file.day is None:
        return (f"/{file.place}.html", f"/{file.place}/")
    categories = "".join(f"/{each.lower()}" for each in file.matter.text("categories", "category").split())
    day = f"{file.day.day:%Y/%m/%d}"
    return (f"{categories}/{day}/{file.slug}.html", f"{categories}/{day}/{file.slug}/")


def read_pelican(source: SourceFolder) -> SourceContent:
    """A Pelican site: `content/x.md` with `Title:` lines, at `/x.html`, translations at `/x-en.html`."""
    root = "content/" if source.exists("content") else ""
    return read_markdown(source, FolderLayout(roots=(root,), address=_pelican_address))


def _pelican_address(file: MarkdownFile) -> tuple[str, ...]:
    folder = "/pages" if file.place.startswith("pages/") else ""
    language = file.matter.text("lang")
    return (f"{folder}/{file.slug}.html", *((f"{folder}/{file.slug}-{language}.html",) if language else ()))


def read_plain(source: SourceFolder) -> SourceContent:
    """A folder of Markdown files, or one."""
    return read_markdown(source, FolderLayout(has_root_pages=False))
