from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.cards.design import contrast, parse_rgb
from plugins.content.brand import brand_css, brand_palettes
from plugins.content.site_config import SCHEMAS, read_site_config
from plugins.diagnostics.problem import message_languages
from plugins.model.config import Brand, Motif, SiteConfig
from plugins.model.contact import Contact, ContactKind
from tests.building import ROOT, VALID, inv

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

THEME = ROOT / "theme"
GOOD = (VALID / "site.yaml").read_text(encoding="utf-8")
CONTACT = '- {kind: call, show: "122"}'
AUTHORITY = 'feeds: {authority: "122.example,2022", dzen: [ru], news_sitemap: [ru, en]}'


def read(folder: Path, text: str) -> tuple[SiteConfig, tuple[Problem, ...]]:
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return read_site_config(folder, "content", THEME)


def without(key: str) -> str:
    """The good file without a key and what is under it."""
    changed = re.sub(rf"^{key}:.*\n(?:  .*\n)*", "", GOOD, flags=re.MULTILINE)
    assert changed != GOOD
    return changed


def with_contact(contact: str) -> str:
    assert CONTACT in GOOD
    return GOOD.replace(CONTACT, f"- {{{contact}}}")


def with_line(line: str) -> str:
    """The good file with another line in place of that with the same key."""
    key = line.partition(":")[0]
    return f"{without(key) if re.search(f'^{key}:', GOOD, re.MULTILINE) else GOOD}{line}\n"


