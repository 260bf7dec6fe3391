"""Addresses that nobody can open are told; whatever can be opened is not."""

from __future__ import annotations

import pytest

from plugins.diagnostics.addresses import check_reachable

LONG = "a" * 64


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://example.org:99999/", "link-broken"),
        ("https://example.org:port/", "link-broken"),
        ("https://example,org/", "link-broken"),
        ("https://example/", "link-broken"),
        ("https://example..org/", "link-broken"),
        ("https://-example.org/", "link-broken"),
        ("https://example.org-/", "link-broken"),
        ("https://exam ple.org/", "link-broken"),
        ("https://1.2.3/", "link-broken"),
        (f"https://{LONG}.org/", "link-broken"),
        ("https://[::1", "link-broken"),
        ("http://", "link-broken"),
        ("http://127.0.0.1:8000/ru/news/", "link-local"),
        ("http://localhost/", "link-local"),
        ("https://LOCALHOST:8000/?p=1", "link-local"),
        ("http://site.localhost/", "link-local"),
        ("http://printer.local/", "link-local"),
        ("http://192.168.0.10/", "link-local"),
        ("http://10.1.2.3/", "link-local"),
        ("http://[::1]:8000/", "link-local"),
        ("http://0.0.0.0:8000/", "link-local"),
        ("mailto:help@example,org", "link-broken"),
        ("mailto:help@example", "link-broken"),
        ("tel:+7", "link-number-length"),
        ("tel:+7-495", "link-number-length"),
        ("tel:1", "link-number-length"),
        ("tel:()", "link-number-length"),
        ("sms:+1234567890123456", "link-number-length"),
    ],
)
def test_an_address_that_nobody_can_open_is_told(target: str, code: str) -> None:
    fault = check_reachable(target)
    assert fault is not None
    assert fault.code == code


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org:8443/a?b=c#d",
        "https://xn--d1abbgf6aiiy.xn--p1ai/",
        "https://президент.рф/путь",
        "https://my_site.example.org./",
        "https://8.8.8.8/",
        "mailto:help@example.org?subject=Вопрос",
        "tel:112",
        "tel:02",
        "tel:+7(800)123-45-67",
        "tel:+290-22-222;ext=5",
        "sms:122?body=Да",
        "/news/x/",
        "photo.jpg",
    ],
)
def test_an_address_that_can_be_opened_is_not(target: str) -> None:
    assert check_reachable(target) is None


def test_an_address_of_the_preview_is_told_with_the_path_to_write() -> None:
    fault = check_reachable("http://127.0.0.1:8000/ru/search/?q=a#b")
    assert fault is not None
    assert fault.values["path"] == "/ru/search/?q=a"
