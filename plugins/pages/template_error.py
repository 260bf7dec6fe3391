"""Errors of a theme's templates, reported with the template and the line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
