from __future__ import annotations

import pytest

from plugins.i18n.telephones import TelephoneCustoms
from tests.markdown.documents import RUSSIA, read


def link(shown: str, digits: str = "8001010035") -> str:
    return f'<a href="tel:+7{digits}">{shown}</a>'


OTHER = link("8-800-101-0036", "8001010036")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Номер 8-800-101-0035.", f"<p>Номер {link('8-800-101-0035')}.</p>"),
        ("8 (800) 101-00-35", f"<p>{link('8 (800) 101-00-35')}</p>"),
        ("+78001010035, да", f"<p>{link('+78001010035')}, да</p>"),
        ("+7 914 270 12 34", f"<p>{link('+7 914 270 12 34', '9142701234')}</p>"),
        ("8 (42132) 5-12-34", f"<p>{link('8 (42132) 5-12-34', '4213251234')}</p>"),
        (
            "Или 8-800-101-0035, или **+7 800 101-00-35**: да",
            f"<p>Или {link('8-800-101-0035')}, или <strong>{link('+7 800 101-00-35')}</strong>: да</p>",
        ),
        ("8-800-101-0035, 8-800-101-0036", f"<p>{link('8-800-101-0035')}, {OTHER}</p>"),
        ("*раз* 8-800-101-0035 *два*", f"<p><em>раз</em> {link('8-800-101-0035')} <em>два</em></p>"),
        ("- 8-800-101-0035", f"<ul>\n<li>{link('8-800-101-0035')}</li>\n</ul>"),
    ],
)
def test_a_telephone_number_becomes_a_link(typed: str, html: str) -> None:
    document = read(typed)
    assert document.problems == ()
    assert document.links == ()
    assert document.html.replace("\u00a0", " ") == html


@pytest.mark.parametrize(
    "typed",
    [
        "80 000 000 000 и 8 000 000 00 00",
        "8-10 2022-12-30",
        "8-800-101-00355 и А8-800-101-0035",
        "18-800-101-0035",
        "8-800-101-003",
        "`8-800-101-0035`",
        "    8-800-101-0035",
        "## 8-800-101-0035",
        "122 и 112",
        "9 000 000 000 и 8 800 000 000",
        "ИНН 9142701234",
    ],
)
def test_other_numbers_are_not_linked(typed: str) -> None:
    assert "tel:" not in read(typed).html


def test_a_linked_number_is_not_linked_again() -> None:
    html = read("[8-800-101-0035](tel:8-800-101-0035)").html
    assert html == '<p><a href="tel:8-800-101-0035">8-800-101-0035</a></p>'


@pytest.mark.parametrize(
    ("region", "typed", "url"),
    [
        ("US", "+1 212-555-0134", "tel:+12125550134"),
        ("US", "(212) 555-0134", "tel:+12125550134"),
        ("GB", "+44 800 123 456", "tel:+44800123456"),
        ("US", "+44 800 123 456", "tel:+44800123456"),
        ("", "+44 800 123 456", "tel:+44800123456"),
        ("GB", "0800 123 456", "tel:+44800123456"),
        ("GB", "020 7946 0958 ext. 12", "tel:+442079460958;ext=12"),
        ("KZ", "8 727 250 00 00", "tel:+77272500000"),
        ("RU", "8-800-2000-122", "tel:+78002000122"),
        ("RU", "8 800 2000 122", "tel:+78002000122"),
        ("ES", "900 123 456", "tel:+34900123456"),
    ],
)
def test_the_customs_of_the_region_decide(region: str, typed: str, url: str) -> None:
    html = read(f"Call {typed}.", "en", telephones=TelephoneCustoms(region)).html.replace("\u00a0", " ")
    assert html == f'<p>Call <a href="{url}">{typed}</a>.</p>'


@pytest.mark.parametrize(
    ("region", "typed"),
    [("", "0800 123 456"), ("", "8-800-2000-122"), ("US", "0800 123 456"), ("ES", "600 000 000")],
)
def test_what_is_no_number_in_the_region_is_not_linked(region: str, typed: str) -> None:
    assert "<a" not in read(typed, "en", telephones=TelephoneCustoms(region)).html


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        ("116 123", "116 123"),
        ("116 123", "116123"),
        ("13 11 14", "13 11 14"),
        ("1-800-HELP-NOW", "1 800 HELP-NOW"),
        ("741741", "741741"),
    ],
)
def test_the_own_contacts_are_linked_as_the_site_dials_them(shown: str, typed: str) -> None:
    customs = TelephoneCustoms("US", ((shown, "sms:+1555"), ("122", "tel:122")))
    html = read(f"Write to {typed}, 122 times.", "en", telephones=customs).html.replace("\u00a0", " ")
    assert html == f'<p>Write to <a href="sms:+1555">{typed}</a>, 122 times.</p>'


@pytest.mark.parametrize("target", ["sms:741741", "sms:+12125550134", "sms:741741?body=HOME"])
def test_links_to_text_messages_are_allowed(target: str) -> None:
    document = read(f"[Text us]({target})", "en", telephones=RUSSIA)
    assert document.problems == ()
    assert f'href="{target}"' in document.html


def test_a_text_message_never_goes_to_a_service_code() -> None:
    assert [each.code for each in read("[Text](sms:*100*)", "en").problems] == ["link-dial-code"]


def test_a_number_keeps_its_order_in_right_to_left_text() -> None:
    html = read("اتصل +1 212-555-0134", "ar", telephones=TelephoneCustoms("US")).html.replace("\u00a0", " ")
    assert html == '<p>اتصل <a dir="ltr" href="tel:+12125550134">+1 212-555-0134</a></p>'


@pytest.mark.parametrize("typed", ["0800 123 456", "+44 800 123 456", "0800-123-456"])
def test_an_own_number_with_customs_of_its_region_is_dialled_as_the_site_says(typed: str) -> None:
    customs = TelephoneCustoms("GB", (("0800 123 456", "tel:0800123456"),))
    html = read(f"Call {typed}.", "en", telephones=customs).html
    assert 'href="tel:0800123456"' in html
