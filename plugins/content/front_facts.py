"""The facts on the first screen of the front page, such as the cost of a call, as `site.yaml` states them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.schema import Field, Schema
from plugins.model.config import SiteFact
from plugins.model.edition import FrontFact

if TYPE_CHECKING:
    from plugins.content.links import LinkResolver
    from plugins.content.options import BuildOptions

SITE_FACT_SCHEMA = Schema(
    (
        Field("label", FieldReader.localized, missing="field-missing-texts"),
        Field("text", FieldReader.localized, missing="field-missing-texts"),
        Field("as_of", FieldReader.localized),
        Field("link", FieldReader.one_line),
        Field("link_text", FieldReader.localized),
    ),
    aliases={
        **dict.fromkeys(("name", "question"), "label"),
        **dict.fromkeys(("value", "answer"), "text"),
        **dict.fromkeys(("note", "source", "date"), "as_of"),
        **dict.fromkeys(("url", "href"), "link"),
        **dict.fromkeys(("more",), "link_text"),
    },
)


def read_site_facts(fields: FieldReader, key: str) -> tuple[SiteFact, ...]:
    """The facts of a list; those without label and text are reported and left out."""
    found = []
    for each in fields.items(key):
        values = each.read(SITE_FACT_SCHEMA)
        if ("link" in values) != ("link_text" in values):
            each.report("link" if "link" in values else "link_text", "site-fact-link")
        elif {"label", "text"} <= values.keys():
            found.append(SiteFact(**values, line=each.tree.line))
    return tuple(found)


def resolve_front_facts(
    options: BuildOptions, directory: LinkResolver
) -> tuple[dict[str, tuple[FrontFact, ...]], list[Problem]]:
    """The facts of every edition with the URLs of their links, and the links that lead nowhere."""
    problems: list[Problem] = []
    facts: dict[str, tuple[FrontFact, ...]] = {}
    for code in options.languages:
        found = []
        for fact in options.site.facts:
            url = directory.resolve(fact.link, "", code) if fact.link else ""
            if not isinstance(url, str):
                place = f"{options.display_name}/site.yaml"
                problems.append(problem(place, fact.line + 1, url[0], target=fact.link, nearest=url[1]))
                url = ""
            found.append(
                FrontFact(
                    fact.label.get(code, ""),
                    fact.text.get(code, ""),
                    fact.as_of.get(code, ""),
                    url,
                    fact.link_text.get(code, ""),
                )
            )
        facts[code] = tuple(found)
    return facts, problems
