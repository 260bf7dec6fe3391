"""A reading: one file on its way through the converter, and what was found in it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import advice, problem

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem
    from plugins.i18n.phrases import Typography
    from plugins.markdown.lines import Lines
    from plugins.model.document import FigureReference, Heading, LinkReference, PictureReference


@dataclass(slots=True)
class Reading:
    """What the converter's parts share about the file in hand.

    `anchors` begins every id; headings lie `deeper` levels below those typed.
    """

    path: str
    lines: Lines
    typography: Typography
    anchors: str = ""
    deeper: int = 0
    headings: list[Heading] = field(default_factory=list)
    links: list[LinkReference] = field(default_factory=list)
    pictures: list[PictureReference] = field(default_factory=list)
    figures: list[FigureReference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, code: str, **values: object) -> None:
        """An error on a line of the file."""
        self.problems.append(problem(self.path, line, code, **values))

    def advise(self, line: int, code: str, **values: object) -> None:
        """Advice on a line of the file."""
        self.problems.append(advice(self.path, line, code, **values))