TEXTS = ("name", "tagline", "description")
BROKEN = {
    **{f"no {key}": (without(key), "field-missing-texts") for key in TEXTS},
    **{f"{key} in one language": (with_line(f"{key}: {{ru: А}}"), "field-missing-language") for key in TEXTS},
    **{f"{key} is a list": (with_line(f"{key}: [a]"), "field-missing-language") for key in TEXTS},
    "no contacts": (without("contacts"), "site-contacts-missing"),
    "no languages": (without("languages"), "site-languages-missing"),
    "an empty list of contacts": (with_line("contacts: []"), "site-contacts-missing"),
    "an empty list of languages": (with_line("languages: []"), "site-languages-missing"),
    "no zone": (without("timezone"), "field-missing"),
    "no url": (without("url"), "field-missing"),
    "no feeds": (without("feeds"), "site-authority-missing"),
    "feeds without authority": (with_line("feeds: {dzen: [ru]}"), "site-authority-missing"),
    "authority without a year": (with_line("feeds: {authority: a.example}"), "site-authority"),
    "authority on a day that is none": (
        with_line('feeds: {authority: "a.example,2022-02-30"}'),
        "site-authority",
    ),
    "feeds in another language": (GOOD.replace("dzen: [ru]", "dzen: [fr]"), "site-edition"),
    "an address of IndexNow without a scheme": (
        GOOD.replace("dzen: [ru]", "indexnow: [api.indexnow.org]"),
        "site-indexnow",
    ),
    "a hub without a scheme": (GOOD.replace("dzen: [ru]", "hubs: [hub.example]"), "site-hub"),
    "an unknown key": (f"{GOOD}weather: fine\n", "key-unknown"),
    "a misspelled key": (GOOD.replace("tagline:", "tagine:"), "key-renamed"),
    "a key of settings": (GOOD.replace("timezone:", "zone:"), "key-renamed"),
    "contacts are a text": (with_line("contacts: 122"), "field-not-a-list"),
    "a contact is a text": (with_line("contacts: [122]"), "field-not-a-mapping"),
    "a contact without a kind": (with_contact('show: "122"'), "field-missing"),
    "an unknown kind": (with_contact('kind: fax, show: "122"'), "field-not-a-choice"),
    "a contact that shows nothing": (with_contact("kind: call"), "field-missing"),
    "a contact with an unknown key": (with_contact('kind: call, show: "122", weather: fine'), "key-unknown"),
    "letters and nothing to dial": (with_contact("kind: call, show: 0800 HELP"), "site-dial-phone"),
    "another number is dialled": (with_contact('kind: call, show: "109", dial: "122"'), "site-dial-differs"),
    "letters for other keys": (
        with_contact('kind: call, show: 0800 HELP, dial: "08001234"'),
        "site-dial-differs",
    ),
    "one digit too many": (with_contact('kind: call, show: 0800 123, dial: "08001233"'), "site-dial-differs"),
    "a word to dial": (with_contact('kind: call, show: "122", dial: help'), "site-dial-phone"),
    "WhatsApp without a country": (with_contact("kind: whatsapp, show: 0800 123 456"), "site-dial-whatsapp"),
    "a name with a space": (with_contact('kind: telegram, show: "@our line"'), "site-dial-telegram"),
    "a chat nowhere": (with_contact("kind: chat, show: Chat"), "site-dial-chat"),
    "a chat by script": (
        with_contact('kind: chat, show: Chat, dial: "javascript:alert(1)"'),
        "site-dial-chat",
    ),
    "mail without a host": (with_contact("kind: mail, show: help"), "site-dial-mail"),
    "mail to somebody else": (
        with_contact("kind: mail, show: a@b.example, dial: c@d.example"),
        "site-dial-differs",
    ),
    "five characters in an icon": (with_contact('kind: call, show: "122", short: "12345"'), "site-short"),
    "another emergency number is dialled": (
        with_line('emergency: {show: "112", dial: "911", text: {ru: А, en: A}}'),
        "site-dial-differs",
    ),
    "an emergency number without words": (with_line('emergency: {show: "112"}'), "field-missing-texts"),
    "hours without words": (with_line("hours: {opening: [Mo-Fr 09:00-17:00]}"), "field-missing-texts"),
    "hours in words": (with_line("hours: {text: {ru: А, en: A}, opening: [daily]}"), "site-opening"),
    "an hour that is none": (
        with_line('hours: {text: {ru: А, en: A}, opening: ["Mo-Su 09:00-25:00"]}'),
        "site-opening",
    ),
    "a language that is none": (
        GOOD.replace("languages: [ru, en]", "languages: [ru, en, qqq]"),
        "site-language",
    ),
    "a language in words": (
        GOOD.replace("languages: [ru, en]", "languages: [ru, English]"),
        "site-language-nearest",
    ),
    "languages without brackets": (
        GOOD.replace("languages: [ru, en]", "languages: ru, en"),
        "site-language-nearest",
    ),
    "a language twice": (GOOD.replace("languages: [ru, en]", "languages: [ru, en, ru]"), "value-twice"),
    "languages as a mapping": (with_line("languages: {ru: Русский}"), "value-texts"),
    "a zone in words": (with_line("timezone: Moscow"), "site-timezone-nearest"),
    "a zone with a slip": (with_line("timezone: Asia/Yakutks"), "site-timezone-nearest"),
    "an offset for a zone": (with_line("timezone: +09:00"), "site-timezone"),
    "a path for a zone": (with_line("timezone: ../../etc/passwd"), "site-timezone"),
    "a country in words": (with_line("area: [Russia]"), "site-area-nearest"),
    "no country in words": (with_line("area: [Europe]"), "site-area"),
    "a language in capitals": (
        GOOD.replace("languages: [ru, en]", "languages: [ru, EN]"),
        "site-language-nearest",
    ),
    "a usual name of a country": (with_line("area: [UK]"), "site-area-nearest"),
    "a code of three letters": (with_line("area: [USA]"), "site-area-nearest"),
    "an unknown region": (with_line("area: [ZZ]"), "site-area"),
    "a union of countries": (with_line("area: [EU]"), "site-area"),
    "a part of an unknown country": (with_line("area: [ZZ-A]"), "site-area"),
    "a country that is none": (with_line("area: [QX]"), "site-area"),
    "a url without a scheme": (with_line("url: 122.example"), "site-url"),
    "a url with a query": (with_line("url: https://122.example/?a"), "site-url"),
    "a url with a script": (with_line("url: javascript:alert(1)"), "site-url"),
    "a color that is none": (with_line("brand: {accent: reddish}"), "site-color"),
    "a color without a sign": (with_line("brand: {accent: 0a6673}"), "site-color"),
    "a pale color": (with_line("brand: {accent: yellow}"), "site-contrast-light"),
    "a deep color in the dark": (
        with_line('brand: {accent: "#0a6673", accent_dark: navy}'),
        "site-contrast-dark",
    ),
    "an unknown motif": (with_line("brand: {motif: stars}"), "field-not-a-choice"),
    "an unknown target": (with_line("share: [myspace]"), "site-share"),
    "a channel elsewhere": (with_line("channels: {telegram: https://example.org/line}"), "site-channel"),
    "a channel without a name": (with_line("channels: {max: https://max.ru/}"), "site-channel"),
    "a channel of another network": (with_line("channels: {myspace: line}"), "key-unknown"),
    "a notice in one language": (with_line("notice: {ru: А}"), "field-missing-language"),
    "a list": ("- a\n", "site-form"),
    "a broken line": (f"{GOOD}name\n", "yaml-key-without-colon"),
}


