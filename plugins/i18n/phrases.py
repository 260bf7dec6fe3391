"""The site's phrases: `<language>.toml` in `content/phrases` or `theme/phrases`, plurals by CLDR category."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.i18n.telephones import TelephoneCustoms
from plugins.model.config import USUAL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.i18n.language import Language
    from plugins.model.config import ShareTarget, SiteConfig

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SITE_PLACEHOLDERS = frozenset({"name", "number"})


class Typography(Struct, frozen=True, dict=True):
    """How a language sets its text.

    `quotes` are the marks outer and inner, each opening and closing; `dash` is written with its spaces; words
    in `bind_after` stay with the next word («в», «г.»), those in `bind_before` with the one before («бы»);
    those in `until` stand between two times («до»). `space_initials` puts a space between initials.
    `names` are numbers that count nothing: the site's own. Without `binds` all spaces stay breakable.
    """

    quotes: tuple[str, str, str, str]
    dash: str
    range_dash: str = "–"
    apostrophe: str = "’"
    bind_after: frozenset[str] = frozenset()
    bind_before: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    space_initials: bool = False
    names: frozenset[str] = frozenset()
    binds: bool = True


class Phrases(Struct, frozen=True, dict=True):
    """Phrases by dotted key, such as `nav.news`, and the site's telephone customs, name and number.

    `plurals` have a text for each plural form; `site_values` fill `{name}` and `{number}` in the content.
    `share` are the places where pages are shared: the site's, or else those that readers of the language use.
    """

    language: Language
    typography: Typography
    texts: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    telephones: TelephoneCustoms = TelephoneCustoms()
    site_values: Mapping[str, str] = field(default_factory=dict)
    share: tuple[ShareTarget, ...] = USUAL_TARGETS

    def __getitem__(self, key: str) -> str:
        return self.text(key)

    def text(self, key: str, **values: object) -> str:
        """A phrase with its `{placeholders}` filled in; raises `KeyError`."""
        return self.texts[key].format_map(values)

    def for_site(self, site: SiteConfig) -> Phrases:
        """The phrases with a site's own texts, and its values for placeholders such as `{number}`."""
        texts, values = site.texts(self.language.code), site.placeholders(self.language.code)
        own = {key: _escape_braces(fill_values(text, values)) for key, text in texts.items()}
        plurals = {
            key: {form: _fill(text, values) for form, text in forms.items()}
            for key, forms in self.plurals.items()
        }
        filled = {key: _fill(text, values) for key, text in self.texts.items()}
        customs = TelephoneCustoms.from_site(site)
        written = site.written_values(self.language.code)
        typography = replace(
            self.typography, names=frozenset(show for show, _ in customs.own if show.isdigit())
        )
        return replace(
            self,
            texts={**filled, **own},
            plurals=plurals,
            telephones=customs,
            typography=typography,
            site_values=written,
            share=self.share if site.share is None else site.share,
        )

    def fill_site_values(self, text: str) -> str:
        """A text of the content with the site's name and number in place of `{name}` and `{number}`."""
        return fill_values(text, self.site_values)

    def count(self, key: str, number: int, **values: object) -> str:
        """A phrase in the plural form of a number, which fills `{n}`."""
        forms = self.plurals[key]
        form = forms.get(self.language.plural(number), forms["other"])
        return form.format_map({"n": self.language.number(number), **values})


def _fill(text: str, values: Mapping[str, str]) -> str:
    """The text with some of its placeholders filled in; others stay."""
    return PLACEHOLDER.sub(
        lambda match: _escape_braces(values[match[1]]) if match[1] in values else match[0], text
    )


def fill_values(text: str, values: Mapping[str, str]) -> str:
    """The text with `values` in place of their names in braces; all other braces stay."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text) if "{" in text else text


def _escape_braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
