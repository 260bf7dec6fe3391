"""A precompressed release has smaller variants of its texts, compressed once and reproducibly."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

from plugins.build.errors import ReleaseError
from plugins.publish import precompress as module
from plugins.publish.precompress import precompress
from plugins.publish.server_config import find_languages, parse_redirect
from plugins.release.filesystem import files_under
from plugins.release.manifest import MARKER
from tests.publish.site import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LONG_TEXTS = ("en/index.html", "index.html", "ru/index.html", "ru/rss.xml", "static/site.0123abcd.css")


@pytest.fixture
def packed(output: Path) -> Path:
    folder = output.with_name("packed")
    precompress(output, folder)
    return folder


def test_only_long_texts_have_smaller_variants(packed: Path) -> None:
    assert {path for path in files_under(packed) if path.endswith((".br", ".gz"))} == {
        path + suffix for path in LONG_TEXTS for suffix in (".br", ".gz")
    }
    for path in LONG_TEXTS:
        short, shorter = (packed / f"{path}.gz").read_bytes(), (packed / f"{path}.br").read_bytes()
        assert len(SITE[path]) > len(short) > len(shorter)
        assert gzip.decompress(short) == brotli.decompress(shorter) == SITE[path]


def test_precompressing_in_different_folders_gives_the_same_bytes(
    output: Path, packed: Path, tmp_path: Path
) -> None:
    precompress(output, tmp_path / "again")
    assert (packed / MARKER).read_bytes() == (tmp_path / "again" / MARKER).read_bytes()


def test_unchanged_files_are_not_compressed_again(
    output: Path,
    packed: Path,
    rebuild: Callable[[Mapping[str, bytes]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compressed: list[bytes] = []

    def compress(content: bytes) -> dict[str, bytes]:
        compressed.append(content)
        return {}

    monkeypatch.setattr(module, "compress", compress)
    rebuild({**SITE, "en/index.html": b"new"})
    summary = precompress(output, packed)
    assert compressed == [b"new"]
    assert summary.written == ("en/index.html",)
    assert summary.removed == ("en/index.html.br", "en/index.html.gz")


def test_another_compressor_version_compresses_everything_again(
    output: Path, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "compressor_versions", lambda: b"brotli 9.9")
    monkeypatch.setattr(module, "compress", lambda content: {".br": content[:9]})
    precompress(output, packed)
    assert (packed / "index.html.br").read_bytes() == SITE["index.html"][:9]


def test_noise_and_short_texts_have_no_variants() -> None:
    assert module.compress(b"a" * (module.MIN_SIZE - 1)) == {}
    assert module.compress(gzip.compress(bytes(range(256)) * 9)) == {}
    assert set(module.compress(b"a" * module.MIN_SIZE)) == {".br", ".gz"}


def test_a_file_altered_after_the_build_is_not_published(output: Path, packed: Path) -> None:
    (output / "en/index.html").write_bytes(SITE["en/index.html"][:-2] + b"EN")
    precompress(output, packed)
    with pytest.raises(ReleaseError, match="not as it was built"):
        precompress(output, packed.with_name("fresh"))
    assert not packed.with_name("fresh").exists()


def test_redirects_are_listed_for_servers_and_stay_listed(
    output: Path, packed: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    maps = {
        ".redirects.nginx": b'"/ru/news/old/" "/ru/news/a/";\n',
        ".redirects.caddy": b"redir /ru/news/old/ /ru/news/a/ 301\n",
        "_redirects": b"/ru/news/old/ /ru/news/a/ 301\n",
    }
    assert {name: (packed / name).read_bytes() for name in maps} == maps
    rebuild({**SITE, "en/index.html": b"new"})
    assert precompress(output, packed).written == ("en/index.html",)
    assert {name: (packed / name).read_bytes() for name in maps} == maps
    rebuild({path: content for path, content in SITE.items() if "old" not in path})
    precompress(output, packed)
    assert {(packed / name).read_bytes() for name in maps} == {b"# nothing has moved\n"}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("ru/a/index.html", "/b/;} evil {"),
        ("ru/a/index.html", "https://evil.example/"),
        ("ru/a/index.html", "//evil.example/"),
        ("ru/a/index.html", "/{env.HOME}/"),
        ("ru/a/index.html", "/b/ 200"),
        ("ru/a/index.html", "/b/\nredir * //evil.example"),
        ('ru/";}/index.html', "/b/"),
        ("ru/a.json", "/b/"),
        ("ru/a$uri/index.html", "/b/"),
        ("ru/.a/index.html", "/b/"),
    ],
)
def test_an_unsafe_redirect_is_never_listed_for_servers(path: str, target: str) -> None:
    page = f'<meta http-equiv="refresh" content="0; url={target}">'.encode()
    assert parse_redirect(path, page) is None


@pytest.mark.parametrize(
    ("paths", "front", "languages"),
    [
        (["ru/404.html", "en/404.html", "sah/404.html"], b'<html lang="sah" dir="ltr">', ("sah", "en", "ru")),
        (["ru/404.html", "en/404.html"], b"<html>", ()),
        (["en/404.html"], b'<html lang="ru">', ()),
        (["ru/404.html", "a;}/404.html", "a|b/404.html", "ru/a/404.html"], b'<html lang="ru">', ("ru",)),
        (["ru;}/404.html"], b'<html lang="ru;}">', ()),
    ],
)
def test_only_languages_with_an_edition_are_listed_for_servers(
    paths: list[str], front: bytes, languages: tuple[str, ...]
) -> None:
    assert find_languages(paths, front) == languages


def test_an_added_language_is_listed_for_servers(
    output: Path, packed: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    site = {**SITE, "index.html": b'<html lang="ru">', "ru/404.html": b"404", "en/404.html": b"404"}
    rebuild(site)
    precompress(output, packed)
    assert b"sah" not in (packed / ".wanted.nginx").read_bytes()
    rebuild({**site, "sah/404.html": b"404"})
    assert set(precompress(output, packed).written) == {
        *(".wanted.nginx", ".missed.nginx", ".languages.caddy"),
        "sah/404.html",
    }
    assert b"sah" in (packed / ".wanted.nginx").read_bytes()
