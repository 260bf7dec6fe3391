"""Fragments: what many pages show alike, such as a teaser, is rendered once and then put in as it is.

    {{ part("teaser", teaser=teaser, level=3) }}

renders `parts/teaser.html`, which knows its edition's names and what it is given, and nothing of the page
around it: so it is the same wherever the same is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

    from plugins.pages.view import Site

HYPHENED = re.compile(r"(?<![\w&#])\+?\d+(?:-\d+)+(?!\w)")
PLAIN = frozenset({str, int, bool})


class Fragments:
    """The fragments of one edition's pages; called with a part's name and all that it shows."""

    def __init__(self, environment: Environment, names: dict[str, object]) -> None:
        self._environment = environment
        self._names = names
        self._known: dict[tuple[object, ...], tuple[Markup, dict[str, object]]] = {}

    def __call__(self, name: str, **shown: object) -> Markup:
        """The HTML of `parts/<name>.html`; what is shown must be a text, a number or something frozen."""
        values = [value if type(value) in PLAIN else id(value) for value in shown.values()]
        key = (name, *shown, *values)
        known = self._known.get(key)
        if known is None:
            template = self._environment.get_template(f"parts/{name}.html")
            # What is shown is kept with its HTML: while it lives, nothing else can have its id.
            known = self._known[key] = (Markup(template.render(**self._names, **shown)), shown)  # noqa: S704 - a template's own HTML
        return known[0]


def unbroken(text: str) -> Markup:
    """A text in which no line ends within a number with hyphens, such as a telephone's."""
    return Markup(HYPHENED.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - it is escaped


def names_of(environment: Environment, site: Site) -> dict[str, object]:
    """What every template of an edition knows beside the page: its site, its phrases, its fragments."""
    names: dict[str, object] = {"site": site, "text": site.phrases.text, "count": site.phrases.count}
    names["unbroken"] = unbroken
    names["part"] = Fragments(environment, names)
    return names
