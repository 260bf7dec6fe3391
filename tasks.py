"""The project's tasks: `./inv --list` lists them, `./inv --help TASK` describes one."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import editors_language, load_ui_text, one_of, whole_number
from plugins.editor.tasks import CONTENT, NOW, ROOT, folder_of
from plugins.editor.tasks.act_tasks import alert, hold, mend, schedule, withdraw
from plugins.editor.tasks.content_tasks import cards, check, confirm, feeds, lock, review, status
from plugins.editor.tasks.create_tasks import import_, init, new
from plugins.editor.tasks.publish_tasks import hotfix, publish, releases, verify

if TYPE_CHECKING:
    from invoke.context import Context

LOADED = time.time_ns()


@task
def build(_c: Context) -> None:
    """Check the content and build the site; `./inv build --help` lists the options."""
    from plugins.editor.build_command import main

    raise Exit(code=main([], LOADED))


SERVE = {**CONTENT, "port": "the first free one from 8000 on, if not given", **NOW}


@task(
    help={
        **SERVE,
        "behind_proxy": "the address that editors know, such as https://desk.example.org: "
        "a server with a login passes their requests on, and says who they are",
    }
)
def serve(
    _c: Context, content: str = "", lang: str = "", port: str = "", now: str = "", behind_proxy: str = ""
) -> None:
    """Serve the site, drafts included, and rebuild it at every save; the desk is at /desk/."""
    from plugins.editor.preview.preview_session import PreviewSession
    from plugins.publish.http_client import site_address

    number = whole_number(port, "port", 1, 65535) if port else 0
    folder, output = folder_of(content, "content"), ROOT / ".cache" / "preview"
    texts, echo = load_ui_text(editors_language(lang)), partial(print, flush=True)
    proxy = site_address(behind_proxy) if behind_proxy else ""
    PreviewSession(folder, output, texts, echo, number, now, proxy=proxy).run()


@task(help={**SERVE})
def desk(_c: Context, content: str = "", lang: str = "", port: str = "", now: str = "") -> None:
    """Open the editors' desk in the browser: what the starters for a double click do."""
    from plugins.editor.desk.start import find_running, open_browser
    from plugins.editor.preview.preview_session import PreviewSession

    number = whole_number(port, "port", 1, 65535) if port else 0
    folder, output = folder_of(content, "content"), ROOT / ".cache" / "preview"
    texts = load_ui_text(editors_language(lang))
    if running := find_running(output.parent, folder):
        print(texts.text("preview-desk-address", address=running.desk_address))
        open_browser(running.desk_address)
        return
    print(texts.text("desk-window"), flush=True)
    PreviewSession(folder, output, texts, partial(print, flush=True), number, now, opens_browser=True).run()


@task
def handbook(_c: Context) -> None:
    """Write the editors' handbook, content/README.md."""
    from plugins.editor.handbook import render_handbook

    (ROOT / "content" / "README.md").write_text(render_handbook(), encoding="utf-8")


@task
def lint(c: Context) -> None:
    """Check style and types."""
    with c.cd(str(ROOT)):
        c.run(f"{sys.executable} -m ruff check", echo=True)
        c.run(f"{sys.executable} -m ruff format --check", echo=True)
        c.run(f"{sys.executable} -m mypy", echo=True)


IN_PARALLEL = "--numprocesses auto --maxprocesses 4 --dist loadfile"
"""A process for each core; the tests of a file share its sites and servers, so they stay together."""


@task(
    help={
        "options": "passed to pytest, such as '-k links'",
        "quick": "only the tests that need no browser, server or validator and are fast",
    }
)
def test(c: Context, options: str = "", quick: bool = False) -> None:
    """Run all tests: style, types, behaviour. First installs what they need."""
    if not quick:
        _install_programs()
    lint(c)
    selection = "-m 'not programs and not slow'" if quick else "--cov"
    command = f"{sys.executable} -m pytest {IN_PARALLEL} {selection} {options}"
    with c.cd(str(ROOT)):
        c.run(command, echo=True, pty=sys.stdout.isatty())


@task(
    help={
        "what": "`bench cards`, `feeds`, `serve`, `stages`, `load`, `lighthouse`; whole builds if not given",
        "n": "how many articles, in two languages each; several numbers with commas between",
        "rounds": "how often each generator builds in each mode, or Lighthouse looks at each page",
        "save": "write the results to docs/benchmarks.md",
    }
)
def bench(_c: Context, what: str = "site", n: str = "", rounds: str = "3", save: bool = False) -> None:
    """Benchmark this project against others that do the same, in one run."""
    from bench.run import BENCHMARKS, BenchOptions, parse_counts

    benchmark = BENCHMARKS[one_of(what, "what", tuple(BENCHMARKS))]
    repetitions = whole_number(rounds, "rounds", 1, 1000)
    try:
        options = BenchOptions(ROOT, parse_counts(n), repetitions, save)
    except ValueError as error:
        raise Exit(f"--n: {n}: numbers of articles with commas between, such as 1000,5000", code=2) from error
    if what in {"serve", "load", "lighthouse"}:
        _install_programs()
    benchmark(options)


@task
def screenshots(_c: Context) -> None:
    """Take screenshots of every kind of page and of the desk: phone and desktop, light and dark."""
    from tests.browser.screenshots import take_screenshots

    _install_programs()
    folder = ROOT / ".cache" / "screenshots"
    print(f"{take_screenshots(ROOT / 'output', folder, ROOT / 'docs')} pictures in {folder}")


@task
def audit(c: Context) -> None:
    """Write down the licences and the bill of materials, and look for known vulnerabilities."""
    with c.cd(str(ROOT)):
        c.run("sh deploy/audit", echo=True)


@task(help={"minutes": "how long in all, most of it on texts and figures"})
def fuzz(c: Context, minutes: str = "10") -> None:
    """Fuzz the readers of texts, YAML, figures, feeds and links."""
    seconds = whole_number(minutes, "minutes", 1, 10_000) * 60
    with c.cd(str(ROOT)):
        c.run(f"sh deploy/fuzz {seconds}", echo=True)


def _install_programs() -> None:
    """Install the browser, servers and validators that tests run, unless they are there."""
    from tests.programs import MissingError, install

    try:
        install()
    except MissingError as error:
        raise Exit(str(error), code=1) from error


namespace = Collection(
    *(build, serve, desk),
    *(new, import_, init),
    *(check, status, confirm, review, feeds, lock, cards),
    *(mend, hold, withdraw, schedule, alert),
    *(publish, releases, hotfix, verify),
    *(handbook, lint, test, bench, screenshots, audit, fuzz),
)
