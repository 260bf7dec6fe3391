"""Building: the same bytes everywhere, a language added by files alone, what is not due stays unseen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.building import DEMO, NOW, ROOT, content_of, inv
from tests.site.conftest import SITE_URL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.conftest import Site

PARTS = ("plugins", "theme", "entry.py", "pelicanconf.py", "tasks.py", "pyproject.toml")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copy_of_the_project(folder: Path) -> Path:
    """What git holds of the project, somewhere else."""
    shutil.copytree(DEMO, folder / "content")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / part)
    return folder


def test_another_folder_time_zone_locale_and_hash_seed_give_the_same_bytes(
    site: Site, tmp_path: Path
) -> None:
    project = copy_of_the_project(tmp_path / "some where" / "else")
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "LC_ALL": "C", "LANG": "C"}
    command = [sys.executable, "entry.py", "build", "--now", NOW.isoformat(), "--site-url", SITE_URL]
    subprocess.run(command, cwd=project, env=environment, check=True)
    assert tree(project / "output") == tree(site.output)


def test_plain_pelican_builds_the_same_site(site: Site, tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    moment = f'NOW="{NOW.isoformat()}"'
    subprocess.run([sys.executable, "-m", "pelican", "-q", "-e", moment], cwd=project, check=True)
    assert tree(project / "output") == tree(site.output)


def test_a_build_that_changes_nothing_touches_nothing(tmp_path: Path) -> None:
    content, output = content_of(tmp_path), tmp_path / "output"
    arguments = ("build", "--content", content, "--output", output, "--now", NOW.isoformat())
    assert inv(*arguments).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    again = inv(*arguments)
    assert ": 0 files written" in again.stdout
    assert before == {path: path.stat().st_mtime_ns for path in output.rglob("*")}


def test_drafts_and_what_is_dated_later_are_not_built(tmp_path: Path) -> None:
    hidden = "---\ntitle: Тайна\nsummary: Не сейчас.\ntopics: [health]\n{}---\n\nТайна.\n"
    files: dict[str, str | bytes] = {
        "news/2023-01-01-draft/ru.md": hidden.format("status: draft\n"),
        "news/2099-01-01-later/ru.md": hidden.format(""),
        f"news/{NOW:%Y-%m-%d}-this-evening/ru.md": hidden.format('time: "23:59"\n'),
    }
    content, output = content_of(tmp_path, files), tmp_path / "output"
    assert inv("build", "--content", content, "--output", output, "--now", NOW.isoformat()).returncode == 0
    assert not [path for path, found in tree(output).items() if "Тайна".encode() in found]
    assert not [path for path in tree(output) if "draft" in path or "later" in path or "evening" in path]


def test_a_site_in_a_folder_of_its_host_keeps_all_its_links_inside(tmp_path: Path) -> None:
    content, output = content_of(tmp_path), tmp_path / "output"
    address = "https://example.org/hotline"
    arguments = ("build", "--content", content, "--output", output, "--site-url", address)
    assert inv(*arguments, "--now", NOW.isoformat()).returncode == 0
    for path, page in tree(output).items():
        if path.endswith(".html"):
            assert b'href="/ru/' not in page
            assert b'href="/static/' not in page
            assert b'href="/hotline/ru/' in page


SAKHA_NEWS = """---
title: Сахалыы сонун — өҥө, үөрэх, һэһэн, дьоҕур
summary: Бастакы сахалыы сонун.
topics: [health]
---

## Ыйытыы элбэҕэ — өҥө һүүрээнэ

Тиэкис.
"""
SAKHA_ANSWER = "---\ntitle: Төлөбүрдээх дуо?\ndate: 2022-12-30\n---\n\nСуох.\n"


def add_sakha(project: Path, content: Path) -> None:
    """Add a language to the site and the theme, as README.md says."""
    phrases = project / "theme" / "phrases"
    shutil.copy(phrases / "ru.toml", phrases / "sah.toml")
    config = content / "site.yaml"
    written = config.read_text(encoding="utf-8").replace("languages: [ru, en]", "languages: [ru, en, sah]")
    named = re.sub(r"(?m)(, |^  )(?=en:)", lambda found: f"{found[1]}sah: Сахалыы{found[1]}", written)
    config.write_text(named.replace("Сахалыы  ", "Сахалыы\n  "), encoding="utf-8")


def test_a_language_just_added_has_an_empty_edition(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    content = content_of(tmp_path)
    add_sakha(project, content)
    command = [sys.executable, "entry.py", "build", "--content", str(content), "--now", NOW.isoformat()]
    built = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    assert "in en, ru, sah" in built.stdout
    assert not (project / "output" / "search" / "sah").exists()
    assert "<form" not in (project / "output/sah/search/index.html").read_text(encoding="utf-8")


def test_sakha_is_added_by_files_alone(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    add_sakha(project, project / "content")
    for name, text in (
        ("news/2022-12-27-sakha/sah.md", SAKHA_NEWS),
        ("faq/calling/sakha/sah.md", SAKHA_ANSWER),
    ):
        file = project / "content" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    command = [sys.executable, "entry.py", "build", "--now", NOW.isoformat()]
    built = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    assert "in en, ru, sah" in built.stdout
    page = (project / "output/sah/news/2022-12-27-sakha/index.html").read_text(encoding="utf-8")
    assert '<html lang="sah"' in page
    assert 'id="ыйытыы-элбэҕэ-өҥө-һүүрээнэ"' in page
    assert "2022, ахсынньы 27" in page.replace("\u00a0", " ")
    answers = (project / "output/sah/faq/calling/index.html").read_text(encoding="utf-8")
    assert "Төлөбүрдээх дуо?" in answers
    assert 'lang="ru"' in answers
    listing = (project / "output/en/news/index.html").read_text(encoding="utf-8")
    assert 'lang="sah"' in listing
