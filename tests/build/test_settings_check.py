"""Wrong settings and options end in a sentence that names the line or the option; never in a traceback."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.build.errors import SettingsError
from plugins.build.settings import read_settings_file
from plugins.build.settings_check import OPTIONS, RULES, SITE_PLUGIN, check_settings, parse_iso_moment
from plugins.content.options import build_options
from tests.building import DEMO, ROOT, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

FILE = str(ROOT / "pelicanconf.py")
WRONG: dict[str, list[object]] = {
    "PATH": [None, 1, "", "/dev/null/nowhere", "a\0b", FILE],
    "OUTPUT_PATH": [
        None,
        1,
        "",
        "a\0b",
        [],
        "/",
        "//",
        str(ROOT / "content"),
        str(ROOT / "content" / "news"),
    ],
    "CACHE_PATH": [
        None,
        1,
        "",
        "a\0b",
        [],
        "/",
        str(ROOT / "content"),
        str(ROOT / "content" / "x"),
        str(ROOT / "output"),
        str(ROOT / "output" / "x" / "y"),
    ],
    "THEME": [None, 1, "", "simple", "/dev/null/nowhere", str(ROOT / "docs")],
    "SITEURL": [
        "122.example",
        "ftp://122.example",
        "https://",
        "https://a b",
        "https://[",
        "https://a:99999",
        5,
    ],
    "NOW": [
        "0001-01-01",
        "9999-12-31",
        "1969-12-31T23:59",
        "3000-01-01",
        "yesterday",
        "2023-02-30",
        "2026-W01",
        "2026W01",
        "2026-W01-1T08:00",
        5,
        None,
    ],
    "TIMEZONE": [None, "", "Asia", "Asia/Yakutia", "../../etc/passwd", "/etc/passwd", "a\0b"],
    "DEFAULT_PAGINATION": [0, -1, 1.5, "20", True, None, False],
    "SEARCH": ["yes", "no", 1, None],
    "PREVIEW": ["", 0],
    "FORCE_RELEASE": [1, 7, "no"],
    "PLUGINS": [
        [],
        "plugins.site.plugin",
        [5],
        None,
        ["plugins.feeds.plugin"],
        *(
            [SITE_PLUGIN, name]
            for name in ("nope", "plugins.feed", "plugins.model", "", "..", "json", "a.b.c")
        ),
    ],
    "PLUGIN_PATHS": ["plugins", [5], None],
    "JINJA_ENVIRONMENT": [
        [],
        None,
        "autoescape",
        {"nonsense": 1},
        {"extensions": ["no.such"]},
        {"extensions": "x"},
        {"loader": None},
        {"cache_size": "x"},
        {"autoescape": "no"},
        {1: 2},
    ],
    **{
        name: ["images", None, [1], ["index"], [""], ()]
        for name in ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES")
    },
    "AUTHOR_SAVE_AS": [1, []],
    "FEED_ALL_ATOM": [1, []],
}
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=5),
    st.lists(st.one_of(st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
READ = read_settings_file(FILE, {})
NAMES = sorted(RULES)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_wrong_setting_is_reported_with_its_line(name: str, value: object) -> None:
    read = read_settings_file(FILE, {})
    with pytest.raises(SettingsError) as caught:
        check_settings(FILE, {**read, name: value}, {})
    line = int(caught.value.values["place"].split(":")[1])
    assert name in (ROOT / "pelicanconf.py").read_text(encoding="utf-8").splitlines()[line - 1]
    for language in ("ru", "en"):
        assert name in caught.value.message(language)


def test_a_setting_that_is_missing_is_reported() -> None:
    for name in RULES:
        rest = {key: value for key, value in read_settings_file(FILE, {}).items() if key != name}
        if not RULES[name].allows(None) and name != "PATH":
            with pytest.raises(SettingsError, match=f"^pelicanconf.py:[0-9]+: {name}: .*—"):
                check_settings(FILE, rest, {})


def test_every_setting_of_the_settings_file_has_a_rule() -> None:
    tree = ast.parse((ROOT / "pelicanconf.py").read_text(encoding="utf-8"))
    names = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert names - {"ROOT"} == RULES.keys()


def test_our_own_plugins_may_be_left_out_and_installed_ones_added(tmp_path: Path) -> None:
    (tmp_path / "extra_plugin.py").write_text("def register():\n    pass\n")
    (tmp_path / "extra_package").mkdir()
    (tmp_path / "extra_package" / "plugin.py").write_text("def register():\n    pass\n")
    extra = ([SITE_PLUGIN, "extra_plugin"], [SITE_PLUGIN, "extra_package.plugin"])
    for plugins in ([SITE_PLUGIN], [SITE_PLUGIN, "plugins.pwa"], *extra):
        check_settings(FILE, {**READ, "PLUGINS": plugins, "PLUGIN_PATHS": [str(ROOT), str(tmp_path)]}, {})


def test_a_plugin_that_fails_is_reported_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "failing_plugin.py").write_text("raise RuntimeError('out of order')\n")
    changed = {**READ, "PLUGINS": [SITE_PLUGIN, "failing_plugin"], "PLUGIN_PATHS": [str(tmp_path)]}
    with pytest.raises(SettingsError, match=r"failing_plugin .*RuntimeError: out of order"):
        check_settings(FILE, changed, {})


@pytest.mark.parametrize(
    "environment",
    [{}, {"autoescape": True}, {"extensions": ["jinja2.ext.do"]}, {"keep_trailing_newline": True}],
)
def test_options_of_jinja_are_used(environment: dict[str, object]) -> None:
    check_settings(FILE, {**READ, "JINJA_ENVIRONMENT": environment}, {})


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), ANYTHING)
def test_any_value_of_any_setting_is_used_or_reported(name: str, value: object) -> None:
    changed = {**READ, name: value}
    if RULES[name].allows(value):
        check_settings(FILE, changed, {name: value})
        assert build_options(changed).now.tzinfo
    else:
        with pytest.raises(SettingsError, match=OPTIONS.get(name, name)):
            check_settings(FILE, changed, {name: value})


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.datetimes().map(str), st.dates().map(str), st.text(max_size=12)))
def test_any_moment_is_in_range_or_an_error(text: str) -> None:
    try:
        moment = parse_iso_moment(text)
    except ValueError:
        return
    assert moment.year in range(1970, 3000)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--now", "0001-01-01"),
        ("--now", "9999-12-31T23:59:59+14:00"),
        ("--now", "2023-13-01"),
        ("--now", "2026-W01"),
        ("--output", "/"),
        ("--output", ""),
        ("--output", DEMO),
        ("--cache", ""),
        ("--cache", "/"),
        ("--cache", ROOT / "output" / "x"),
        ("--content", ""),
        ("--site-url", "122.example"),
        ("--site-url", "https://122.example:99999"),
        ("--content", "/dev/null/nowhere"),
        ("--content", FILE),
    ],
    ids=str,
)
def test_a_wrong_option_is_reported_by_its_name(option: str, value: str | Path, tmp_path: Path) -> None:
    place = () if option == "--content" or value == DEMO else ("--content", content_of(tmp_path))
    commands = ["build", "check", "status"] if option in {"--now", "--content"} and value else ["build"]
    for command in commands:
        done = inv(command, *place, option, value, "--lang", "en")
        assert done.returncode == 1, command
        assert done.stderr.startswith(f"{option}: "), command
        assert len(done.stderr.splitlines()) == 1
