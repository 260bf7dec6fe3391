"""Templates compiled our way show what Jinja's own way does."""

from __future__ import annotations

import traceback

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup
from plugins.editions.compiling import ThemeCode

TEMPLATES = {
    "base": "{% set place = 'top' %}<b>{% block main %}{% endblock %}</b>{% include 'part' %}",
    "page": "{% extends 'base' %}{% block main %}{% set word = 'own' %}{% include 'part' %}{% endblock %}",
    "part": "{{ word|default(place|default('nowhere')) }} {{ said('a', mark='<') }} {% include 'list' %}",
    "list": "{% for each in given if each %}{{ loop.index }}{{ each }}{% set word = each %}{% endfor %}",
    "spread": "{{ said(*given[:1], **more) }}{{ said(given[0], mark=more.mark) }}",
    "macro": "{% macro twice(it) %}{{ it }}{{ caller() }}{% endmacro %}{% call twice('<') %}&{% endcall %}",
    "choice": "{% include ['missing', 'list'] %}{% include 'missing' ignore missing %}",
    "alone": "{% set given = ['own'] %}{% include 'word' without context %}{% include 'list' %}",
    "word": "{{ place is defined }}",
}
SHOWN = {
    "given": ["<p>", "", Markup("<i>&amp;</i>"), 1, True, 1.0, "<p>"],
    "said": lambda text, mark="": f"{text}{mark}",
    "more": {"mark": '"'},
}


def environment(templates: dict[str, str]) -> Environment:
    return Environment(loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined)


@pytest.fixture
def ours(request: pytest.FixtureRequest) -> Environment:
    made = environment(getattr(request, "param", TEMPLATES))
    made.code_generator_class = ThemeCode
    return made


@pytest.mark.parametrize("name", ["page", "base", "spread", "macro", "choice", "alone"])
def test_a_page_is_the_same_to_the_byte(ours: Environment, name: str) -> None:
    expected = environment(TEMPLATES).get_template(name).render(SHOWN)
    assert [ours.get_template(name).render(SHOWN) for _ in range(2)] == [expected, expected]


@pytest.mark.parametrize(
    "ours", [{"page": "1\n2\n{% include 'part' %}", "part": "{{ missing }}"}], indirect=True
)
def test_a_fault_in_a_part_is_told_at_the_line_that_includes_it(ours: Environment) -> None:
    with pytest.raises(UndefinedError, match="missing") as told:
        ours.get_template("page").render()
    lines = [frame.lineno for frame in traceback.extract_tb(told.tb) if frame.filename == "<template>"]
    assert lines[-1] == 3
