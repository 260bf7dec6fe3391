"""The answers that `./inv init` makes a site of: given as options or asked for, each checked at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.site_config import SCHEMA
from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.problem import ContentError, FileContext, Problem, Severity, problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Sequence as List

    from plugins.diagnostics.yaml_tree import Tree
    from plugins.editor.new_item_args import Prompt
    from plugins.editor.report import UiText

DEFAULT = "en"
RESERVED_HOST = ".example"
"""Hosts that nobody can own (RFC 2606)."""
DEFAULTS = {"languages": DEFAULT, "timezone": "UTC", "area": "", "url": f"https://hotline{RESERVED_HOST}"}
"""What is taken when there is no answer; a number and a name have no default."""
UNDIALLED = "site-dial-phone"
"""Its remedy is a key of site.yaml, which a new site does not have yet."""
KEYS = {"number": "contacts"}
"""The keys of site.yaml that answers fill, where their names differ."""
FIELDS = {each.key: each for each in SCHEMA.fields}
LISTS = frozenset({"languages", "area"})
CODE = re.compile(r"\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*=")


class SiteAnswers(Struct, frozen=True, kw_only=True):
    """What a new site is asked for: lists with commas between; names as `en=The name`."""

    number: str = ""
    name: List[str] = ()
    languages: str = ""
    timezone: str = ""
    area: str = ""
    url: str = ""


def ask(given: SiteAnswers, texts: UiText, prompt: Prompt | None) -> SiteAnswers:
    """The answers, those not given asked for until they are right; without a prompt the defaults are taken.

    Raises `ContentError` with one problem for each wrong option, and for a number or name that is missing.
    """
    wrong = [each for key in ("number", *DEFAULTS) if (each := check_answer(key, getattr(given, key)))]
    if given.languages and not any(each.path == "--languages" for each in wrong):
        wrong += _check_names(given.name, split_list(given.languages))
    if wrong:
        raise ContentError(wrong)
    if prompt is None:
        return _with_defaults(given)
    answers = {"number": given.number or _ask_until_right("number", "", texts, prompt)}
    for key, default in DEFAULTS.items():
        answers[key] = getattr(given, key) or _ask_until_right(key, default, texts, prompt)
    languages, names = split_list(answers["languages"]), list(given.name)
    for code in _unnamed(names, languages):
        question = texts.text("init-name", language=code)
        names.append(f"{code}={_repeat(question, '', lambda typed: _missing('name', typed), texts, prompt)}")
    return _checked(SiteAnswers(name=names, **answers))


def _with_defaults(given: SiteAnswers) -> SiteAnswers:
    missing = (_missing(key, value) for key, value in (("number", given.number), ("name", given.name)))
    if found := [each for each in missing if each]:
        raise ContentError(found)
    answers = {key: getattr(given, key) or default for key, default in DEFAULTS.items()}
    return _checked(SiteAnswers(number=given.number, name=given.name, **answers))


def _checked(answers: SiteAnswers) -> SiteAnswers:
    languages = split_list(answers.languages)
    unnamed = _unnamed(answers.name, languages)
    missing = [problem("--name", 0, "init-name", language=code) for code in unnamed]
    if wrong := _check_names(answers.name, languages) or missing:
        raise ContentError(wrong)
    return answers


def _missing(key: str, value: object) -> Problem | None:
    return None if value else problem(f"--{key}", 0, "init-needed", option=key)


def _ask_until_right(key: str, default: str, texts: UiText, prompt: Prompt) -> str:
    def check(typed: str) -> Problem | None:
        return check_answer(key, typed) or (None if key in DEFAULTS else _missing(key, typed))

    return _repeat(texts.text(f"init-{key}", default=default), default, check, texts, prompt)


def _repeat(
    question: str, default: str, check: Callable[[str], Problem | None], texts: UiText, prompt: Prompt
) -> str:
    """Ask until the answer is right; after a wrong one the question follows what is wrong with it."""
    before = ""
    while True:
        answer = prompt(before + question).strip() or default
        wrong = check(answer)
        if wrong is None:
            return answer
        before = f"{wrong.message(texts.language.code)}\n"


def check_answer(key: str, typed: str) -> Problem | None:
    """The first problem of an answer, by the rules of its key in site.yaml; None if it is right or empty."""
    if not typed.strip():
        return None
    tree: Tree = Scalar(typed, 0)
    if key in LISTS:
        tree = Sequence(tuple(Scalar(part, 0) for part in split_list(typed)), 0)
    if key == "number":
        contact: dict[str, Tree] = {"kind": Scalar("call", 0), "show": tree}
        tree = Sequence((Mapping(contact, dict.fromkeys(contact, 0), 0),), 0)
    context, name = FileContext(f"--{key}", ()), KEYS.get(key, key)
    FIELDS[name].read(FieldReader(context, Mapping({name: tree}, {name: 0}, 0), f"--{key}"), name)
    found = next((each for each in context.problems if each.severity is Severity.ERROR), None)
    if found and found.code == UNDIALLED:
        return problem(found.path, 0, "init-undialled", typed=typed)
    return found


def split_list(typed: str) -> list[str]:
    """The parts of a list with commas between, without spaces around them."""
    return [part.strip() for part in typed.split(",") if part.strip()]


def split_code(typed: str) -> tuple[str, str]:
    """The language and the text of `en=The name`; the language is empty if there is none.

    >>> split_code("en=Year 2026"), split_code("2 + 2 = 4")
    (('en', 'Year 2026'), ('', '2 + 2 = 4'))
    """
    match = CODE.match(typed)
    return (match[1], typed[match.end() :].strip()) if match else ("", typed.strip())


def check_codes(option: str, typed: Iterable[str], languages: List[str]) -> list[Problem]:
    """A problem for each text in a language that the site does not have."""
    codes = dict.fromkeys(split_code(each)[0] for each in typed)
    return [
        problem(option, 0, "language-foreign", language=code, languages=", ".join(languages))
        for code in codes
        if code and code not in languages
    ]


def _unnamed(names: Iterable[str], languages: List[str]) -> list[str]:
    """The languages without a name; one that names no language is for all that have none."""
    codes = {split_code(each)[0] for each in names}
    return [] if "" in codes else [code for code in languages if code not in codes]


def _check_names(names: Iterable[str], languages: List[str]) -> list[Problem]:
    return check_codes("--name", names, languages)
