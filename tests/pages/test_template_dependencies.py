"""A template's digest changes with every template that it is made of, and with no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.build.cache import BuildCache
from plugins.pages.template_dependencies import TemplateDependencies

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = {
    "base.html": "{% block main %}{% endblock %}",
    "page.html": '{% extends "base.html" %}{% block main %}{% include "parts/list.html" %}{% endblock %}',
    "parts/list.html": '{{ render_partial("teaser", item=item) }}',
    "parts/teaser.html": "teaser",
    "named.html": "{% include name %}",
    "partial.html": "{{ render_partial(name) }}",
    "alone.html": "alone",
    "wrong.html": "{% if %}",
}
DEPENDING = {
    "base.html": {"base.html", "page.html"},
    "parts/list.html": {"parts/list.html", "page.html"},
    "parts/teaser.html": {"parts/teaser.html", "parts/list.html", "page.html"},
    "alone.html": {"alone.html"},
}
ANY = {"named.html", "partial.html", "wrong.html"}
"""What may depend on all."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEMPLATES.items():
        file = tmp_path / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def digests(folder: Path, base_key: str = "base") -> dict[str, str]:
    environment = Environment(loader=FileSystemLoader(folder / "templates"), autoescape=True)
    found = TemplateDependencies(environment, folder / "templates", BuildCache(folder / "cache"), base_key)
    return {name: found.digest(name) for name in TEMPLATES}


@pytest.mark.parametrize("name", DEPENDING)
def test_a_change_reaches_what_is_made_of_the_template(folder: Path, name: str) -> None:
    before = digests(folder)
    assert digests(folder) == before
    (folder / "templates" / name).write_text("changed")
    after = digests(folder)
    assert {each for each in TEMPLATES if before[each] != after[each]} == DEPENDING[name] | ANY


def test_no_template_is_parsed_again_before_one_has_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(folder)
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "parse", None)
        assert digests(folder) == before
    assert digests(folder, "another base") == before


def test_a_missing_template_has_an_empty_digest(folder: Path) -> None:
    (folder / "templates" / "alone.html").unlink()
    assert digests(folder)["alone.html"] == ""
