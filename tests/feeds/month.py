"""A month of a site: edits, each published, with its feeds served on loopback."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.ledger import write_ledger
from plugins.content.ledger_checks import require_released
from plugins.content.ledger_stamp import stamp_ledger
from plugins.content.load import load_content, load_site
from plugins.editor.acts.item_edit import ActContext
from plugins.editor.acts.mend import Mending, MendKind, mend
from plugins.editor.acts.statuses import Outcome, Why, Words, end_hold, hold, withdraw
from plugins.feeds.feed import feed_context
from plugins.model.urls import SiteUrls
from tests.building import NOW, build_options, content_of
from tests.feeds.builders import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.model.bundle import Bundle

FIRST, SECOND, OLD = "news/2026-11-20-first", "news/2026-11-20-second", "news/2023-01-10-old"
ALERT = """level: urgent
from: 2026-11-22T10:00
until: 2027-11-24T10:00
text: {{ru: "{0}", en: "Alert: {0}"}}
"""


FIGURES = "figures/calls-2025.yaml"
SET = """title: {{ru: Звонки, en: Calls}}
sources:
  report:
    title: {{ru: Отчёт, en: Report}}
    publisher: {{ru: Служба, en: Service}}
    url: https://service.example/report
    date: 2026-01-15
cards:
  - id: calls
    kind: number
    title: {{ru: Сколько звонили, en: How many called}}
    source: report
    as_of: 2026-01-01
    value: {value}
    unit: none
    label: {{ru: звонков, en: calls}}
    period: {{ru: за год, en: in the year}}
    context: {{ru: Столько же было год назад., en: As many as the year before.}}
{more}"""


def article(title: str, text: str = "Текст.", **more: str) -> str:
    """A document; `more` are lines of its front matter."""
    lines = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"---\ntitle: {title}\nsummary: Коротко.\n{lines}---\n{text}\n"


class Month:
    """The content folder, the served folder, and the moment of the last release."""

    def __init__(self, folder: Path, url: str) -> None:
        files: dict[str, str | bytes] = {
            f"{OLD}/ru.md": article("Старое", "Звонков было {figure}calls-2025.calls."),
            FIGURES: SET.format(value=8814, more=""),
        }
        self.content = content_of(folder, files)
        self.served = folder / "served"
        self.now, self.url, self.site_url = NOW, url, "https://122.example"

    def write(self, path: str, text: str) -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def publish(self) -> None:
        """Stamp, compose and serve the feeds, three hours after the last time."""
        self.now += dt.timedelta(hours=3)
        options = build_options(self.content, now=self.now, urls=SiteUrls(self.site_url))
        content = load_content(options)
        require_released(content, options)
        ledger = stamp_ledger(content, options)[0]
        write_ledger(ledger, self.content)
        content = replace(content, ledger=ledger)
        for edition in content.editions:
            for url, document in documents(feed_context(edition, content, options), self.now).items():
                self._serve(url.lstrip("/"), document)

    def _serve(self, path: str, document: bytes) -> None:
        file = self.served / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != document:
            file.write_bytes(document)
            os.utime(file, (self.now.timestamp(),) * 2)  # HTTP dates have whole seconds

    def begin(self) -> None:
        """Nothing is edited."""

    def add(self) -> None:
        """A new item."""
        self.write(f"{FIRST}/ru.md", article("Первое"))

    def add_another(self) -> None:
        """A second item of the same day."""
        self.write(f"{SECOND}/ru.md", article("Второе"))

    def edit(self) -> None:
        """A sentence is written anew, without a word on it."""
        self.write(f"{FIRST}/ru.md", article("Первое", "Иначе."))

    def correct(self) -> None:
        """A correction, which readers are told."""
        told = "[{date: 2026-11-22, text: Было иначе.}]"
        self.write(f"{FIRST}/ru.md", article("Первое", "Верно.", corrections=told))

    def correct_again(self) -> None:
        """A second correction on the same day."""
        told = "[{date: 2026-11-22, text: Было иначе.}, {date: 2026-11-22, text: И ещё.}]"
        self.write(f"{FIRST}/ru.md", article("Первое", "Совсем верно.", corrections=told))

    def withdraw(self) -> None:
        """An item is withdrawn, with its reason."""
        self.write(f"{SECOND}/ru.md", article("Второе", status="withdrawn", reason="Ошибка."))

    def move(self) -> None:
        """A folder gets another name."""
        shutil.move(self.content / FIRST, self.content / f"{FIRST}-renamed")
        told = "[{date: 2026-11-22, text: Было иначе.}, {date: 2026-11-22, text: И ещё.}]"
        text = article("Первое", "Совсем верно.", corrections=told, moved_from=f"[{FIRST}]")
        self.write(f"{FIRST}-renamed/ru.md", text)

    def translate(self) -> None:
        """An old item is translated late."""
        self.write(f"{OLD}/en.md", article("Old news", "There were {figure}calls-2025.calls calls."))

    def alert(self) -> None:
        """An alert begins."""
        self.write("alert.yaml", ALERT.format("Линия молчит"))

    def change_alert(self) -> None:
        """Its text is mended."""
        self.write("alert.yaml", ALERT.format("Линия молчит до утра"))

    def end_alert(self) -> None:
        """It is taken away before its time."""
        (self.content / "alert.yaml").unlink()

    def correct_figure(self) -> None:
        """A figure in one of the texts was wrong."""
        was = "    was: {value: 8814, until: 2026-11-22, why: {ru: Опечатка., en: A misprint.}}\n"
        self.write(FIGURES, SET.format(value=8815, more=was))

    def hold(self) -> None:
        """A fact is in doubt."""
        self._act(lambda item, context: hold(item, {"ru": "число"}, context))

    def confirm(self) -> None:
        """It was right."""
        self._act(lambda item, context: end_hold(item, Outcome.CONFIRMED, Words(), context))

    def mend_typo(self) -> None:
        """A typo is mended in silence."""
        file = self.content / f"{FIRST}-renamed" / "ru.md"
        mended = file.read_bytes().replace("Совсем".encode(), "Савсем".encode())
        self._act(lambda item, context: mend(item, Mending(MendKind.TYPO, {"ru": mended}), context))

    def outdate(self) -> None:
        """An item is out of date, and can still be read."""
        self._act(lambda item, context: withdraw(item, Why.OUTDATED, Words({"ru": "Прошло."}), context))

    def merge(self) -> None:
        """An item becomes part of another one."""
        words = Words(target=f"{FIRST}-renamed")
        self._act(lambda item, context: withdraw(item, Why.MERGED, words, context), OLD)

    def _act(self, make: Callable[[Bundle, ActContext], Act], name: str = f"{FIRST}-renamed") -> None:
        """Do a newsroom's act on an item."""
        options = build_options(self.content, now=self.now, urls=SiteUrls(self.site_url))
        context = ActContext(load_site(options), options)
        make(context.find(name), context).perform(self.content)

    def move_site(self) -> None:
        """The site gets another address; the authority of its feeds stays."""
        self.site_url = "https://other.example"


STEPS: list[Callable[[Month], None]] = [
    Month.begin,
    Month.add,
    Month.add_another,
    Month.edit,
    Month.correct,
    Month.correct_again,
    Month.withdraw,
    Month.move,
    Month.correct_figure,
    Month.translate,
    Month.alert,
    Month.change_alert,
    Month.end_alert,
    Month.hold,
    Month.confirm,
    Month.mend_typo,
    Month.outdate,
    Month.merge,
    Month.move_site,
]


class QuietFiles(SimpleHTTPRequestHandler):
    """Python's static server."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served_month(folder: Path) -> Iterator[Month]:
    """A month, and a server of its feeds that answers conditional requests."""
    served = folder / "served"
    served.mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=str(served))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Month(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
