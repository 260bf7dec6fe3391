"""Templates are compiled once for all processes, whatever is wrong with one of them."""

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


def test_another_process_compiles_what_is_new(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, made = closures(theme)
    compiling = made.compile()
    assert compiling
    assert compiling.result is None

    def compile_again(*_arguments: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(environment, "compile", compile_again)
    assert environment.get_template("page.html").render() == "2"
    assert closures(theme)[1].compile() is None


def test_a_changed_template_is_new(theme: Path) -> None:
    compiling = closures(theme)[1].compile()
    assert compiling
    assert compiling.result is None
    (theme / "templates" / "parts" / "teaser.html").write_text("another")
    assert closures(theme)[1].compile()


def test_a_template_that_is_wrong_is_left_to_whoever_renders_it(theme: Path) -> None:
    (theme / "templates" / "wrong.html").write_text("{% if %}")
    (theme / "templates" / "bytes.html").write_bytes(b"\xff")
    environment, made = closures(theme)
    compiling = made.compile()
    assert compiling
    assert compiling.result is None
    assert environment.get_template("page.html").render() == "2"
    with pytest.raises(TemplateSyntaxError):
        environment.get_template("wrong.html")
