"""Typography by language: quotation marks, dashes, no-break spaces.

Every rule reads its signs and words from a `Typography`; none knows a language by name. The rules may meet
three private characters between the words: `NODE` where one inline element ends and another begins (they look
through it), `BLOCK` between blocks, `OPAQUE` in place of what is left as typed, such as code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.i18n.phrases import Typography

    Rule = tuple[str, str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

NODE, BLOCK, OPAQUE = "\ue002", "\ue003", "\ue004"
NO_BREAK = "\u00a0"
BEFORE_OPENING = frozenset(" \u00a0\u202f([{/\\-–—«„“‘" + BLOCK)
BEFORE_WORD = "([{«„“‘\"'" + NODE + BLOCK
ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)

MOST_KNOWN, LONGEST_KNOWN = 20_000, 40
"""How many parts of texts are remembered, and their characters."""
LINE_END = re.compile(r"\n *")

# Each rule begins with the sign it is about, not with what stands before it: so the search is fast. So it is
# for a first digit, and not for a number of digits.
ELLIPSIS = re.compile(r"\.\.\.(?<!\.\.\.\.)(?!\.)")
DOUBLE_HYPHEN = re.compile(r"--(?<=\w--)(?=\w)")
RANGE = re.compile(r"\d\d{0,8}(?:[.,]\d{1,9})?-\d{1,9}(?:[.,]\d{1,9})?(?![\w:/\-–]|[.,]\d)")
NOT_BEFORE_RANGE = re.compile(r"(?:[\w.,:/№\-–+)]|[\d)][ \u00a0])$")
NUMBER_SIGN = re.compile(r"([№§]) ?(?=\d)")
AFTER_NUMBER = re.compile(r"\d\d*(?:[.,–]\d+)*%?\ue002* (?=\ue002*([^\W\d_]+|\d{3}(?!\d)|[%‰°€$₽]))")
INITIAL = re.compile(r"\.(?<=\w\.)(?<![\w\-]\w\.) ?(?=([^\W\d_]))")


def typeset(text: str, typography: Typography) -> str:
    """The text as the language sets it; a line end is a space."""
    text = LINE_END.sub(" ", text)
    addresses: list[str] = []
    if "://" in text or "www." in text or "@" in text:
        text = ADDRESS.sub(lambda match: _kept(match[0], addresses), text)
    if '"' in text or "'" in text:
        text = QUOTE.sub(_Quotes(typography), text)
    for sign, other, rule, replacement in _rules(typography):
        if sign in text or other in text:
            text = rule.sub(replacement, text)
    text = _bind_after(text, _binds(typography.bind_after))
    for address in addresses:
        text = text.replace(OPAQUE + OPAQUE, address, 1)
    return text


def _kept(address: str, addresses: list[str]) -> str:
    addresses.append(address)
    return OPAQUE + OPAQUE


@lru_cache(maxsize=16)
def _rules(typography: Typography) -> tuple[Rule, ...]:
    """Every rule with two signs; without the one and the other it has nothing to do."""
    dash = typography.dash
    sign = dash.strip()
    spellings = _spellings(typography.bind_after)
    rules: list[Rule] = [
        ("...", "...", ELLIPSIS, "…"),
        (" -", f"{NO_BREAK}-", re.compile(r"[ \u00a0]+-{1,3}[ \u00a0]+(?=\S)"), dash),
        (" " + sign, NO_BREAK + sign, re.compile(rf"[ \u00a0]+{re.escape(sign)}[ \u00a0]+(?=\S)"), dash),
        ("--", "--", DOUBLE_HYPHEN, dash),
        ("-", "-", RANGE, lambda match: _range(match, typography.range_dash)),
        ("№", "§", NUMBER_SIGN, rf"\1{NO_BREAK}"),
        (" ", " ", AFTER_NUMBER, lambda match: _after_number(match, spellings)),
        (".", ".", INITIAL, _initial),
    ]
    if typography.bind_before:
        words = "|".join(re.escape(word) for word in sorted(typography.bind_before))
        rules.append((" ", " ", re.compile(rf" (?<=\w )(?=(?:{words})(?![\w\-]))"), NO_BREAK))
    return tuple(rules)


def _range(match: re.Match[str], dash: str) -> str:
    """Only what grows is a range: 10-15 is; a telephone's 42-03 and a season's 2022-23 are not."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    first, last = match[0].replace(",", ".").split("-")
    grows = float(first) < float(last) and not last.startswith("0")
    return match[0].replace("-", dash) if grows and not NOT_BEFORE_RANGE.search(before) else match[0]


def _after_number(match: re.Match[str], words: frozenset[str]) -> str:
    """A number stays with what it counts; the end of a code is none, and «в» belongs to the next word."""
    before = match.string[match.start() - 1 : match.start()]
    counts = before not in {"-", "_"} and not before.isalpha() and match[1] not in words
    return match[0][:-1] + NO_BREAK if counts else match[0]


def _initial(match: re.Match[str]) -> str:
    initial = match.string[match.start() - 1]
    return f".{NO_BREAK}" if initial.isupper() and match[1].isupper() else match[0]


def _bind_after(text: str, binds: _Binds) -> str:
    """A no-break space after each of the words; a loop over words is faster here than any pattern."""
    parts = text.split(" ")
    bound = [number for number, part in enumerate(parts[:-1], 1) if binds[part]]
    ends = pairwise((0, *bound, len(parts)))
    return NO_BREAK.join(" ".join(parts[start:end]) for start, end in ends)


class _Binds(dict[str, bool]):
    """Whether a part of a text is one of the words, brackets and quotation marks around it left out.

    Most parts of any text have been asked for before.
    """

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, part: str) -> bool:
        binds = part in self.words
        if not binds and not part.isalpha():
            binds = part.rpartition(NO_BREAK)[2].strip(BEFORE_WORD) in self.words
        if len(part) <= LONGEST_KNOWN:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[part] = binds
        return binds


@lru_cache(maxsize=16)
def _binds(words: frozenset[str]) -> _Binds:
    return _Binds(_spellings(words))


@lru_cache(maxsize=16)
def _spellings(words: frozenset[str]) -> frozenset[str]:
    """The words as they are and as they begin a sentence."""
    return words | {word[:1].upper() + word[1:] for word in words}


NEAR, FAR = 60, 400
"""Characters looked back and ahead for what tells an opening mark from a closing one."""
LOOKED_THROUGH = re.compile("(?:[\"'\ue002]|\x02[^\x03]*\x03)+$")
CLOSING_SINGLE = re.compile(r"\S'(?!\w)")
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
    before = LOOKED_THROUGH.sub("", match.string[max(0, match.start() - NEAR) : match.start()])
    return not before or before[-1] in BEFORE_OPENING


def _closed_later(match: re.Match[str]) -> bool:
    """Whether a single mark that could open has its pair nearby in the same block: ’90s has none."""
    rest = match.string[match.end() : match.end() + FAR].partition(BLOCK)[0]
    return CLOSING_SINGLE.search(rest) is not None
