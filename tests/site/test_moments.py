"""When a build is due again without an edit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from plugins.content.ledger import write_ledger
from plugins.content.ledger_stamp import stamp_ledger
from tests.building import NOW, build_options, content_of, inv, read
from tests.content.test_regions import FILES

ALERT = "level: info\nfrom: 2026-11-22T10:00\nuntil: 2026-11-24T10:00\ntext: {ru: Да., en: Yes.}\n"


def test_the_end_of_a_recorded_alert_is_one_even_if_its_file_is_gone(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"alert.yaml": ALERT})
    options = build_options(content)
    write_ledger(stamp_ledger(read(content), options)[0], content)
    (content / "alert.yaml").unlink()
    assert dt.datetime(2026, 11, 24, 10, tzinfo=options.zone) in read(content).change_moments


def test_recorded_releases_leave_the_feeds_for_aggregators_in_their_time(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    write_ledger(stamp_ledger(read(content), build_options(content))[0], content)
    late = content / "news/2023-05-05-late"
    late.mkdir()
    (late / "ru.md").write_text("---\ntitle: Поздно\n---\nТекст.\n", encoding="utf-8")
    write_ledger(stamp_ledger(read(content), build_options(content))[0], content)
    assert NOW in read(content).release_moments


def test_a_build_after_an_answer_grew_old_is_as_one_from_nothing(tmp_path: Path) -> None:
    answer = "---\ntitle: Вопрос?\ndate: 2025-11-22\nas_of: 2025-11-22\n---\nТекст.\n"
    content = content_of(tmp_path, {**FILES, "faq/calling/x/ru.md": answer})
    kept, clean = tmp_path / "kept", tmp_path / "clean"
    for output, day in ((kept, "2026-11-22"), (kept, "2026-11-23"), (clean, "2026-11-23")):
        built = inv("build", "--content", content, "--output", output, "--now", f"{day}T12:00+09:00")
        assert built.returncode == 0, built.stderr
    pages = {file.relative_to(kept): file.read_bytes() for file in kept.rglob("*.html")}
    assert pages == {file.relative_to(clean): file.read_bytes() for file in clean.rglob("*.html")}
    assert "старше года" in pages[Path("ru/faq/calling/index.html")].decode()
