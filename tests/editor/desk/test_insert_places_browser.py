"""Where a figure or a card goes in another text: whatever block stands there, it breaks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import lxml.html
import pytest

from tests.editor.desk.desk_server import desk_server, editors_browser
from tests.markdown.documents import MATTER, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

WORD = "Zzz"
"""Stands for a figure: the texts are compared without it."""
PROSE, OWN = "prose", "own"
KINDS: dict[str, tuple[str, str | None]] = {
    "a paragraph": ("From morning\nto night.", PROSE),
    "a paragraph with a break at its end": ("From morning.  ", PROSE),
    "a paragraph of a link": ("[Hours](/about/)", PROSE),
    "bold": ("**Always.**", PROSE),
    "a figure": ("{figure}january.other calls", PROSE),
    "a quoted word": ("“Always”, they say.", PROSE),
    "a number": ("8 to 20.", PROSE),
    "a card": ("{card}january.all", OWN),
    "a card below a line": ("A card:\n{card}january.all", OWN),
    "a question about regions": ("{regions}cost", OWN),
    "a picture": ('![Hall](hall.jpg "The hall")', OWN),
    "a list": ("- One\n- Two", PROSE),
    "a list with a card in it": ("- One\n- {card}january.all", OWN),
    "a list that begins with a card": ("- {card}january.all\n- Two", PROSE),
    "a numbered list": ("1. One\n2. Two", PROSE),
    "a loose list": ("- One\n\n- Two\n\n- Three", PROSE),
    "a loose list with pictures": ("1. One\n\n2. ![Hall](hall.jpg)\n\n3. Three", None),
    "a list with paragraphs": ("1. One\n\n   More.\n\n2. Two", PROSE),
    "a nested list": ("- One\n    - Two\n    - Three", PROSE),
    "a loose nested list": ("- One\n\n    - Two\n\n- Three", PROSE),
    "a list with code": ("- One\n\n        code\n\n- Two", None),
    "a list with a fence": ("1. One\n\n   ```\n   code\n\n   more\n   ```\n\n2. Two", None),
    "a list with a table": ("1. One\n\n    | a | b |\n    | - | - |\n    | 1 | 2 |\n\n2. Two", None),
    "a list below a line": ("These:\n- One\n- Two", PROSE),
    "a dialogue": ("— When?\n— Always.", PROSE),
    "a table": ("| a | b |\n| --- | --- |\n| 1 | 2 |", OWN),
    "a table without outer lines": ("a | b\n--- | ---\n1 | 2", OWN),
    "a table of one column": ("| a |\n| --- |\n| 1 |", OWN),
    "a quotation": ("> Always.\n> — Anna Orlova, physician", OWN),
    "a quotation that goes on": ("> Always\nand ever.", OWN),
    "a GitHub note": ("> [!NOTE]\n> Always.", OWN),
    "a note": ('!!! note "Hours"\n\n    From morning.', None),
    "a note without a gap": ('!!! note "Hours"\n    From morning.', PROSE),
    "a note with paragraphs": ("!!! note\n\n    One.\n\n    Two.\n\n    Three.", None),
    "a note with a list and a table": (
        "!!! note\n\n    - One\n    - Two\n\n    | a | b |\n    | - | - |\n    | 1 | 2 |\n\n    Three.",
        None,
    ),
    "a note with code": (
        "!!! note\n\n    One.\n\n        code\n\n    ```\n    a\n\n    b\n    ```\n\n    Two.",
        None,
    ),
    "a note that ends in a card": ("!!! note\n\n    One.\n\n    {card}january.all", None),
    "an expandable box": ('??? note "More"\n\n    One.\n\n    Two.', None),
    "a fenced box": ("::: note\nOne.\n\nTwo.\n:::", None),
    "a fenced box with gaps": ("::: note\n\nOne.\n\n:::", None),
    "details": ("<details>\n<summary>More</summary>\n\nOne.\n\n</details>", None),
    "code with a fence": ("```\ncode\n```", OWN),
    "code with tildes": ("~~~ text\ncode\n\n# no heading\n~~~", OWN),
    "code with a longer fence": ("````\n```\n\ncode\n```\n````", OWN),
    "indented code": ("    code\n    more", OWN),
    "a heading with an underline": ("Night\n-----", OWN),
    "a rule": ("* * *", OWN),
    "a footnote": ("Word[^1].\n\n[^1]: One.\n\n    Two.", None),
    "a link’s address": ("[Hours][1].\n\n[1]: https://hours.example", None),
    "an attribute": ("From morning. {.lead}", OWN),
    "a comment": ("<!-- one\n\ntwo -->", OWN),
    "a term": ("Term\n: Its meaning", None),
    "code without an end": ("```\ncode\n\nmore", OWN),
    "a comment without an end": ("<!-- one\n\ntwo", OWN),
}
"""By kind: a block, and whether a figure goes into its last line or below it; None if that is no matter."""

PLACES = {
    "first in a section": "The beginning.\n\n## Hours\n\n{}\n\nThe end.\n",
    "last in a section": "The beginning.\n\n## Hours\n\nFrom morning.\n\n{}\n\n## Night\n\nThe end.\n",
    "before a heading": "The beginning.\n\n{}\n## Night\n\nThe end.\n",
    "at the end": "The beginning.\n\n{}",
}
INSERT = """async ([texts, word]) => {
  const { createEditor, bodyLine } = await import("/desk/static/item/editor.js");
  const { sectionsOf } = await import("/desk/static/item/blocks.js");
  const { placeIn, insertAfter } = await import("/desk/static/item/places.js");
  const { insertBlock } = await import("/desk/static/item/insert.js");
  const nothing = () => {};
  const open = (text) => createEditor({
    parent: document.body, text, code: "en", label: "", direction: "ltr",
    onEdit: nothing, onLine: nothing, onPicture: nothing, onSave: nothing,
  });
  return texts.map((text) => {
    const view = open(text);
    const sections = sectionsOf(view.state.doc, bodyLine(view));
    const asked = sections.flatMap(({ blocks }, section) =>
      [...blocks.keys(), -1].map((paragraph) => ({ section, paragraph })));
    const { doc } = view.state;
    const cursors = Array.from({ length: doc.lines }, (_, at) => doc.line(at + 1).to);
    const below = cursors.slice(bodyLine(view) - 1).map((anchor) => {
      const own = open(text);
      own.dispatch({ selection: { anchor } });
      insertBlock(own, word);
      const found = { block: true, inline: false, text: own.state.doc.toString() };
      own.destroy();
      return found;
    });
    view.destroy();
    return below.concat(asked.flatMap((at) => [false, true].map((block) => {
      const part = { code: "en", view: open(text) };
      const place = placeIn({}, part, part, at, { block });
      insertAfter(part.view, place, word);
      const found = { block, inline: Boolean(place.inline), text: part.view.state.doc.toString() };
      part.view.destroy();
      return found;
    })));
  });
}"""
NO_PLACE = ("pre", "code", "table", "h1", "h2", "h3", "figcaption", "summary", "blockquote")


class Inserted(NamedTuple):
    """A text with the word put into it, alone with `block`, and whether it went into a line."""

    text: str
    block: bool
    inline: bool


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with desk_server(tmp_path_factory.mktemp("places")) as desk:
        context = editors_browser(browser, desk)
        page = context.new_page()
        page.goto("/desk/")
        page.locator("h1").wait_for()
        yield page
        context.close()


def inserted(page: Page, text: str) -> list[Inserted]:
    """The text with the word at every place that can stand for one of another text."""
    (found,) = page.evaluate(INSERT, [[text], WORD])
    return [Inserted(each["text"], each["block"], each["inline"]) for each in found]


def without_word(html: str) -> str:
    """HTML without the word, alone or in a line, and without spaces at the end of paragraphs."""
    trimmed = html.replace(" </p>", "</p>")
    alone = trimmed.replace(f"<p>{WORD}</p>\n", "").replace(f"\n<p>{WORD}</p>", "")
    return alone.replace(f" {WORD}", "")


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_inserted_stands_in_prose_or_alone_and_nothing_else_changes(
    page: Page, kind: tuple[str, str | None], place: str
) -> None:
    block, expected = kind
    body = place.format(block)
    before = read(body, "en")
    if "## Night" in body and '<h2 id="night">Night</h2>\n<p>The end.' not in before.html:
        body = body.replace("\n## Night", "\n\n## Night")  # some blocks need an empty line below them
        before = read(body, "en")
    for each in inserted(page, MATTER + body):
        after = read(each.text.encode(), "en")
        assert {found.code for found in after.problems} == {found.code for found in before.problems}, each
        assert after.html.count(WORD) == 1, each
        assert without_word(after.html) == without_word(before.html), each
        (holder,) = lxml.html.fragment_fromstring(after.html, "div").xpath(
            f"//*[text()[contains(., '{WORD}')]]"
        )
        assert not {holder.tag, *(above.tag for above in holder.iterancestors())} & {*NO_PLACE}, each
        assert not (each.block and each.inline)
    if expected:
        (chosen,) = [each for each in inserted(page, MATTER + block) if not each.block][:1]
        assert chosen.inline == (expected == PROSE)
