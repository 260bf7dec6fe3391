"""Names card pictures after all their inputs, as messengers cache by URL; draws the missing ones."""

from __future__ import annotations

import zlib
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import PIL

from plugins.build.files import FileState, atomic_write, file_state
from plugins.build.parallel import parallel_map
from plugins.cards.design import ZLIB_LEVEL, MissingGlyphsError, TooLongError, png_palette
from plugins.diagnostics.problem import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.cards.card_text import CardText
    from plugins.cards.design import Format

PACKAGE = Path(__file__).parent
KEY_DIGITS = 8  # of the key, in a file name
INDEX = "index.json"


def _card_key(card: CardText, size: Format, palette: bytes) -> str:
    """A SHA-256 of everything that shapes a picture, in hexadecimal."""
    return sha256(repr((card, size)).encode() + palette + _renderer_version().encode()).hexdigest()


def card_name(card: CardText, size: Format, theme: str, palette: bytes) -> str:
    """`calls.share.light.ru.1f0c2a9b.png`, known before the picture is drawn."""
    return _card_file_name(card, size, theme, _card_key(card, size, palette))


def _card_file_name(card: CardText, size: Format, theme: str, key: str) -> str:
    _, _, part = card.address.partition(".")
    stem = (part or card.address).replace(".", "-")
    return f"{stem}.{size.name}.{theme}.{card.language}.{key[:KEY_DIGITS]}.png"


@cache
def _renderer_version() -> str:
    patterns = ("fonts/*.ttf", "fonts/*.json", "*.py")
    files = [file for pattern in patterns for file in sorted(PACKAGE.glob(pattern))]
    digests = [sha256(file.read_bytes()).hexdigest() for file in files]
    versions = (PIL.__version__, zlib.ZLIB_RUNTIME_VERSION, str(ZLIB_LEVEL))
    return sha256("".join((*digests, *versions)).encode()).hexdigest()


class RenderJob(NamedTuple):
    """A card to draw in one size and some themes; `path` and `line` locate its text for error messages."""

    card: CardText
    size: Format
    themes: tuple[str, ...]
    path: str
    line: int
    folder: str = ""


class CachedPicture(NamedTuple):
    """A file of the cache: its state when it was last checked, and the checksum of its bytes."""

    state: FileState
    checksum: str


Index = dict[str, CachedPicture]
"""The files of a cache folder by name. What it does not list or lists otherwise is drawn again."""


class RenderResult(NamedTuple):
    """The cache file of each picture by its output path, the number of new drawings, and all problems."""

    pictures: dict[str, Path]
    fresh: int
    problems: tuple[Problem, ...]


def draw_cards(
    jobs: Iterable[RenderJob],
    palettes: Mapping[str, Mapping[str, str]],
    cache_dir: Path,
    progress: Callable[[int, int], None] | None = None,
) -> RenderResult:
    """Draw the pictures missing in the cache, calling `progress(done, total)`; evict those no job needs."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    png_palettes = {theme: png_palette(tokens) for theme, tokens in palettes.items()}
    cached = _load_index(cache_dir)
    pictures: dict[str, Path] = {}
    pending: list[tuple[RenderJob, dict[str, Path]]] = []
    for job in jobs:
        files = _cache_files(job, png_palettes, cache_dir)
        pictures |= dict(files.values())
        missing = {theme: file for theme, (_, file) in files.items() if file.name not in cached}
        if missing:
            pending.append((job, missing))
    found: list[Problem] = []
    drawn = parallel_map(lambda each: _draw_missing(*each, png_palettes), pending, chunksize=1)
    for done, problems in enumerate(drawn, start=1):
        found += problems
        if progress:
            progress(done, len(pending))
    _save_index(cache_dir, cached, {file.name for file in pictures.values()})
    if found:
        pictures = {path: file for path, file in pictures.items() if file.exists()}
    return RenderResult(pictures, len(pending), tuple(found))


def check_cards(jobs: Iterable[RenderJob]) -> tuple[Problem, ...]:
    """The problems that drawing the cards would find: they are laid out, and nothing is drawn."""
    from plugins.cards.renderer import lay_out_card

    problems = []
    for job in jobs:
        try:
            lay_out_card(job.card, job.size)
        except (MissingGlyphsError, TooLongError) as error:
            problems.append(_layout_problem(job, error))
    return tuple(problems)


def _load_index(cache_dir: Path) -> Index:
    """The pictures in a cache folder that are as they were drawn."""
    try:
        index = msgspec.json.decode((cache_dir / INDEX).read_bytes(), type=Index)
    except (OSError, ValueError, msgspec.MsgspecError):
        return {}
    checked = {name: _check_picture(cache_dir / name, known) for name, known in index.items()}
    return {name: picture for name, picture in checked.items() if picture}


def _check_picture(file: Path, known: CachedPicture | None) -> CachedPicture | None:
    """A file as it is now; None where it is missing, or not the one that is known."""
    state = file_state(str(file))
    if state is None or (known and known.state == state):
        return known if state else None
    try:
        checksum = blake2b(file.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return None
    return CachedPicture(state, checksum) if known is None or known.checksum == checksum else None


def _save_index(cache_dir: Path, cached: Index, wanted: set[str]) -> None:
    for path in cache_dir.iterdir():
        if path.is_file() and path.name not in wanted | {INDEX}:
            path.unlink(missing_ok=True)
    checked = {name: cached.get(name) or _check_picture(cache_dir / name, None) for name in sorted(wanted)}
    index = {name: picture for name, picture in checked.items() if picture}
    if index != cached:
        atomic_write(cache_dir / INDEX, msgspec.json.encode(index))


def _cache_files(
    job: RenderJob, png_palettes: Mapping[str, bytes], cache_dir: Path
) -> dict[str, tuple[str, Path]]:
    keys = {theme: _card_key(job.card, job.size, png_palettes[theme]) for theme in job.themes}
    return {
        theme: (output_path(job, _card_file_name(job.card, job.size, theme, key)), cache_dir / f"{key}.png")
        for theme, key in keys.items()
    }


def output_path(job: RenderJob, name: str) -> str:
    """The output path of one of a job's pictures."""
    return f"{job.folder}/{name}" if job.folder else name


def _draw_missing(
    job: RenderJob, missing: Mapping[str, Path], png_palettes: Mapping[str, bytes]
) -> list[Problem]:
    from plugins.cards.renderer import draw_canvas, encode_png

    try:
        canvas = draw_canvas(job.card, job.size)
    except (MissingGlyphsError, TooLongError) as error:
        return [_layout_problem(job, error)]
    for theme, file in missing.items():
        atomic_write(file, encode_png(canvas, job.card, png_palettes[theme]))
    return []


def _layout_problem(job: RenderJob, error: MissingGlyphsError | TooLongError) -> Problem:
    if isinstance(error, TooLongError):
        return _card_problem(job, "cards-too-long", text=str(error))
    letters = ", ".join(f"{char} (U+{ord(char):04X})" for char in str(error))
    return _card_problem(job, "cards-no-glyph", letters=letters)


def _card_problem(job: RenderJob, code: str, **values: object) -> Problem:
    context = {"card": job.card.address, "language": job.card.language, "size": job.size.name}
    return problem(job.path, job.line, code, **context, **values)