@pytest.mark.parametrize(("text", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_reported_with_line_and_remedy_in_every_language(
    text: str, code: str, tmp_path: Path
) -> None:
    config, problems = read(tmp_path, text)
    assert code in {found.code for found in problems}, problems
    assert config.languages
    assert config.contacts
    for language in message_languages():
        for found in problems:
            assert re.fullmatch(r"content/site\.yaml:\d+: \S.*\. \S.*\.?", found.format(language)), found
            assert 1 <= found.line <= text.count("\n") + 1


def test_without_the_file_only_that_is_reported(tmp_path: Path) -> None:
    config, problems = read_site_config(tmp_path, "content", THEME)
    assert [found.code for found in problems] == ["site-missing"]
    assert config.languages == ("en", "ru")


def test_a_broken_file_stops_the_build_and_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "content")
    (tmp_path / "content" / "site.yaml").write_text(with_line("url: nowhere"), encoding="utf-8")
    done = inv("build", "--content", tmp_path / "content", "--output", tmp_path / "out", "--lang", "en")
    assert done.returncode == 1
    assert "content/site.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


SHOWN = {
    "122": "122",
    "116 123": "116123",
    "0800 123 456": "0800123456",
    "*4444": "*4444",
    "+1 212-555-0134": "+12125550134",
    "(212) 555-0134": "2125550134",
    "+44 (0)20 7946 0000": "+442079460000",
    "8 800 2000 122": "88002000122",
    "#31#": "#31#",
}


@pytest.mark.parametrize(("show", "dial"), SHOWN.items())
def test_the_number_dialled_follows_from_the_one_shown(show: str, dial: str, tmp_path: Path) -> None:
    config, problems = read(tmp_path, with_contact(f'kind: call, show: "{show}"'))
    assert problems == ()
    assert config.main.dial == dial


def test_letters_are_dialled_by_their_keys(tmp_path: Path) -> None:
    config, problems = read(tmp_path, with_contact('kind: call, show: 0800 HELP, dial: "08004357"'))
    assert problems == ()
    assert config.main.dial == "08004357"


def test_another_number_may_be_dialled_for_a_stated_reason(tmp_path: Path) -> None:
    contact = 'kind: call, show: "122", dial: "+74112123456", dial_reason: calls from abroad'
    config, problems = read(tmp_path, with_contact(contact))
    assert problems == ()
    assert config.main.url == "tel:+74112123456"


URLS = {
    "call": ("0800 123 456", "tel:0800123456"),
    "tty": ("0800 123 456", "tel:0800123456"),
    "sms": ("*4444", "sms:*4444"),
    "whatsapp": ("+44 7700 900123", "https://wa.me/447700900123"),
    "telegram": ("@our_line", "https://t.me/our_line"),
    "mail": ("help@line.example", "mailto:help@line.example"),
}


@pytest.mark.parametrize(("kind", "shown", "url"), [(kind, *pair) for kind, pair in URLS.items()])
def test_each_kind_of_contact_has_its_link(kind: str, shown: str, url: str, tmp_path: Path) -> None:
    config, problems = read(tmp_path, with_contact(f'kind: {kind}, show: "{shown}"'))
    assert problems == ()
    assert config.main.url == url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("telegram: our_line", "https://t.me/our_line"),
        ('telegram: "@our_line"', "https://t.me/our_line"),
        ("vk: https://m.vk.com/our.line", "https://vk.com/our.line"),
        ("max: max.ru/join/our-line", "https://max.ru/join/our-line"),
    ],
)
def test_a_channel_is_typed_as_its_name_or_address(typed: str, url: str, tmp_path: Path) -> None:
    config, problems = read(tmp_path, with_line(f"channels: {{{typed}}}"))
    assert problems == ()
    assert [channel.url for channel in config.channels] == [url]


