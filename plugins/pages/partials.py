"""Memoized partials: what many pages show alike, such as a teaser, is rendered once a build.

    {{ render_partial("teaser", teaser=teaser, level=3) }}

renders `parts/teaser.html`, which sees the edition's globals and its arguments, and nothing of the page
around it: so the same arguments give the same HTML everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

    from plugins.pages.view import Site

RENDER_PARTIAL = "render_partial"
"""What templates call it."""
HYPHENATED = re.compile(r"(?<![\w&#])\+?\d+(?:-\d+)+(?!\w)")
BY_VALUE = frozenset({str, int, bool})


class PartialRenderer:
    """Renders the partials of one edition's pages; called with a partial's name and its arguments."""

    def __init__(self, environment: Environment, names: dict[str, object]) -> None:
        self._environment = environment
        self._names = names
        self._rendered: dict[tuple[object, ...], tuple[Markup, dict[str, object]]] = {}

    def __call__(self, name: str, **arguments: object) -> Markup:
        """The HTML of `parts/<name>.html`; each argument must be a text, a number or something frozen."""
        values = [value if type(value) in BY_VALUE else id(value) for value in arguments.values()]
        key = (name, *arguments, *values)
        known = self._rendered.get(key)
        if known is None:
            html = self._environment.get_template(partial_file(name)).render(**self._names, **arguments)
            # The arguments are held with their HTML: while they live, nothing else can have their ids.
            known = self._rendered[key] = (Markup(html), arguments)  # noqa: S704 - a template's own HTML
        return known[0]


def partial_file(name: str) -> str:
    """The template of a partial."""
    return f"parts/{name}.html"


def unbroken(text: str) -> Markup:
    """A text in which no line ends within a number with hyphens, such as a telephone's."""
    return Markup(HYPHENATED.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - it is escaped


def template_globals(environment: Environment, site: Site) -> dict[str, object]:
    """What every template of an edition sees beside the page: its site, its phrases, its partials."""
    names: dict[str, object] = {"site": site, "text": site.phrases.text, "count": site.phrases.count}
    names["unbroken"] = unbroken
    names[RENDER_PARTIAL] = PartialRenderer(environment, names)
    return names
