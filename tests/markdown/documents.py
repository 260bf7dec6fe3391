from __future__ import annotations

from plugins.i18n.language import Language
from plugins.i18n.phrases import Phrases, Typography
from plugins.i18n.telephones import TelephoneCustoms
from plugins.markdown.reader import read_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plugins.model.document import Document

RUSSIAN = Typography(
    quotes=("«", "»", "„", "“"),
    dash="\u00a0— ",
    bind_after=frozenset({"в", "и", "на", "не", "по", "с", "о", "к", "г."}),
    bind_before=frozenset({"бы", "ли", "же"}),
    until=frozenset({"до", "по"}),
    space_initials=True,
    names=frozenset({"122"}),
)
ENGLISH = Typography(quotes=("“", "”", "‘", "’"), dash=" – ", until=frozenset({"to", "until"}))
BY_CODE = {"ru": RUSSIAN, "en": ENGLISH, "ar": ENGLISH}
RUSSIA = TelephoneCustoms("RU")
MATTER = "---\ntitle: Проба\n---\n"
BODY_LINE = 4


def read(
    content: str | bytes,
    language: str = "ru",
    *,
    id_prefix: str = "",
    heading_offset: int = 0,
    telephones: TelephoneCustoms = RUSSIA,
) -> Document:
    """A document: bytes are a whole file, a string is the text below three lines of front matter."""
    return read_document(
        content if isinstance(content, bytes) else (MATTER + content).encode(),
        "content/x/ru.md",
        Phrases(Language(language), BY_CODE[language], telephones=telephones),
        id_prefix=id_prefix,
        heading_offset=heading_offset,
    )


def codes(document: Document) -> set[str]:
    """The codes of a document's problems."""
    return {problem.code for problem in document.problems}
