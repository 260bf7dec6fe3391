"""What rendering needs besides views: memoized partials, the theme's static files."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError, problem
from plugins.i18n.typography import typeset
from plugins.pages.json_ld import json_ld
from plugins.pages.page_budget import MAX_BYTES, beginning, excess_size
from plugins.pages.safe_html import isolated, linked, safe_html, unbroken, wrap_tables
from plugins.pages.stylesheets import Stylesheet, digest, read_stylesheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment
    from markupsafe import Markup

    from plugins.pages.template_dependencies import TemplateDependencies
    from plugins.pages.views import Page, Site

RENDER_PARTIAL = "render_partial"
"""The name of the partials' renderer in templates."""
FONT = "onest-bold.woff2"
STYLESHEET = re.compile(rb'href="([^"]+\.css)"')
PLAIN = frozenset({str, int, bool})


class PartialRenderer:
    """Renders what many pages show alike, such as a teaser, once.

    `{{ render_partial("teaser", teaser=teaser) }}` renders `parts/teaser.html`, which sees the edition's
    names and its arguments, nothing of the page around it, so equal arguments give equal HTML.
    """

    def __init__(self, environment: Environment, names: dict[str, object]) -> None:
        self._environment = environment
        self._names = names
        self._known: dict[tuple[object, ...], tuple[Markup, dict[str, object]]] = {}

    def __call__(self, name: str, **shown: object) -> Markup:
        """The HTML of `parts/<name>.html`; arguments must be str, int, bool or immutable."""
        values = [value if type(value) in PLAIN else id(value) for value in shown.values()]
        key = (name, *shown, *values)
        known = self._known.get(key)
        if known is None:
            template = self._environment.get_template(partial_file(name))
            # The arguments are stored beside the HTML: while they live, no other object can have their ids.
            known = self._known[key] = (safe_html(template.render(**self._names, **shown)), shown)
        return known[0]


def partial_file(name: str) -> str:
    """The template of a partial."""
    return f"parts/{name}.html"


def template_globals(environment: Environment, site: Site) -> dict[str, object]:
    """The names every template of an edition sees besides `view`: its site, phrases and partials."""
    names: dict[str, object] = {"site": site}
    direction = site.language.direction
    names["linked"] = partial(linked, customs=site.phrases.telephones, direction=direction)
    names["unbroken"] = partial(unbroken, direction=direction)
    names["typeset"] = set_type = lru_cache(maxsize=None)(
        partial(typeset, typography=site.phrases.typography)
    )
    names["text"] = lambda key, **values: set_type(site.phrases.text(key, **values))
    names["count"] = lambda key, number: set_type(site.phrases.count(key, number))
    names["wrap_tables"] = wrap_tables
    names["isolated"] = partial(isolated, direction=direction)
    names["language_attributes"] = lambda language: safe_html(language.attributes(site.language))
    names[RENDER_PARTIAL] = PartialRenderer(environment, names)
    return names


class PageRenderer:
    """Renders pages; `base_key` is what all depend on, `site_file` the path of `site.yaml` in messages."""

    def __init__(
        self, environment: Environment, dependencies: TemplateDependencies, base_key: str, site_file: str
    ) -> None:
        self._environment = environment
        self._dependencies = dependencies
        self._site_file = site_file
        self._globals: dict[str, dict[str, object]] = {}
        self.base_key = base_key

    def template_digest(self, name: str) -> str:
        """The digest of a template with all that it includes."""
        return self._dependencies.digest(name)

    def render(self, site: Site, page: Page) -> bytes:
        """The page, a pure function of its site and view.

        Raises `ContentError` if its text would begin too late, `BuildError` if a template is wrong.
        """
        view = page.compose()
        names = self._site_globals(site)
        data = json_ld(view, site)
        with template_errors(view.template):
            template = self._environment.get_template(view.template)
            content = template.render(**names, view=view, json_ld=data).encode()
        begun = beginning(content)
        loaded = {*STYLESHEET.findall(begun)}
        style = sum(sheet.size for sheet in site.sheets if sheet.address.encode() in loaded)
        if excess := excess_size(begun, style):
            values = {"url": view.url, "weight": excess, "most": MAX_BYTES}
            raise ContentError([problem(self._site_file, 1, "page-too-heavy", **values)])
        return content

    def _site_globals(self, site: Site) -> dict[str, object]:
        code = site.language.code
        if code not in self._globals:
            self._globals[code] = template_globals(self._environment, site)
        return self._globals[code]


class Assets(Struct, frozen=True):
    """The style sheets, output paths of the script and the font of headings, and the bytes of all by path."""

    sheets: tuple[Stylesheet, ...]
    script: str
    font: str
    files: Mapping[str, bytes]


def read_assets(static: Path, brand_css: str, *, safety: bool = False) -> Assets:
    """The theme's style sheets, their palette overridden by `brand_css`, script and font, named by content.

    With `safety` the exit's styles are added, and its script, which keeps nothing on the device, replaces the
    other.
    """
    font = (static / "fonts" / FONT).read_bytes()
    font_path = f"static/{FONT.replace('.', f'.{digest(font)}.')}"
    script = (static / "js" / "site.js").read_bytes()
    exit_css = ""
    if safety:
        exit_css = (static / "safety" / "exit.css").read_text(encoding="utf-8")
        script = (static / "safety" / "exit.js").read_bytes()
    sheets = read_stylesheets(static / "css", brand_css, exit_css, {FONT: font_path.rpartition("/")[2]})
    script_path = f"static/site.{digest(script)}.js"
    files = {each.address: content for each, content in sheets.items()}
    return Assets(tuple(sheets), script_path, font_path, {**files, script_path: script, font_path: font})


TEMPLATE_FRAME = "__jinja_exception__"
"""A global of the frames that Jinja puts into tracebacks for the lines of templates."""


@contextmanager
def template_errors(template: str) -> Iterator[None]:
    """Raise `BuildError` with the place for any error of Jinja, or of what a template calls."""
    try:
        yield
    except (BuildError, ContentError):
        raise
    except Exception as error:
        place = _template_line(error)
        is_foreign = isinstance(error, OSError) or not place
        if is_foreign and not isinstance(error, TemplateError):  # one of Jinja's own is an `OSError`
            raise
        reason = f"no template {error}" if isinstance(error, TemplateNotFound) else _first_line(error)
        raise BuildError("template-error", place=place or template, reason=reason) from error


def _template_line(error: Exception) -> str:
    """The last line of a template that an error passed; empty if it passed none."""
    if isinstance(error, TemplateSyntaxError):
        return f"{_short_path(error.filename or error.name or '')}:{error.lineno}"
    place, trace = "", error.__traceback__
    while trace:
        if TEMPLATE_FRAME in trace.tb_frame.f_globals:
            place = f"{_short_path(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _first_line(error: Exception) -> str:
    lines = str(error.message if isinstance(error, TemplateSyntaxError) else error).splitlines()
    return lines[0] if lines else type(error).__name__


def _short_path(file: str) -> str:
    """The path of a template from its theme's folder on."""
    parts = Path(file).parts
    start = parts.index("templates") - 1 if "templates" in parts[1:] else 0
    return Path(*parts[start:]).as_posix()
