"""Templates are compiled once, whatever is wrong with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

from plugins.writer.templates import Closures, KeptTemplates

if TYPE_CHECKING:
    from pathlib import Path


def closures(folder: Path) -> tuple[Environment, Closures]:
    """An environment with its templates' closures, as a build makes them."""
    environment = Environment(loader=FileSystemLoader(folder / "templates"), autoescape=True)
    kept = folder / "kept"
    made = Closures(environment, folder / "templates", kept / "closures", "ground")
    environment.bytecode_cache = KeptTemplates(kept, made.ground)
    return environment, made


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for name, text in {
        "base.html": "{% block main %}{% endblock %}",
        "page.html": '{% extends "base.html" %}{% block main %}{{ 1 + 1 }}{% endblock %}',
        "parts/teaser.html": "teaser",
    }.items():
        file = tmp_path / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_a_compiled_template_is_kept(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closures(theme)[0].get_template("page.html").render() == "2"
    environment, _ = closures(theme)
    monkeypatch.setattr(environment, "compile", None)
    assert environment.get_template("page.html").render() == "2"


def test_a_template_that_is_wrong_is_left_to_whoever_renders_it(theme: Path) -> None:
    (theme / "templates" / "wrong.html").write_text("{% if %}")
    environment, made = closures(theme)
    assert made.digest("page.html") != made.digest("wrong.html") != ""
    with pytest.raises(TemplateSyntaxError):
        environment.get_template("wrong.html")
