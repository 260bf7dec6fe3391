"""The values that settings and options may have: a wrong one is an error before anything is built."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from plugins.build.errors import SettingsError
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from plugins.build.settings import Settings

MAX_VALUE = 60
"""Characters of a wrong value that a message repeats."""
SITE_PLUGIN = "plugins.site.plugin"
OWN_PLUGINS = frozenset({SITE_PLUGIN, "plugins.feeds", "plugins.search", "plugins.pwa"})
JINJA_FLAGS = frozenset({"autoescape", "trim_blocks", "lstrip_blocks", "keep_trailing_newline"})
DAY = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
SEPARATE_FOLDERS = (("OUTPUT_PATH", "PATH"), ("CACHE_PATH", "PATH"), ("CACHE_PATH", "OUTPUT_PATH"))
"""Pairs of folders of which the first must not lie in the second: its files would be read or removed."""
OPTIONS = {
    "PATH": "--content",
    "OUTPUT_PATH": "--output",
    "CACHE_PATH": "--cache",
    "SITEURL": "--site-url",
    "NOW": "--now",
}
"""The option of each setting that commands can override."""


def check_settings(
    file: str, settings: Settings, overrides: Settings, *, content_exists: bool = True
) -> None:
    """Raise `SettingsError` for the first setting that cannot be used, with its line or its option."""

    def fail(code: str, name: str, **values: object) -> SettingsError:
        place = OPTIONS[name] if name in OPTIONS and name in overrides else _place(file, name)
        value = repr(settings[name]) if name in settings else "—"
        return SettingsError(code, place=place, value=value[:MAX_VALUE], **values)

    for name, rule in RULES.items():
        if (content_exists or name != "PATH") and not rule.allows(settings.get(name)):
            raise fail(rule.code, name)
    for name, outer in SEPARATE_FOLDERS:
        if _lies_in(str(settings[name]), str(settings[outer])):
            raise fail("settings-overlap", name, folder=settings[outer])
    for plugin, reason in _unusable_plugins(settings):
        raise fail("settings-plugin", "PLUGINS", plugin=plugin, reason=reason)


def parse_iso_moment(text: str) -> dt.datetime:
    """A day, or a day and a time, in ISO 8601; raises `ValueError` for other texts or years."""
    if not DAY.match(text):  # Python reads weeks too, such as 2026-W01
        raise ValueError(text)
    moment = dt.datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _place(file: str, name: str) -> str:
    lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    setting = re.compile(rf"(?:.*=\s*)?{name}\b\s*[:=]")
    number = next((number for number, line in enumerate(lines, 1) if setting.match(line)), 1)
    return f"{Path(file).name}:{number}: {name}"


def _unusable_plugins(settings: Settings) -> Iterator[tuple[str, str]]:
    """Plugins that Pelican would leave out with a warning, and why; our own may be left out of the list."""
    plugins = settings["PLUGINS"]
    others = [name for name in plugins if name not in OWN_PLUGINS] if isinstance(plugins, list) else []
    for name in others:
        try:
            plugin = _import_plugin(name, settings["PLUGIN_PATHS"])
        except Exception as error:  # noqa: BLE001 - importing runs the plugin's own code
            yield name, f"{type(error).__name__}: {error}"
        else:
            if not callable(getattr(plugin, "register", None)):
                yield name, "no register()"


def _import_plugin(name: str, folders: object) -> ModuleType:
    """Import a plugin from where Pelican takes it: its namespace, their folders, or anywhere."""
    before = sys.path
    sys.path = [*(folders if isinstance(folders, list) else ()), *before]
    try:
        full_name = f"pelican.plugins.{name}"
        is_short = "." not in name and importlib.util.find_spec(full_name)
        return importlib.import_module(full_name if is_short else name)
    finally:
        sys.path = before


class _Rule(NamedTuple):
    """The code of a message, and which values are right."""

    code: str
    allows: Callable[[object], bool]


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and (not value or bool(parse_iso_moment(value)))
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


def _is_own_folder(value: object) -> bool:
    """Whether the value is a path other than the root of the file system."""
    return _is_path(value) and os.path.dirname(path := os.path.realpath(str(value))) != path


def _lies_in(folder: str, outer: str) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(outer))


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


def _is_jinja_environment(value: object) -> bool:
    """Whether Jinja takes the options; it is imported for unusual ones only."""
    if not isinstance(value, dict):
        return False
    flags = [value[name] for name in JINJA_FLAGS & value.keys()]
    if not all(isinstance(flag, bool) or callable(flag) for flag in flags):
        return False
    if not (value.keys() - JINJA_FLAGS - {"extensions"} or value.get("extensions")):
        return isinstance(value.get("extensions", []), list)
    from jinja2 import Environment

    try:
        Environment(loader=None, **value)  # noqa: S701 - only to see whether it takes the options
    except Exception:  # noqa: BLE001 - importing extensions runs their own code
        return False
    return True


FOLDER = _Rule("settings-folder", _is_own_folder)
EMPTY = _Rule("settings-empty", lambda value: value == [] and isinstance(value, list))
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
    **dict.fromkeys(("SEARCH", "PREVIEW", "FORCE_RELEASE", "SKIP_BROKEN"), FLAG),
    "PLUGINS": _Rule("settings-plugins", _is_plugins),
    "PLUGIN_PATHS": LIST,
    "JINJA_ENVIRONMENT": _Rule("settings-jinja", _is_jinja_environment),
    **dict.fromkeys(("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"), LIST),
    **dict.fromkeys(("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS"), EMPTY),
    "DIRECT_TEMPLATES": EMPTY,
    **dict.fromkeys(
        ("AUTHOR_SAVE_AS", "CATEGORY_SAVE_AS", "TAG_SAVE_AS", "ARCHIVES_SAVE_AS"), NAME_OR_NOTHING
    ),
    **dict.fromkeys(("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TRANSLATION_FEED_ATOM"), NAME_OR_NOTHING),
    **dict.fromkeys(("AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS"), NAME_OR_NOTHING),
}
