"""The keys of the front matter, and what editors type in their place.

Every key named here in another tongue is an error that tells the right one: two spellings of one key would
have to be known to everyone who ever searches the content.
"""

from __future__ import annotations

import difflib

from plugins.diagnostics.problem import Problem, problem
from plugins.model.document import FrontMatter

KEYS = tuple(name for name in FrontMatter.__struct_fields__ if name != "lines")
MEANT = {
    **dict.fromkeys(("заголовок", "название", "headline", "name", "вопрос", "question"), "title"),
    **dict.fromkeys(("краткое", "кратко", "описание", "аннотация", "лид", "анонс"), "summary"),
    **dict.fromkeys(("description", "excerpt", "lead", "abstract"), "summary"),
    **dict.fromkeys(("тема", "темы", "тег", "теги", "метки", "рубрика", "категория"), "topics"),
    **dict.fromkeys(("tag", "tags", "category", "categories", "topic", "keywords"), "topics"),
    **dict.fromkeys(("дата", "pubdate", "published", "created"), "date"),
    **dict.fromkeys(("время", "hour"), "time"),
    **dict.fromkeys(("статус", "состояние", "draft", "черновик", "state"), "status"),
    **dict.fromkeys(("причина", "withdrawn"), "reason"),
    **dict.fromkeys(("карточка", "image", "cover", "картинка", "обложка"), "card"),
    **dict.fromkeys(("порядок", "место", "weight", "position", "sort"), "order"),
    **dict.fromkeys(("обновлено", "изменено", "modified", "lastmod"), "updated"),
    **dict.fromkeys(("исправление", "исправления", "поправки", "correction"), "corrections"),
    **dict.fromkeys(("проверено", "checked"), "reviewed"),
    **dict.fromkeys(("ответственный", "автор", "author", "authors"), "owner"),
    **dict.fromkeys(("guid", "uuid"), "id"),
    **dict.fromkeys(("перенесено", "aliases", "alias", "redirect_from"), "moved_from"),
    **dict.fromkeys(("переведено_с", "translation_of"), "translated_from"),
}
PLACED = frozenset(
    {"slug", "lang", "language", "url", "save_as", "section", "язык", "адрес", "раздел", "bundle"}
)


def key_problem(key: str, path: str, line: int) -> Problem:
    """What to type instead of a key that is not one."""
    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in PLACED:
        return problem(path, line, "key-placed", key=key)
    if plain in MEANT or plain in KEYS:
        return problem(path, line, "key-renamed", key=key, right=MEANT.get(plain, plain))
    if near := difflib.get_close_matches(plain, KEYS, n=1, cutoff=0.6):
        return problem(path, line, "key-renamed", key=key, right=near[0])
    if near := difflib.get_close_matches(plain, MEANT, n=1, cutoff=0.8):
        return problem(path, line, "key-renamed", key=key, right=MEANT[near[0]])
    return problem(path, line, "key-unknown", key=key, keys=", ".join(KEYS))
