"""The settings file, executed as Pelican does but without Pelican, and a digest of its values.

Every build executes it, so that whatever it reads (environment, modules, files, the date) is in the digest.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PLAIN = frozenset({type(None), bool, int, float, str, bytes})
LIBRARIES = re.compile(r"[/\\](?:site|dist)-packages[/\\]")
STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep
FOLDERS = ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH")
Settings = dict[str, object]


class UnknownValueError(Exception):
    """A value that may change without its digest changing, such as a function of the settings file."""


def read_settings_file(file: str, overrides: Settings) -> Settings:
    """The file's upper-case values and the overrides, folders relative to it; raises `SettingsError`."""
    settings = {**_execute(file), **overrides}
    base = os.path.dirname(file)
    for name in FOLDERS:
        if isinstance(folder := settings.get(name), str) and folder:
            absolute = _absolute(base, folder)
            # A theme may be the name of one of Pelican's own.
            if name != "THEME" or os.path.exists(absolute):
                settings[name] = absolute
    if isinstance(url := settings.get("SITEURL"), str):
        settings["SITEURL"] = url.removesuffix("/")
    if isinstance(paths := settings.get("PLUGIN_PATHS"), list):
        settings["PLUGIN_PATHS"] = [_absolute(base, path) for path in paths]
    return settings


def settings_digest(settings: Settings) -> str:
    """A digest of the settings; empty if one of their values has none."""
    try:
        content = repr(_canonical(settings))
    except UnknownValueError:
        return ""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def _execute(file: str) -> Settings:
    name = os.path.splitext(os.path.basename(file))[0]
    module = ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    # Python validates compiled modules by seconds and size: of two changes in one second it may miss one.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with open(file, "rb") as source:
            exec(compile(source.read(), file, "exec"), module.__dict__)  # noqa: S102 - the site's own settings
    except Exception as error:
        raise _settings_error(file, error) from error
    finally:
        sys.dont_write_bytecode = before
    return {key: value for key, value in vars(module).items() if key.isupper()}


def _settings_error(file: str, error: Exception) -> Exception:
    from plugins.build.errors import SettingsError

    line = error.lineno if isinstance(error, SyntaxError) and error.filename == file else None
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    reason = f"{type(error).__name__}: {error}"
    return SettingsError("settings-error", file=os.path.basename(file), line=line or 1, reason=reason)


def _absolute(base: str, path: str) -> str:
    return os.path.abspath(os.path.join(base, path))


def _canonical(value: object) -> object:
    """A value as plain ones; different values differ. Raises `UnknownValueError`."""
    kind = type(value)
    if kind in PLAIN:
        return value
    name = f"{kind.__module__}.{kind.__qualname__}"
    for kinds, encode in ENCODERS:
        if isinstance(value, kinds):
            return [name, encode(value)]
    if kind.__module__ in {"datetime", "zoneinfo", "re", "decimal"}:
        return [name, repr(value)]
    raise UnknownValueError(name)


def _list(values: Iterable[object]) -> object:
    return [_canonical(value) for value in values]


def _set(values: Iterable[object]) -> object:
    return sorted(repr(_canonical(value)) for value in values)


def _mapping(values: Mapping[object, object]) -> object:
    if type(values) is not dict:  # a subclass may return more than its items, such as a default
        raise UnknownValueError(type(values).__qualname__)
    return [(_canonical(key), _canonical(value)) for key, value in values.items()]


def _library_name(value: type | FunctionType | BuiltinFunctionType) -> str:
    """The name of a library's class or function; it changes with the library's version only."""
    module = sys.modules.get(value.__module__)
    found: object = module
    for name in value.__qualname__.split("."):
        found = getattr(found, name, None)
    file = getattr(module, "__file__", None) or STANDARD_LIBRARY  # built into Python
    is_library = file.startswith(STANDARD_LIBRARY) or LIBRARIES.search(file)
    if found is not value or not is_library:
        raise UnknownValueError(value.__qualname__)
    return f"{value.__module__}.{value.__qualname__}"


ENCODERS: tuple[tuple[Any, Callable[[Any], object]], ...] = (
    ((list, tuple), _list),
    ((set, frozenset), _set),
    (dict, _mapping),
    (Enum, lambda value: value.name),
    (os.PathLike, os.fspath),
    (partial, lambda value: _list((value.func, value.args, value.keywords))),
    ((type, FunctionType, BuiltinFunctionType), _library_name),
)
