"""The folder `content/public/`, copied as it is into the root of the site.

For a logo, forms as PDF or DOCX, `CNAME`, `.well-known/security.txt` and files that verify who owns the site.
The site's visitors trust its address, so only types that browsers show or save without running anything are
published: no programs, scripts, macros or server pages, which a host might run. HTML is a page in the site's
name that nothing checks: only the small verification files of search engines are allowed.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from plugins.build.files import FileSnapshot, listing_error
from plugins.diagnostics.problem import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

    from plugins.build.files import FileState

FOLDER = "public"
WELL_KNOWN = ".well-known"
MAX_BYTES = 50_000_000
MAX_PAGE_BYTES = 4_000
SUFFIXES = frozenset(
    {
        *(".avif", ".csv", ".docx", ".gif", ".ico", ".ics", ".jpeg", ".jpg", ".json", ".mp3", ".mp4", ".ods"),
        *(".odt", ".pdf", ".png", ".svg", ".txt", ".vcf", ".webp", ".xlsx"),
    }
)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
PLAIN_NAMES = frozenset({"CNAME", ".nojekyll"})
"""Files without a suffix that hosts look for in the root."""
VERIFICATION = re.compile(
    r"(?:google[0-9a-z]{8,40}|yandex_[0-9a-z]{8,40}|pinterest-[0-9a-z]{3,10})\.html|BingSiteAuth\.xml"
)
SCRIPT = re.compile(rb"<\s*script|javascript:|\bon\w+\s*=", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"<?php", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
"""How programs and scripts begin, whatever they are called."""
SERVER_SUFFIXES = re.compile(
    r"\.(?:php\d?|phtml|phar|cgi|pl|py|rb|sh|aspx?|jspx?|shtml)(?=\.)", re.IGNORECASE
)
"""Suffixes that some servers run even before another one: `form.php.pdf`."""
LITTER = frozenset({".DS_Store", ".gitkeep", ".gitignore", "Thumbs.db", "desktop.ini"})
GENERATED_FOLDERS = frozenset({"alerts", "cards", "figures", "search", "static"})
GENERATED_FILES = re.compile(r"favicon\.ico|robots\.txt|sitemap[\w.-]*|_redirects|worker\.js", re.IGNORECASE)
XLINK = "{http://www.w3.org/1999/xlink"
SVG_ELEMENTS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"})
SVG_ANIMATED = re.compile(r"(?:xlink:)?href|on\w+", re.IGNORECASE)
SVG_LINK = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|webp|gif)[;,])", re.IGNORECASE)
CSS_FOREIGN = re.compile(
    r"@import|url\(\s*['\"]?(?!#|data:image/(?:png|jpeg|webp|gif)[;,])|expression\(|\\", re.IGNORECASE
)


def read_public_files(
    content: Path, display_name: str, languages: Collection[str]
) -> tuple[dict[str, Path], list[Problem]]:
    """The file of each output path, and the problems found; files with problems are left out."""
    folder = content / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return {}, []  # the scan of the content folder reports what is no folder
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for file, state in sorted(FileSnapshot.at(str(folder)).states):
        if state is None and listing_error(file):
            continue  # the scan of the content folder reports it
        path = Path(file).relative_to(folder).as_posix()
        if _is_litter(PurePosixPath(path).name):
            continue
        found = _find_problem(f"{display_name}/{FOLDER}/{path}", path, state, languages)
        found = found or _find_content_problem(f"{display_name}/{FOLDER}/{path}", Path(file))
        if found:
            problems.append(found)
        else:
            files[path] = Path(file)
    return files, problems


def _is_litter(name: str) -> bool:
    return name in LITTER or name.endswith(("~", ".swp", ".tmp", ".bak"))


def _find_problem(
    shown: str, path: str, state: FileState | None, languages: Collection[str]
) -> Problem | None:
    *folders, name = path.removeprefix(f"{WELL_KNOWN}/").split("/")
    if state is None:
        return problem(shown, 1, "not-a-file")
    if not _is_allowed_type(path):
        return problem(shown, 1, "public-type", name=name, types=" ".join(sorted(SUFFIXES)))
    if not all(NAME.fullmatch(part) for part in (*folders, name) if part not in PLAIN_NAMES):
        return problem(shown, 1, "public-name", name=path)
    first = path.partition("/")[0]
    if first in {*languages, *GENERATED_FOLDERS} or (first == path and GENERATED_FILES.fullmatch(path)):
        return problem(shown, 1, "public-taken", address=f"/{path}")
    if state[1] > (most := MAX_PAGE_BYTES if VERIFICATION.fullmatch(path) else MAX_BYTES):
        return problem(shown, 1, "public-heavy", size=f"{state[1] / 1e6:.1f}", most=f"{most / 1e6:g}")
    return None


def _is_allowed_type(path: str) -> bool:
    name = PurePosixPath(path)
    if path in PLAIN_NAMES or VERIFICATION.fullmatch(path):
        return True
    if not name.suffix and path.startswith(f"{WELL_KNOWN}/"):
        return True  # such as apple-app-site-association
    return name.suffix.lower() in SUFFIXES and not SERVER_SUFFIXES.search(name.name)


def _find_content_problem(shown: str, file: Path) -> Problem | None:
    code = _content_problem_code(file)
    return problem(shown, 1, code, name=file.name) if code else None


def _content_problem_code(file: Path) -> str:
    with file.open("rb") as opened:
        begun = opened.read(8)
    if begun.startswith(PROGRAMS):
        return "public-program"
    if file.suffix.lower() == ".svg":
        return "" if is_safe_svg(file.read_bytes()) else "public-svg"
    if VERIFICATION.fullmatch(file.name) and SCRIPT.search(file.read_bytes()):
        return "public-program"
    return ""


def is_safe_svg(content: bytes) -> bool:
    """Whether an SVG has no script, no event handler, no entity and no reference to another file."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser).getroottree()
    except etree.XMLSyntaxError:
        return False
    if tree.docinfo.internalDTD is not None and tree.docinfo.internalDTD.entities():
        return False
    return all(_is_safe_node(node) for node in tree.xpath("//node()[not(self::text() or self::comment())]"))


def _is_safe_node(node: _Element) -> bool:
    from lxml import etree

    if not isinstance(node.tag, str):
        return False  # a processing instruction, such as a style sheet's
    name = etree.QName(node).localname
    if name in SVG_ELEMENTS or (name == "style" and CSS_FOREIGN.search("".join(node.itertext()))):
        return False
    return all(_is_safe_attribute(str(key), str(value)) for key, value in node.attrib.items())


def _is_safe_attribute(key: str, value: str) -> bool:
    namespace, _, name = key.lower().rpartition("}")
    if namespace not in {"", XLINK}:
        return True  # an editor's own notes, such as the file it exported to
    if name.startswith("on") or (name == "attributename" and SVG_ANIMATED.fullmatch(value.strip())):
        return False
    if name in {"href", "src"}:
        return SVG_LINK.match(value) is not None
    return CSS_FOREIGN.search(value) is None
