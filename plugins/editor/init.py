"""`./inv init`: a new site from answers to a few questions; the demonstration moves to `examples/`."""

from __future__ import annotations

import json
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.load import load_site
from plugins.content.options import options_for
from plugins.content.site_config import FILE
from plugins.diagnostics.problem import ContentError, Severity, problem
from plugins.editor.site_answers import DEFAULT, RESERVED_HOST, SiteAnswers, split_code, split_list
from plugins.editor.slugs import slugify
from plugins.editor.untranslated import completed, untranslated_copy
from plugins.i18n.language import Language, nearest_language, same_language
from plugins.i18n.phrase_files import UNTRANSLATED, phrase_languages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from plugins.content.options import BuildOptions
    from plugins.editor.report import UiText

TEXTS = Path(__file__).parent / "site_texts.toml"
HANDBOOK = "README.md"
PHRASES = "phrases"


class NewSite(Struct, frozen=True):
    """The files of a new site by their paths in the content folder."""

    files: Mapping[str, str]

    @property
    def untranslated(self) -> dict[str, int]:
        """How many phrases each phrase file leaves to be translated."""
        counts = {path: text.count(f"{UNTRANSLATED}\n") for path, text in self.files.items()}
        return {path: count for path, count in counts.items() if count and path.startswith(PHRASES)}


def compose_site(
    answers: SiteAnswers, texts: UiText, theme: Path, examples: Path, now: dt.datetime
) -> NewSite:
    """The files of a new site, dated by the day in its own time zone; `examples` are sites with phrases."""
    today = _local_day(now, answers.timezone)
    languages = split_list(answers.languages)
    site_texts = _site_texts(languages, _names(answers.name, languages))
    files = {FILE: _site_yaml(answers, languages, site_texts, texts, today.year)}
    topic = ", ".join(f"{code}: {_quoted(each['topic'])}" for code, each in site_texts.items())
    files["topics.yaml"] = f"calling: {{{topic}}}\n"
    known = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    written = [code for code in languages if _same_language(code, [*known])] or languages[:1]
    for code, each in site_texts.items():
        draft = "" if code in written else "status: draft\n"
        files[f"about/{code}.md"] = _document(each, "about", draft)
        question = _document(each, "question", f"date: {today}\n{draft}")
        files[f"faq/calling/how-to-call/{code}.md"] = question
        news = _document(each, "news", "topics: [calling]\nstatus: draft\n")
        files[f"news/{today}-{slugify(known[DEFAULT]['news_title'])}/{code}.md"] = news
    return NewSite({**files, **_phrase_files(languages, theme / PHRASES, examples)})


def _names(typed: Sequence[str], languages: list[str]) -> dict[str, str]:
    """The name in every language; one without a language is for all that have none."""
    names = dict(map(split_code, typed))
    return {code: names.get(code) or names[""] for code in languages}


