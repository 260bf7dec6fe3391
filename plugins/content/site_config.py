"""Reads `content/site.yaml`: what identifies the hotline, checked like all content."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from msgspec.structs import replace

from plugins.content.brand import BRAND_SCHEMA, read_brand
from plugins.content.codes import countries, is_language, nearest_code, nearest_country, nearest_zone
from plugins.content.contacts import CONTACT_SCHEMA, EMERGENCY_SCHEMA, read_contact, read_emergency
from plugins.content.front_facts import SITE_FACT_SCHEMA, read_site_facts
from plugins.content.public_files import FOLDER as PUBLIC
from plugins.diagnostics.addresses import check_reachable
from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.one_line import SITE_NAMES
from plugins.diagnostics.problem import FileContext, Problem
from plugins.diagnostics.schema import Field, Schema
from plugins.diagnostics.yaml_tree import Sequence
from plugins.i18n.phrase_files import phrase_languages
from plugins.model.config import (
    Channel,
    ChannelKind,
    FeedConfig,
    Safety,
    ShareTarget,
    SiteConfig,
    SiteSection,
    authority_date,
)
from plugins.model.contact import Contact, ContactKind, Hours

if TYPE_CHECKING:
    from pathlib import Path

FILE = "site.yaml"
ANY = re.compile(r".*")
URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?(?:/[\w.~-]+)*/?")
HUB = re.compile(r"https?://[^\s/]+(?:/\S*)?")
EXIT = re.compile(r"https://[^\s/]+(?:/\S*)?")
AREA = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?")
WEEKDAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
DAYS = rf"{WEEKDAY}(?:-{WEEKDAY})?"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
CHANNEL_HOSTS = {ChannelKind.TELEGRAM: "t.me", ChannelKind.VK: "vk.com", ChannelKind.MAX: "max.ru"}
CHANNEL_NAME = r"[\w.+-]+(?:/[\w.+-]+)?"
OPENING = re.compile(rf"{DAYS}(?:,{DAYS})* {CLOCK}-(?:{CLOCK}|24:00)")


def _read_languages(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    codes = fields.texts(key, ANY, "site-language") or ()
    _report_empty(fields, key, "site-languages-missing")
    for code in codes:
        if not is_language(code):
            right = f"[{code}]" if "," in code else nearest_code(code)
            _report_code(fields, key, "site-language", code, right)
    for code, count in Counter(codes).items():
        if count > 1:
            fields.report(key, "value-twice", typed=code)
    good = tuple(dict.fromkeys(code for code in codes if is_language(code)))
    return good or None


def _report_empty(fields: FieldReader, key: str, problem_code: str) -> None:
    """Report a list without entries as one that is missing."""
    tree = fields.tree.values.get(key)
    if isinstance(tree, Sequence) and not tree.values:
        fields.report(key, problem_code, languages=", ".join(fields.context.languages))


def _report_code(fields: FieldReader, key: str, problem_code: str, typed: str, right: str) -> None:
    if right:
        fields.report(key, f"{problem_code}-nearest", typed=typed, right=right)
    else:
        fields.report(key, problem_code, typed=typed)


def _read_url(fields: FieldReader, key: str) -> str | None:
    url = (fields.matching(key, URL, "site-url") or "").rstrip("/")
    fault = check_reachable(url)
    above, _, last = url.rpartition("/")
    if fault and (fault.code == "link-local" or "." not in url.split("/")[2]):
        fields.advise(key, "site-url-local", typed=url)
    elif last in fields.context.languages and "//" in above:
        fields.advise(key, "site-url-language", typed=url, language=last, right=above)
    return url or None


def _read_filled(fields: FieldReader, key: str) -> dict[str, str]:
    return fields.localized(key, filled=SITE_NAMES)


def _read_zone(fields: FieldReader, key: str) -> str | None:
    name = fields.one_line(key)
    if name and name not in available_timezones():
        _report_code(fields, key, "site-timezone", name, nearest_zone(name))
        return None
    return name or None


def _read_area(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    codes = fields.texts(key, ANY, "site-area") or ()
    for code in codes:
        country, hyphen, part = code.partition("-")
        if not AREA.fullmatch(code) or country not in countries():
            right = nearest_country(country)
            _report_code(fields, key, "site-area", code, right and f"{right}{hyphen}{part.upper()}")
    return codes


def _read_contacts(fields: FieldReader, key: str) -> tuple[Contact, ...] | None:
    _report_empty(fields, key, "site-contacts-missing")
    found = tuple(contact for each in fields.items(key) if (contact := read_contact(each)))
    return found or None


def _read_hours(fields: FieldReader, key: str) -> Hours | None:
    values = fields.mapping(key).read(HOURS_SCHEMA)
    return Hours(**values) if "text" in values else None


def _read_feeds(fields: FieldReader, key: str) -> FeedConfig | None:
    values = fields.mapping(key).read(FEEDS_SCHEMA)
    return FeedConfig(**values) if "authority" in values else None


def _read_authority(fields: FieldReader, key: str) -> str | None:
    """A host and a day, or the first of a month or year, that the calendar has."""
    text = fields.one_line(key)
    try:
        authority_date(text)
    except ValueError:
        fields.report(key, "site-authority", typed=text)
        return None
    return text


def _read_share(fields: FieldReader, key: str) -> tuple[ShareTarget, ...] | None:
    targets = re.compile("|".join(ShareTarget))
    typed = fields.texts(key, targets, "site-share") or ()
    return tuple(ShareTarget(each) for each in typed if targets.fullmatch(each))


def _read_channels(fields: FieldReader, key: str) -> tuple[Channel, ...]:
    found = fields.mapping(key).read(CHANNELS_SCHEMA)
    return tuple(Channel(kind, found[kind]) for kind in ChannelKind if kind in found)


def _read_channel(fields: FieldReader, key: str) -> str | None:
    """The address of a channel, typed in full, without its scheme, or as its name alone."""
    host = CHANNEL_HOSTS[ChannelKind(key)]
    typed = fields.one_line(key)
    if match := re.fullmatch(
        rf"(?:https?://)?(?:www\.|m\.)?{re.escape(host)}/({CHANNEL_NAME})/?|@?(\w+)", typed, re.ASCII
    ):
        return f"https://{host}/{match[1] or match[2]}"
    fields.report(key, "site-channel", typed=typed, host=host)
    return None


def _read_sections(fields: FieldReader, key: str) -> tuple[SiteSection, ...]:
    sections = re.compile("|".join(SiteSection))
    typed = fields.texts(key, sections, "site-section") or ()
    return tuple(each for each in SiteSection if each in typed)


def _read_safety(fields: FieldReader, key: str) -> Safety | None:
    values = (inner := fields.mapping(key)).read(SAFETY_SCHEMA)
    for code, title in values.get("title", {}).items():
        if any(char.isdigit() for char in title):
            inner.report("title", "site-safety-title", typed=title, language=code)
    return Safety(**values) if {"exit", "title"} <= values.keys() else None


def _read_edition_list(fields: FieldReader, key: str) -> tuple[str, ...] | None:
    languages = fields.context.languages
    return fields.texts(key, re.compile("|".join(map(re.escape, languages)) or "-"), "site-edition")


CHANNELS_SCHEMA = Schema(tuple(Field(kind.value, _read_channel) for kind in ChannelKind))
HOURS_SCHEMA = Schema(
    (
        Field("text", FieldReader.localized, missing="field-missing-texts"),
        Field("opening", lambda fields, key: fields.texts(key, OPENING, "site-opening")),
    )
)
FEEDS_SCHEMA = Schema(
    (
        Field("authority", _read_authority, missing="site-authority-missing"),
        Field("hubs", lambda fields, key: fields.texts(key, HUB, "site-hub")),
        Field("dzen", _read_edition_list),
        Field("news_sitemap", _read_edition_list),
        Field("indexnow", lambda fields, key: fields.texts(key, HUB, "site-indexnow")),
    )
)
SAFETY_SCHEMA = Schema(
    (
        Field(
            "exit",
            lambda fields, key: fields.matching(key, EXIT, "site-safety-exit"),
            missing="site-safety-exit-missing",
        ),
        Field("title", FieldReader.localized, missing="field-missing-texts"),
    ),
    aliases={**dict.fromkeys(("url", "link", "address"), "exit"), "name": "title"},
)
SCHEMA = Schema(
    (
        Field("name", FieldReader.localized, missing="field-missing-texts"),
        Field("tagline", _read_filled, missing="field-missing-texts"),
        Field("description", _read_filled, missing="field-missing-texts"),
        Field("headline", _read_filled),
        Field("lead", _read_filled),
        Field("notice", _read_filled),
        Field("whose", _read_filled),
        Field("contacts", _read_contacts, missing="site-contacts-missing"),
        Field("hours", _read_hours),
        Field("facts", read_site_facts),
        Field("emergency", read_emergency),
        Field("languages", _read_languages, missing="site-languages-missing"),
        Field("timezone", _read_zone, missing="field-missing"),
        Field("area", _read_area),
        Field("url", _read_url, missing="field-missing"),
        Field("feeds", _read_feeds, missing="site-authority-missing"),
        Field("brand", FieldReader.mapping),
        Field("share", _read_share),
        Field("channels", _read_channels),
        Field("sections_off", _read_sections),
        Field("safety", _read_safety),
    ),
    aliases={
        **dict.fromkeys(("title", "sitename", "название", "имя"), "name"),
        **dict.fromkeys(("numbers", "phones", "number", "phone", "контакты"), "contacts"),
        **dict.fromkeys(("siteurl", "address", "адрес"), "url"),
        **dict.fromkeys(("zone", "time_zone", "tz", "часовой_пояс"), "timezone"),
        **dict.fromkeys(("language", "языки"), "languages"),
        **dict.fromkeys(("country", "region", "regions", "countries"), "area"),
        **dict.fromkeys(("colors", "colours", "theme"), "brand"),
        **dict.fromkeys(("opening_hours", "часы"), "hours"),
        **dict.fromkeys(("disclaimer",), "notice"),
        **dict.fromkeys(("social", "networks", "follow", "каналы"), "channels"),
        **dict.fromkeys(("off", "sections", "disabled", "hidden_sections"), "sections_off"),
        **dict.fromkeys(("slogan", "motto"), "tagline"),
    },
)
SCHEMAS = {
    "": SCHEMA,
    "contacts": CONTACT_SCHEMA,
    "emergency": EMERGENCY_SCHEMA,
    "hours": HOURS_SCHEMA,
    "facts": SITE_FACT_SCHEMA,
    "feeds": FEEDS_SCHEMA,
    "brand": BRAND_SCHEMA,
    "safety": SAFETY_SCHEMA,
    "channels": CHANNELS_SCHEMA,
}
"""The schema of each mapping in the file, for the documentation."""


def read_site_config(content: Path, display_name: str, theme: Path) -> tuple[SiteConfig, tuple[Problem, ...]]:
    """The site's configuration and its problems; placeholders stand for what is missing or cannot be read."""
    context = FileContext(f"{display_name}/{FILE}", ())
    fields = load_fields(content / FILE, context, FILE, "site-form")
    values: dict[str, Any] = {}
    if fields:
        languages = None if fields.is_empty("languages") else _read_languages(fields, "languages")
        context.problems.clear()  # found again below, in the order of the schema
        context.languages = languages or _theme_languages(theme)
        values = fields.read(SCHEMA)
        if "brand" in values:
            values["brand"] = read_brand(fields, "brand", theme, content / PUBLIC)
            if values["brand"].logo and "safety" in values:
                fields.mapping("brand").advise("logo", "site-logo-safety")
                values["brand"] = replace(values["brand"], logo=None)
    elif not context.problems:
        context.report(1, "site-missing")
    defaults = _placeholders(context.languages or _theme_languages(theme))
    return SiteConfig(**{**defaults, **values}), tuple(context.problems)


def _theme_languages(theme: Path) -> tuple[str, ...]:
    return tuple(phrase_languages(theme / "phrases"))


def _placeholders(languages: tuple[str, ...]) -> dict[str, Any]:
    """A value for each required field; a site with any of them is checked but never built."""
    texts = dict.fromkeys(languages, "…")
    return {
        **dict.fromkeys(("name", "tagline", "description"), texts),
        "contacts": (Contact(kind=ContactKind.CALL, show="…", dial="0"),),
        "languages": languages,
        "timezone": "UTC",
        "url": "https://site.example",
        "feeds": FeedConfig(authority="site.example,2000"),
    }
