"""Typography by language: quotation marks, dashes, no-break spaces.

Private characters: `NODE` between inline elements, `BLOCK` between blocks, `OPAQUE` for what stays as typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.i18n.phrases import Typography

    Rule = tuple[str, str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

NODE, BLOCK, OPAQUE = "\ue002", "\ue003", "\ue004"
NO_BREAK_SPACE = "\u00a0"
BEFORE_OPENING_QUOTE = frozenset(" \u00a0\u202f([{/\\-–—«„“‘" + BLOCK)
BEFORE_WORD = "([{«„“‘\"'" + NODE + BLOCK
ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
MAX_CACHED_WORDS, MAX_CACHED_LENGTH = 20_000, 40
"""Entries, and characters of an entry."""
LINE_END = re.compile(r"\n *")

# Each pattern begins with a literal sign or a single digit, so that the regex engine can skip ahead.
ELLIPSIS = re.compile(r"\.\.\.(?<!\.\.\.\.)(?!\.)")
DOUBLE_HYPHEN = re.compile(r"--(?<=\w--)(?=\w)")
RANGE = re.compile(r"\d\d{0,8}(?:[.,]\d{1,9})?-\d{1,9}(?:[.,]\d{1,9})?(?![\w:/\-–]|[.,]\d)")
NOT_BEFORE_RANGE = re.compile(r"(?:[\w.,:/№\-–+)]|[\d)][ \u00a0])$")
NUMBER_SIGN = re.compile(r"([№§]) ?(?=\d)")
AFTER_NUMBER = re.compile(r"\d\d*(?:[.,–]\d+)*%?\ue002* (?=\ue002*([^\W\d_]+|\d{3}(?!\d)|[%‰°€$₽]))")
MINUS = re.compile(r"-(?<![^\s(\[{«„“‘\ue002\ue003]-)(?<!\d[ \u00a0]-)(?=\d{1,4}(?:[.,]\d+)?(?![\w\-–]))")
TIME = r"(?:[01]?\d|2[0-4])-[0-5]\d"
"""A time as it is typed for «8:30»: no range, if another one follows «до»."""
INITIAL = re.compile(r"\.(?<=\w\.)(?<![\w\-]\w\.) ?(?=([^\W\d_]))")


def typeset(text: str, typography: Typography) -> str:
    """The text with the typography applied; a line end becomes a space."""
    text = LINE_END.sub(" ", text)
    addresses: list[str] = []
    if "://" in text or "www." in text or "@" in text:
        text = ADDRESS.sub(lambda match: _stash_address(match[0], addresses), text)
    if '"' in text or "'" in text:
        text = QUOTE.sub(QuoteReplacer(typography), text)
    for sign, alternative, pattern, replacement in _compile_rules(typography):
        if sign in text or alternative in text:
            text = pattern.sub(replacement, text)
    text = _bind_after(text, _non_breaking_words(typography.bind_after))
    for address in addresses:
        text = text.replace(OPAQUE + OPAQUE, address, 1)
    return text if typography.binds else text.replace(NO_BREAK_SPACE, " ")


def _stash_address(address: str, addresses: list[str]) -> str:
    addresses.append(address)
    return OPAQUE + OPAQUE


@lru_cache(maxsize=16)
def _compile_rules(typography: Typography) -> tuple[Rule, ...]:
    """Each rule as two signs, a pattern and a replacement; a text with neither sign is skipped."""
    dash = typography.dash
    sign = dash.strip()
    spellings = _with_capitalized(typography.bind_after)
    times = re.compile(rf"{TIME}[ \u00a0](?:{_alternatives(typography.until)})[ \u00a0]{TIME}(?!\d)")
    spaced_dash = re.compile(rf"[ \u00a0]+{re.escape(sign)}[ \u00a0]+(?=\S)")
    rules: list[Rule] = [
        ("...", "...", ELLIPSIS, "…"),
        (" -", f"{NO_BREAK_SPACE}-", re.compile(r"[ \u00a0]+-{1,3}[ \u00a0]+(?=\S)"), dash),
        (" " + sign, NO_BREAK_SPACE + sign, spaced_dash, dash),
        ("--", "--", DOUBLE_HYPHEN, dash),
        ("-", "-", RANGE, lambda match: _replace_range(match, typography.range_dash, times)),
        ("-", "-", MINUS, "−"),
        ("№", "§", NUMBER_SIGN, rf"\1{NO_BREAK_SPACE}"),
        (" ", " ", AFTER_NUMBER, lambda match: _bind_number(match, spellings, typography.names)),
        (".", ".", INITIAL, lambda match: _bind_initial(match, spaced=typography.space_initials)),
    ]
    if typography.bind_before:
        words = _alternatives(typography.bind_before)
        rules.append((" ", " ", re.compile(rf" (?<=\w )(?=(?:{words})(?![\w\-]))"), NO_BREAK_SPACE))
    return tuple(rules)


def _alternatives(words: frozenset[str]) -> str:
    """A pattern that matches any of the words; one that matches nothing if there are none."""
    return "|".join(re.escape(word) for word in sorted(words)) or "(?!)"


def _replace_range(match: re.Match[str], dash: str, times: re.Pattern[str]) -> str:
    """Only ascending numbers are a range: 10-15 is; a telephone's 42-03 and a season's 2022-23 are not."""
    around = range(max(0, match.start() - LONGEST_TIMES), match.start() + 1)
    if any(found.end() >= match.end() for start in around if (found := times.match(match.string, start))):
        return match[0]
    before = match.string[max(0, match.start() - 2) : match.start()]
    first, last = match[0].replace(",", ".").split("-")
    grows = float(first) < float(last) and not last.startswith("0")
    return match[0].replace("-", dash) if grows and not NOT_BEFORE_RANGE.search(before) else match[0]


def _bind_number(match: re.Match[str], words: frozenset[str], names: frozenset[str]) -> str:
    """Bind a number to what it counts.

    The end of a code and a hotline's number (`names`) count nothing, and «в» belongs to the next word.
    """
    before = match.string[match.start() - 1 : match.start()]
    counts = before not in {"-", "_"} and not before.isalpha() and match[1] not in words
    counts = counts and match[0].strip(" \ue002") not in names
    return match[0][:-1] + NO_BREAK_SPACE if counts else match[0]


def _bind_initial(match: re.Match[str], *, spaced: bool) -> str:
    """Bind initials; where they are written apart (`spaced`), put a space between those of the language."""
    initial = match.string[match.start() - 1]
    apart = match[0] != "." or (spaced and not initial.isascii())
    return f".{NO_BREAK_SPACE}" if apart and initial.isupper() and match[1].isupper() else match[0]


def _bind_after(text: str, words: NonBreakingWords) -> str:
    """Put a no-break space after each of the words; looking them up is faster here than a pattern."""
    *parts, last = text.split(" ")
    return "".join(map(words.__getitem__, parts)) + last


class NonBreakingWords(dict[str, str]):
    """Each token with the space after it: no-break if the token, without brackets and marks, is a word."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, part: str) -> str:
        binds = part in self.words
        if not binds and not part.isalpha():
            binds = part.rpartition(NO_BREAK_SPACE)[2].strip(BEFORE_WORD) in self.words
        spaced = part + (NO_BREAK_SPACE if binds else " ")
        if len(part) <= MAX_CACHED_LENGTH:
            if len(self) >= MAX_CACHED_WORDS:
                self.clear()
            self[part] = spaced
        return spaced


