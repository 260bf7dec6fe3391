"""Language-independent facts of a text: numbers, dates, times, telephone numbers.

A date is its day and month, its year a separate number: «30 декабря» and “30 December 2022” share the first.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_month_names
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.i18n.language import Language
    from plugins.i18n.telephones import TelephoneCustoms

ENDING = r"[^\W\d_]{0,3}"
"""Letters a case may add: «тысяч», «тысячами»."""
SPACE = "[ \u00a0\u202f]"
ORDINAL = r"(?:-?(?:[^\W\d_]{1,3})(?![^\W\d_]))?"
DAY_DIGITS = 2
YEAR_DIGITS = 4
LONGEST_MONTH = 20
DIGIT = re.compile(r"\d")
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
NOT_DIGIT = re.compile(r"\D")
CALENDAR = (
    r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))|(?P<dotted>(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d))"
    r"|(?P<time>(?<![\d:])[0-2]?\d:[0-5]\d(?![\d:]))"
)


class Fact(NamedTuple):
    """`kind` and `value` are the same in every language; `typed` is the spelling, `line` the place."""

    kind: str
    value: str
    typed: str
    line: int


class _NumberFormats(Struct, frozen=True):
    """How a language writes numbers and dates.

    `pattern` starts at a digit; the name of its last matched group is the kind of fact.
    `month_before` matches a month right before a number.
    """

    pattern: re.Pattern[str]
    month_before: re.Pattern[str]
    months: tuple[tuple[str, int], ...]
    magnitudes: tuple[tuple[str, Decimal], ...]
    decimal: re.Pattern[str]

    def month(self, word: str) -> int:
        return next(number for stem, number in self.months if word.casefold().startswith(stem))

    def magnitude(self, word: str) -> Decimal:
        return next(power for stem, power in self.magnitudes if word.casefold().startswith(stem))


def extract_facts(
    text: str, first_line: int, language: Language, telephones: TelephoneCustoms
) -> Iterator[Fact]:
    """The facts of a text in the order of its lines."""
    found: list[Fact] = []
    plain = _western_digits(text, language)
    for each in telephones.find(plain):
        typed, line = text[each.start : each.end], first_line + text.count("\n", 0, each.start)
        found.append(Fact("phone", each.url, " ".join(typed.split()), line))
        plain = plain[: each.start] + "\0" * (each.end - each.start) + plain[each.end :]
    found += _counted_facts(text, plain, first_line, _number_formats(language))
    yield from sorted(found, key=lambda fact: fact.line)


def _western_digits(text: str, language: Language) -> str:
    """The text with each digit of another script, and the signs within its numbers, in the Western form."""
    if text.isascii() or not FOREIGN_DIGIT.search(text):
        return text
    symbols = language.locale.number_symbols.get("latn", {})
    text = text.replace("\u066b", symbols.get("decimal", ".")).replace("\u066c", symbols.get("group", ","))
    return FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)


def _counted_facts(text: str, plain: str, first_line: int, customs: _NumberFormats) -> Iterator[Fact]:
    """The facts of `plain`, as `text` spells them."""
    line, counted, read, looked = first_line, 0, 0, 0
    while digit := DIGIT.search(plain, looked):
        start = digit.start()
        match = customs.pattern.match(plain, start)
        looked = match.end() if match else start + 1
        if match is None:
            continue
        line += text.count("\n", counted, start)
        month = _month_before(match, plain, read, customs)
        counted, read = start, match.end()
        typed = " ".join(text[month.start() if month else start : read].split())
        for kind, value in _facts_in_match(match, month, customs):
            yield Fact(kind, value, typed, line)


def _month_before(
    match: re.Match[str], text: str, read: int, customs: _NumberFormats
) -> re.Match[str] | None:
    if len(match[0]) > DAY_DIGITS and len(match[0]) != YEAR_DIGITS:
        return None
    return customs.month_before.search(text, max(read, match.start() - LONGEST_MONTH), match.start())


def _facts_in_match(
    match: re.Match[str], month: re.Match[str] | None, customs: _NumberFormats
) -> Iterator[tuple[str, str]]:
    kind = match.lastgroup
    if kind in ("iso", "dotted"):
        parts = [int(part) for part in re.split(r"[-.]", match[0])]
        year, number, day = parts if kind == "iso" else parts[::-1]
        yield from (("date", f"{number}-{day}"), ("number", str(year)))
    elif kind == "time":
        yield "time", match[0].rjust(5, "0")
    elif kind == "month":
        yield "date", f"{customs.month(match['month'])}-{int(match['day'])}"
    elif month and len(match["number"]) <= DAY_DIGITS:
        yield "date", f"{customs.month(month[1])}-{int(match['number'])}"
    else:
        if month:
            yield "month", str(customs.month(month[1]))
        yield "number", _number(match["number"], match["magnitude"], customs)


def _number(typed: str, magnitude: str | None, customs: _NumberFormats) -> str:
    if not magnitude and typed.isascii() and typed.isdigit():
        return typed.lstrip("0") or "0"
    whole, _, fraction = customs.decimal.sub("\0", typed).partition("\0")
    value = Decimal(f"{NOT_DIGIT.sub('', whole)}.{fraction or 0}")
    if magnitude:
        value *= customs.magnitude(magnitude)
    return format(value.normalize(), "f")


@lru_cache(maxsize=16)
def _number_formats(language: Language) -> _NumberFormats:
    locale = language.locale
    symbols = locale.number_symbols.get("latn", {})
    group = symbols.get("group", ",")
    # A full stop is a decimal mark also where the language has another one: “CC BY 4.0”.
    marks = "".join(sorted({symbols.get("decimal", "."), "."} - {group}))
    decimal = rf"[{re.escape(marks)}](?=\d)"
    months, magnitudes = _months(language), _magnitudes(language)
    month, magnitude = _either(months), _either(magnitudes)
    separator = SPACE if group.isspace() else f"(?:{re.escape(group)}|[\u00a0\u202f])"
    number = rf"\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    pattern = (
        rf"{CALENDAR}"
        rf"|(?<!\d)(?P<day>\d{{1,2}}){ORDINAL}\s(?P<month>{month})(?!\w)"
        rf"|(?<![^\W\d_])(?P<number>{number})(?:{SPACE}?(?P<magnitude>{magnitude})(?!\w))?"
    )
    return _NumberFormats(
        re.compile(pattern, re.IGNORECASE),
        re.compile(rf"(?<!\w)({month}),?\s\Z", re.IGNORECASE),
        months,
        magnitudes,
        re.compile(decimal),
    )


def _either(words: tuple[tuple[str, object], ...]) -> str:
    return "(?:" + "|".join(re.escape(stem) + (ENDING if len(stem) > 1 else "") for stem, _ in words) + ")"


def _months(language: Language) -> tuple[tuple[str, int], ...]:
    """Common prefixes of the forms of month names, longest first: «декабр», «ма»."""
    stems = {}
    wide = [
        get_month_names("wide", context=form, locale=language.locale) for form in ("format", "stand-alone")
    ]
    for number in range(1, 13):
        stems[_stem(names[number].casefold() for names in wide)] = number
    return tuple(sorted(stems.items(), key=lambda stem: (-len(stem[0]), stem)))


def _magnitudes(language: Language) -> tuple[tuple[str, Decimal], ...]:
    """Words for a thousand and more, with their factors: «тысяч», «млн», “million”."""
    found: dict[Decimal, dict[str, set[str]]] = {}
    for width in ("long", "short"):
        for forms in language.locale.compact_decimal_formats.get(width, {}).values():
            for power, form in forms.items():
                zeros, word = form.pattern.count("0"), re.sub(r"[0\s'.\u00a0]", "", form.pattern).casefold()
                if word:
                    factor = Decimal(power) / 10 ** (zeros - 1)
                    found.setdefault(factor, {}).setdefault(width, set()).add(word)
    stems = {_stem(words): factor for factor, forms in found.items() for words in forms.values()}
    return tuple(sorted(stems.items(), key=lambda stem: (-len(stem[0]), stem[0])))


def _stem(words: Iterable[str]) -> str:
    known = sorted(words)
    first, last = known[0], known[-1]
    same = (number for number, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(same, min(len(first), len(last)))]
