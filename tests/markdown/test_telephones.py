from __future__ import annotations

import pytest

from tests.markdown.documents import read


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
    ],
)
def test_other_numbers_are_not_linked(typed: str) -> None:
    assert "tel:" not in read(typed).html


def test_a_linked_number_is_not_linked_again() -> None:
    html = read("[8-800-101-0035](tel:8-800-101-0035)").html
    assert html == '<p><a href="tel:8-800-101-0035">8-800-101-0035</a></p>'