@lru_cache(maxsize=16)
def _non_breaking_words(words: frozenset[str]) -> NonBreakingWords:
    return NonBreakingWords(_with_capitalized(words))


@lru_cache(maxsize=16)
def _with_capitalized(words: frozenset[str]) -> frozenset[str]:
    return words | {word[:1].upper() + word[1:] for word in words}


LONGEST_TIMES = 12
"""Characters of «17-30 до » before the second time."""
LOOKBEHIND, LOOKAHEAD = 60, 400
"""Characters searched to tell an opening quotation mark from a closing one."""
TRANSPARENT = re.compile("(?:[\"'\ue002]|\x02[^\x03]*\x03)+$")
TRANSPARENT_BEFORE = re.compile("(?:[\"'\ue002]|\x02[^\x03]*\x03)*")
AFTER_CLOSING_QUOTE = frozenset(" \u00a0\u202f.,;:!?…)]" + BLOCK)
DASHES = frozenset("-–—")
ELISION = re.compile(r"'(?:\d\ds?\b(?!')|(?:n'|tis|twas|em|til|cause|round|bout)(?!\w))", re.IGNORECASE)
"""An apostrophe at the beginning of a word: ’90s, rock ’n’ roll."""
CLOSING_SINGLE = re.compile(r"\S'(?!\w)")
WITHIN_WORD = re.compile(r"\w'\w")
STRAIGHT = frozenset("\"'")
QUOTE = re.compile(f"[\"'«»„“”‘’{BLOCK}]")