def _site_texts(languages: list[str], names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    known = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return {
        code: {"name": names[code], **known[_same_language(code, [*known]) or DEFAULT]} for code in languages
    }


def _same_language(code: str, available: Sequence[str]) -> str:
    """As `same_language`; empty for an unknown code too, which is reported with the rest of site.yaml."""
    try:
        return same_language(code, available)
    except ValueError:
        return ""


def _local_day(now: dt.datetime, timezone: str) -> dt.date:
    try:
        return now.astimezone(ZoneInfo(timezone)).date()
    except (ValueError, KeyError, OSError):  # an unknown zone is reported with the rest of site.yaml
        return now.date()


def _site_yaml(
    answers: SiteAnswers, languages: list[str], texts: Mapping[str, Mapping[str, str]], ui: UiText, year: int
) -> str:
    lines = [f"# {ui.text('init-comment-file')}"]
    for key in ("name", "tagline", "description"):
        lines.append(f"{key}:")
        lines += [f"  {code}: {_quoted(texts[code][key])}" for code in languages]
    lines += ["", f"# {ui.text('init-comment-contacts')}", "contacts:", "  - kind: call"]
    lines += [f"    show: {_quoted(answers.number)}", ""]
    lines += [f"# {ui.text('init-comment-languages')}", f"languages: [{', '.join(map(_quoted, languages))}]"]
    lines.append(f"timezone: {_quoted(answers.timezone)}")
    if area := split_list(answers.area):
        lines += [f"# {ui.text('init-comment-area')}", f"area: [{', '.join(map(_quoted, area))}]"]
    host = urlsplit(answers.url).hostname or ""
    lines += [f"url: {_quoted(answers.url)}", "", "feeds:", f"  # {ui.text('init-comment-authority')}"]
    lines.append(f"  authority: {_quoted(f'{host},{year}')}")
    return "\n".join(lines) + "\n"


def _document(texts: Mapping[str, str], kind: str, more: str) -> str:
    title, summary = _quoted(texts[f"{kind}_title"]), _quoted(texts[f"{kind}_summary"])
    return f"---\ntitle: {title}\nsummary: {summary}\n{more}---\n\n{texts[f'{kind}_text']}\n"


def _quoted(text: str) -> str:
    """A text as a YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def _phrase_files(languages: list[str], folder: Path, examples: Path) -> dict[str, str]:
    """A phrase file for each language that the theme has none for; unknown ones are left to the check."""
    available = phrase_languages(folder)
    new = (code for code in languages if not _same_language(code, available))
    files = {code: phrase_file(code, folder, examples) for code in new}
    return {f"{PHRASES}/{code}.toml": text for code, text in files.items() if text}


def phrase_file(code: str, folder: Path, examples: Path) -> str:
    """The phrases of a language as a site's own file begins: the theme's in `folder`, or to be translated.

    Those have the phrases of an example that has the language. Empty for an unknown language.
    """
    available = phrase_languages(folder)
    try:
        if known := same_language(code, available):
            return (folder / f"{known}.toml").read_text(encoding="utf-8")
        phrases = untranslated_copy(folder / f"{nearest_language(code, available)}.toml", Language(code))
        translated = {file.stem: file for file in sorted(examples.glob(f"*/{PHRASES}/*.toml"))}
        if known := same_language(code, [*translated]):
            return completed(translated[known].read_text(encoding="utf-8"), phrases)
    except ValueError:
        return ""
    return phrases


def check_site(site: NewSite, options: BuildOptions) -> None:
    """Raise `ContentError` if the new site has errors; nothing is written where it will be."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / options.display_name
        _write(site, content)
        changed = replace(options_for(content, options), cache=Path(folder) / "cache", progress=None)
        found = load_site(changed).problems
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise ContentError(errors)


def install_site(site: NewSite, options: BuildOptions, examples: Path | None) -> Path | None:
    """Write the site into the content folder; where the demonstration that stood there is now, if one did.

    A demonstration moves into `examples`, if given. Raises `ContentError` if another site is there.
    """
    content, moved = options.content, None
    if content.is_file():
        raise ContentError([problem(options.display_name, 0, "init-file")])
    if _is_taken(content):
        moved = (
            examples / slugify(options.site.main.dial) if examples and _is_demonstration(options) else None
        )
        if moved is None or moved.exists():
            raise ContentError([problem(f"{options.display_name}/{FILE}", 1, "init-taken")])
        moved.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(content, moved)
    try:
        _write(site, content)
        if moved and (moved / HANDBOOK).is_file():
            shutil.copy2(moved / HANDBOOK, content)
    except OSError:
        shutil.rmtree(content, ignore_errors=True)
        if moved:
            shutil.move(moved, content)
        raise
    return moved


def _is_taken(content: Path) -> bool:
    return content.exists() and any(content.iterdir())


def _is_demonstration(options: BuildOptions) -> bool:
    """Whether the site says that it is one, at an address that nobody can own."""
    host = urlsplit(options.site.url).hostname or ""
    return not options.problems and host.endswith(RESERVED_HOST) and bool(options.site.notice)


def _write(site: NewSite, content: Path) -> None:
    for path, text in site.files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")