def test_a_hash_in_a_number_is_no_fragment() -> None:
    assert Contact(kind=ContactKind.CALL, show="#31#", dial="#31#").url == "tel:%2331%23"


COLORS = ["maroon", "#7a1f5c", "#06c", "rgb(120, 20, 20)", "black", "darkgreen"]


@pytest.mark.parametrize("color", COLORS)
def test_a_brand_is_readable_in_both_themes(color: str, tmp_path: Path) -> None:
    config, problems = read(tmp_path, with_line(f'brand: {{accent: "{color}"}}'))
    assert problems == ()
    for palette in brand_palettes(THEME, config.brand).values():
        rgb = {name: parse_rgb(value) for name, value in palette.items()}
        for ground in ("ground", "surface", "accent-soft"):
            assert contrast(rgb["accent"], rgb[ground]) >= 4.5, (palette, ground)
        assert contrast(rgb["accent-ink"], rgb["accent"]) >= 4.5
        assert contrast(rgb["ink"], rgb["accent-soft"]) >= 4.5


def test_a_site_without_a_brand_has_the_themes_style() -> None:
    assert brand_css(THEME, Brand()) == ""
    assert "--teeth-shape: none" in brand_css(THEME, Brand(motif=Motif.NONE))


@pytest.mark.parametrize(
    ("url", "code", "remedy"),
    [
        ("https://122.example/ru/", "site-url-language", "Write: https://122.example."),
        ("https://122.example/line/en", "site-url-language", "Write: https://122.example/line."),
        ("http://localhost:8000", "site-url-local", "Write the address that the site is published at"),
        ("http://127.0.0.1/ru/", "site-url-local", "Write the address"),
        ("https://192.168.1.20/site", "site-url-local", "Write the address"),
        ("http://10.0.0.1", "site-url-local", "Write the address"),
        ("http://desk.local", "site-url-local", "Write the address"),
        ("http://intranet", "site-url-local", "Write the address"),
        ("https://122.example/de", "", ""),
        ("https://ru.example/rules", "", ""),
        ("https://8.8.8.8", "", ""),
    ],
)
def test_an_address_that_readers_cannot_open_as_meant_is_advised_against(
    url: str, code: str, remedy: str, tmp_path: Path
) -> None:
    config, problems = read(tmp_path, with_line(f"url: {url}"))
    assert config.url == url.rstrip("/")
    assert [(each.code, str(each.severity)) for each in problems] == ([(code, "advice")] if code else [])
    assert all(remedy in each.message("en") for each in problems)


def test_every_key_is_in_the_handbook() -> None:
    handbook = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
    for section, schema in SCHEMAS.items():
        for key in schema.keys:
            name = f"{section}.{key}" if section else key
            assert handbook.count(f"\n| `{name}` |") == len(message_languages()), name
