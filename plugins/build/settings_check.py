"""The values that settings and options may have: a wrong one is an error before anything is built."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from plugins.build.errors import SettingsError
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.build.settings import Settings

MAX_VALUE = 60
"""Characters of a wrong value that a message repeats."""
SITE_PLUGIN = "plugins.site.plugin"
OPTIONS = {
    "PATH": "--content",
    "OUTPUT_PATH": "--output",
    "CACHE_PATH": "--cache",
    "SITEURL": "--site-url",
    "NOW": "--now",
}
"""The option of each setting that commands can override."""


def check_settings(file: str, settings: Settings, overrides: Settings) -> None:
    """Raise `SettingsError` for the first setting that cannot be used, with its line or its option."""
    for name, rule in RULES.items():
        value = settings.get(name)
        if not rule.allows(value):
            shown = repr(value) if name in settings else "—"
            place = OPTIONS[name] if name in OPTIONS and name in overrides else _place(file, name)
            raise SettingsError(rule.code, place=place, value=shown[:MAX_VALUE])


def parse_moment(text: str) -> dt.datetime:
    """An ISO 8601 moment; raises `ValueError` for any other text and for years out of range."""
    moment = dt.datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _place(file: str, name: str) -> str:
    lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    setting = re.compile(rf"(?:.*=\s*)?{name}\b\s*[:=]")
    number = next((number for number, line in enumerate(lines, 1) if setting.match(line)), 1)
    return f"{Path(file).name}:{number}: {name}"


class _Rule(NamedTuple):
    """The code of a message, and which values are right."""

    code: str
    allows: Callable[[object], bool]


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and (not value or bool(parse_moment(value)))
    except ValueError:
        return False


def _is_url(value: object) -> bool:
    """Whether the value is empty or a site's address: scheme, host, perhaps a port and a folder."""
    if not isinstance(value, str) or not value:
        return value == ""
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port != 0
    except ValueError:
        return False
    plain = value.isprintable() and not re.search(r"[\s<>\"'\\?#@]", value)
    return plain and port_is_valid and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_zone(value: object) -> bool:
    """Whether Pelican knows the zone; the site's own is in its content."""
    if value == "UTC":
        return True
    from zoneinfo import ZoneInfo

    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ValueError, KeyError, OSError):
        return False


def _is_path(value: object) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _is_folder(value: object) -> bool:
    return _is_path(value) and os.path.isdir(str(value))


def _is_theme(value: object) -> bool:
    return _is_path(value) and all(
        _is_folder(f"{value}/{part}") for part in ("templates", "static", "phrases")
    )


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_plugins(value: object) -> bool:
    return _is_list(value) and isinstance(value, list) and SITE_PLUGIN in value


FOLDER = _Rule("settings-path", _is_path)
FLAG = _Rule("settings-flag", lambda value: isinstance(value, bool))
LIST = _Rule("settings-list", _is_list)
NAME_OR_NOTHING = _Rule("settings-name", lambda value: value is None or isinstance(value, str))
RULES: dict[str, _Rule] = {
    "PATH": _Rule("settings-content", _is_folder),
    "OUTPUT_PATH": FOLDER,
    "CACHE_PATH": FOLDER,
    "THEME": _Rule("settings-theme", _is_theme),
    "SITEURL": _Rule("settings-url", _is_url),
    "NOW": _Rule("settings-now", _is_moment),
    "TIMEZONE": _Rule("settings-zone", _is_zone),
    "DEFAULT_PAGINATION": _Rule("settings-number", lambda value: type(value) is int and value > 0),
    **dict.fromkeys(("SEARCH", "PREVIEW", "FORCE_RELEASE"), FLAG),
    "PLUGINS": _Rule("settings-plugins", _is_plugins),
    "PLUGIN_PATHS": LIST,
    "JINJA_ENVIRONMENT": _Rule("settings-mapping", lambda value: isinstance(value, dict)),
    **dict.fromkeys(("ARTICLE_PATHS", "ARTICLE_EXCLUDES", "PAGE_PATHS", "PAGE_EXCLUDES"), LIST),
    **dict.fromkeys(("STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES"), LIST),
    **dict.fromkeys(
        ("AUTHOR_SAVE_AS", "CATEGORY_SAVE_AS", "TAG_SAVE_AS", "ARCHIVES_SAVE_AS"), NAME_OR_NOTHING
    ),
    **dict.fromkeys(("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TRANSLATION_FEED_ATOM"), NAME_OR_NOTHING),
    **dict.fromkeys(("AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS"), NAME_OR_NOTHING),
}
