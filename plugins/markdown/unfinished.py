"""Signs of a text that nobody finished: conflict markers, a second front matter, the words of a template.

Some are errors wherever they stand; those of a draft are told only when it would be published.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, problem
from plugins.markdown.parse_context import blank_code
from plugins.markdown.references import PLACEHOLDER

if TYPE_CHECKING:
    from plugins.model.document import FrontMatter

TEMPLATE_TEXTS = frozenset(
    {
        "Здесь начинается текст.",
        "Здесь начинается ответ.",
        "The text begins here.",
        "The answer begins here.",
    }
)
"""What `./inv new` puts in place of a text."""
WORD = re.compile(r"(?:<[^>]*>|[\W_])*+[^\W_]")
"""The beginning of HTML, up to the first letter or digit outside of tags."""
FRONT_MATTER_LINE = re.compile(r"\s*(?:#.*|- .*)?|\s*[\w-]+:.*|\s+.*")
TITLED = re.compile(r"\s*(?:title|summary):")


def second_front_matter_line(body: str) -> int:
    """The line, from 0, of the `---` that begins a second front matter in a text; -1 if there is none."""
    if "\n---" not in body:
        return -1
    begins, titled = -1, False
    for number, line in enumerate(blank_code(body).split("\n")):
        if line.rstrip() == "---":
            if titled:
                return begins
            begins, titled = number, False
        elif not FRONT_MATTER_LINE.fullmatch(line):
            begins, titled = -1, False
        elif begins >= 0 and TITLED.match(line):
            titled = True
    return -1


def find_unfinished(path: str, matter: FrontMatter, body: str, body_line: int, html: str) -> list[Problem]:
    """What must not be published as it is: a title without words, the template's text, no text at all."""
    found = []
    if matter.title and not any(map(str.isalnum, matter.title)):
        found.append(problem(path, matter.line("title"), "title-wordless", title=matter.title))
    has_template = html and any(text in body for text in TEMPLATE_TEXTS)
    for number, line in enumerate(body.split("\n") if has_template else (), body_line):
        if line.strip() in TEMPLATE_TEXTS:
            found.append(problem(path, number, "template-text", text=line.strip()))
    if not (PLACEHOLDER.search(html) or WORD.match(html)):
        found.append(problem(path, body_line, "text-missing"))
    return found
