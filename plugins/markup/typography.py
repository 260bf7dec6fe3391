"""Typography by language: quotation marks, dashes, no-break spaces.

Every rule reads its signs and words from a `Typography`; none knows a language by name. The rules may meet
three private characters between the words: `NODE` where one inline element ends and another begins (they look
through it), `BLOCK` between blocks, `OPAQUE` in place of what is left as typed, such as code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from plugins.editions.phrases import Typography

    Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

NODE, BLOCK, OPAQUE = "\ue002", "\ue003", "\ue004"
NO_BREAK = "\u00a0"
BEFORE_OPENING = frozenset(" \n\t\u00a0\u202f([{/\\-–—«„“‘" + BLOCK)
ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)

ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
DOUBLE_HYPHEN = re.compile(r"(?<=\w)--(?=\w)")
RANGE = re.compile(
    r"(?<![\w.,:/№\-–+\ue002])(?<!\d[ \u00a0])(?<!\))(?<!\)[ \u00a0])"
    r"(\d{1,4}(?:[.,]\d+)?)-(\d{1,4}(?:[.,]\d+)?)(?![\w:/\-–]|[.,]\d)"
)
NUMBER_SIGN = re.compile(r"([№§])[ \n]?(?=\d)")
AFTER_NUMBER = re.compile(r"(\d%?\ue002*)[ \n](?=\ue002*(?:[^\W\d_]|\d{3}(?!\d)|[%‰°€$₽]))")
INITIAL = re.compile(r"(?<![\w\-])([^\W\d_]\.)[ \n]?(?=([^\W\d_]))")


def typeset(text: str, typography: Typography) -> str:
    """The text as the language sets it."""
    addresses: list[str] = []
    if "://" in text or "www." in text or "@" in text:
        text = ADDRESS.sub(lambda match: _kept(match[0], addresses), text)
    if '"' in text or "'" in text:
        text = QUOTE.sub(_Quotes(typography), text)
    for rule, replacement in _rules(typography):
        text = rule.sub(replacement, text)
    for address in addresses:
        text = text.replace(OPAQUE + OPAQUE, address, 1)
    return text


def _kept(address: str, addresses: list[str]) -> str:
    addresses.append(address)
    return OPAQUE + OPAQUE


@lru_cache(maxsize=16)
def _rules(typography: Typography) -> tuple[Rule, ...]:
    before, after = typography.dash_spaces
    dash = re.escape(typography.dash)
    rules: list[Rule] = [
        (ELLIPSIS, "…"),
        (
            re.compile(rf"(?<=\S)[ \n\u00a0]+(?:-{{1,3}}|{dash})[ \n\u00a0]+(?=\S)"),
            before + typography.dash + after,
        ),
        (DOUBLE_HYPHEN, before + typography.dash + after),
        (RANGE, lambda match: _range(match, typography.range_dash)),
        (NUMBER_SIGN, rf"\1{NO_BREAK}"),
        (AFTER_NUMBER, rf"\1{NO_BREAK}"),
        (INITIAL, _initial),
    ]
    if typography.bind_after:
        words = _either(typography.bind_after)
        rules.append((re.compile(rf"(?<![\w\-])({words}\ue002*)[ \n](?=\S)"), rf"\1{NO_BREAK}"))
    if typography.bind_before:
        words = _either(typography.bind_before)
        rules.append((re.compile(rf"(?<=\w)[ \n](?={words}(?![\w\-]))"), NO_BREAK))
    return tuple(rules)


def _either(words: Iterable[str]) -> str:
    """One of the words, also at the beginning of a sentence; long ones first."""
    forms = {form for word in words for form in (word, word[:1].upper() + word[1:])}
    return (
        "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) + ")"
    )


def _range(match: re.Match[str], dash: str) -> str:
    """Only what grows is a range: 10-15 is, a telephone's 42-03 and a season's 2022-23 are not."""
    first, last = match[1].replace(",", "."), match[2].replace(",", ".")
    grows = float(first) < float(last) and not last.startswith("0")
    return f"{match[1]}{dash}{match[2]}" if grows else match[0]


def _initial(match: re.Match[str]) -> str:
    both = match[1][0].isupper() and match[2].isupper()
    return f"{match[1]}{NO_BREAK}" if both else match[0]


WITHIN_WORD = re.compile(r"\w'\w")
QUOTE = re.compile(f"[\"'«»„“”‘’{BLOCK}]")


class _Quotes:
    """Straight quotation marks become the language's own, one text from its beginning to its end."""

    def __init__(self, typography: Typography) -> None:
        outer_open, outer_close, inner_open, inner_close = typography.quotes
        self.outer = (outer_open, outer_close)
        self.inner = (inner_open, inner_close)
        self.apostrophe = typography.apostrophe
        self.awaited: list[str] = []

    def __call__(self, match: re.Match[str]) -> str:
        sign = match[0]
        if sign == BLOCK:
            self.awaited.clear()
        if sign not in {'"', "'"}:
            return self.typed(sign)
        if sign == "'" and WITHIN_WORD.match(match.string, match.start() - 1):
            return self.apostrophe
        if _opens(match):
            return self.opened(sign, match)
        return self.closed(sign)

    def typed(self, sign: str) -> str:
        """Marks typed by hand stand as they are, but what lies between them is one level deeper."""
        for opening, closing in (self.outer, self.inner):
            if sign == opening and opening != closing:
                self.awaited.append(closing)
            elif self.awaited and sign == closing == self.awaited[-1]:
                self.awaited.pop()
        return sign

    def opened(self, sign: str, match: re.Match[str]) -> str:
        if sign == "'" and not _closed_later(match):
            return self.apostrophe
        opening, closing = self.inner if self.awaited or sign == "'" else self.outer
        self.awaited.append(closing)
        return opening

    def closed(self, sign: str) -> str:
        """An unpaired mark is an apostrophe, or inches."""
        if not self.awaited or (sign == "'" and self.awaited[-1] != self.inner[1]):
            return self.apostrophe if sign == "'" else sign
        return self.awaited.pop()


def _opens(match: re.Match[str]) -> bool:
    """Whether a mark stands before its words: only a space, a bracket, a dash or a block comes before it."""
    text, position = match.string, match.start() - 1
    while position >= 0 and text[position] in {NODE, "\x03", '"', "'"}:
        position = text.rfind("\x02", 0, position) - 1 if text[position] == "\x03" else position - 1
    return position < 0 or text[position] in BEFORE_OPENING


def _closed_later(match: re.Match[str]) -> bool:
    """Whether a single mark that could open has its pair in the same block: ’90s has none."""
    end = match.string.find(BLOCK, match.end())
    rest = match.string[match.end() : end if end >= 0 else None]
    return re.search(r"\S'(?!\w)", rest) is not None