class QuoteReplacer:
    """Replaces straight quotation marks in one text, from its beginning to its end."""

    def __init__(self, typography: Typography) -> None:
        outer_open, outer_close, inner_open, inner_close = typography.quotes
        self.outer = (outer_open, outer_close)
        self.inner = (inner_open, inner_close)
        self.apostrophe = typography.apostrophe
        self.expected: list[tuple[str, str]] = []

    def __call__(self, match: re.Match[str]) -> str:
        """The replacement of one mark."""
        sign = match[0]
        if sign == BLOCK:
            self.expected.clear()
        if sign not in {'"', "'"}:
            return self.keep(sign)
        if sign == "'" and _is_apostrophe(match):
            return self.apostrophe
        if _is_opening(match, closes=bool(self.expected)):
            return self.open(sign, match)
        return self.close(sign)

    def keep(self, sign: str) -> str:
        """Keep typographic marks, but nest what is between them, and those between straight marks."""
        for pair in (self.outer, self.inner):
            opening, closing = pair
            if sign == opening and opening != closing:
                within_straight = pair == self.outer and self.expected and self.expected[-1][0] in STRAIGHT
                shown = self.inner if within_straight else pair
                self.expected.append((closing, shown[1]))
                return shown[0]
            if self.expected and sign == closing == self.expected[-1][0]:
                return self.expected.pop()[1]
        if self.expected and sign == self.expected[-1][1]:
            self.expected.pop()
        return sign

    def open(self, sign: str, match: re.Match[str]) -> str:
        """An opening mark; a single one without a pair is an apostrophe."""
        if sign == "'" and not _has_closing_single(match):
            return self.apostrophe
        opening, closing = self.inner if self.expected or sign == "'" else self.outer
        self.expected.append((sign, closing))
        return opening

    def close(self, sign: str) -> str:
        """A closing mark; an unpaired one is an apostrophe or inches."""
        if not self.expected or (sign == "'" and self.expected[-1][1] != self.inner[1]):
            return self.apostrophe if sign == "'" else sign
        return self.expected.pop()[1]


def _is_apostrophe(match: re.Match[str]) -> bool:
    """Whether a single mark stands for letters left out."""
    within = WITHIN_WORD.match(match.string, match.start() - 1)
    before = match.string[max(0, match.start() - 2) : match.start()].lower()
    return bool(within or before == "'n" or ELISION.match(match.string, match.start()))


def _is_opening(match: re.Match[str], *, closes: bool) -> bool:
    """Whether only a space, a bracket, a dash or a block is before the mark, and a word after it.

    A mark between a dash and a space closes; so does one between spaces, if another is open (`closes`).
    """
    before = TRANSPARENT.sub("", match.string[max(0, match.start() - LOOKBEHIND) : match.start()])
    if before and before[-1] not in BEFORE_OPENING_QUOTE:
        return False
    end = TRANSPARENT_BEFORE.match(match.string, match.end()).end()  # type: ignore[union-attr] # it always matches
    last = match.string[end : end + 1]
    is_after_dash = bool(before) and before[-1] in DASHES
    return not ((not last or last in AFTER_CLOSING_QUOTE) and (closes or is_after_dash))


def _has_closing_single(match: re.Match[str]) -> bool:
    """Whether a single mark has its pair nearby in the same block: ’90s has none."""
    following = match.string[match.end() : match.end() + LOOKAHEAD].partition(BLOCK)[0]
    return CLOSING_SINGLE.search(following) is not None
