"""What the site's keepers can do: `./inv --list` names the tasks, `./inv --help TASK` tells one."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import editors_language, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invoke.context import Context

    from plugins.content.brief import Brief

LOADED = time.time_ns()
ROOT = Path(__file__).parent
SETTINGS = ROOT / "pelicanconf.py"


@task(
    help={
        "content": "the folder that holds news, faq and summaries",
        "output": "the folder the site is released to",
        "cache": "the folder where builds remember what need not be done again",
        "site-url": "the site's address, such as https://122.example",
        "now": "the build's moment, ISO 8601: what is dated later is not built",
        "search": "make the search index",
        "force": "release even a site that has lost most of its pages",
        "lang": "the language problems are told in",
    }
)
def build(
    _c: Context,
    content: str = "",
    output: str = "",
    cache: str = "",
    site_url: str = "",
    now: str = "",
    search: bool = True,
    force: bool = False,
    lang: str = "",
) -> None:
    """Check everything and build the site; when the content is wrong, tell so and change nothing."""
    from plugins.editor.build import Asked, build
    from plugins.writer.rest import Rest

    asked = Asked(
        content=content,
        output=output,
        cache=cache,
        site_url=site_url,
        now=now,
        lang=lang,
        search=search,
        force=force,
    )
    raise Exit(code=build(asked, Rest.of(sys.argv[1:]), LOADED))


CONTENT = {"content": "the folder that holds news, faq and summaries", "lang": "the language you are told in"}


@task(
    help={
        **CONTENT,
        "format": "text, json or github",
        "external": "look whether links to other sites still lead somewhere",
        "now": "as of when, ISO 8601",
    }
)
def check(
    _c: Context,
    content: str = "",
    lang: str = "",
    format: str = "text",
    external: bool = False,
    now: str = "",
) -> None:
    """Tell everything that is wrong or doubtful with the content, and build nothing."""
    from plugins.editor.check import check_content
    from plugins.editor.report import exit_code, report
    from plugins.feeds.plugin import content_lock_problems
    from plugins.site.plugin import brief_of

    settings = _settings(content, now)
    lock = partial(content_lock_problems, settings)
    problems = check_content(brief_of(settings), external=external, later=(lock,))
    print(report(problems, editors_language(lang), _one_of(format, "format", ("text", "json", "github"))))
    raise Exit(code=exit_code(problems))


@task(
    help={
        **CONTENT,
        "format": "text or json",
        "all": "every line, however many",
        "now": "as of when, ISO 8601",
    }
)
def status(
    _c: Context, content: str = "", lang: str = "", format: str = "text", all: bool = False, now: str = ""
) -> None:
    """Tell what waits for someone: drafts, translations, reviews, old sources."""
    from rich.console import Console

    from plugins.content.read import examine
    from plugins.editor.status import board, board_json, read_status

    shape = _one_of(format, "format", ("text", "json"))
    brief = _brief(content, now)
    found = read_status(examine(brief), brief)
    if shape == "json":
        print(board_json(found))
    else:
        Console(highlight=False).print(board(found, editors_language(lang), whole=all))


@task(
    help={**CONTENT, "bundle": "its folder, such as news/2023-01-31-new-schedule, or all"},
)
def confirm(_c: Context, bundle: str, content: str = "", lang: str = "") -> None:
    """Mark an item's translation as up to date with its original."""
    from plugins.content.read import examine
    from plugins.editor.report import read_words
    from plugins.editor.translations import confirm as confirm_bundles
    from plugins.editor.translations import unconfirmed

    brief, words = _brief(content), read_words(editors_language(lang))
    bundles = examine(brief).content.bundles
    with _telling(lang):
        paths = confirm_bundles(unconfirmed(bundles) if bundle == "all" else [bundle], bundles, brief)
    for path in paths:
        print(words.text("confirmed", path=path))
    if not paths:
        print(words.text("confirmed-none"))


@task(
    iterable=["title"],
    help={
        **CONTENT,
        "kind": "news, faq, summary, page, figures or alert",
        "title": "such as 'ru=Новый график', once for each language",
        "date": "the day, such as 2023-01-31; today if not given",
        "topic": "topics from content/topics.yaml, with commas between",
    },
)
def new(
    _c: Context,
    kind: str,
    title: list[str],
    date: str = "",
    topic: str = "",
    content: str = "",
    lang: str = "",
) -> None:
    """Lay out a new item in every language, and open it in $EDITOR."""
    from plugins.editor.new import lay_out, read_idea
    from plugins.editor.report import read_words

    brief, words = _brief(content), read_words(editors_language(lang))
    ask = input if sys.stdin.isatty() else None
    with _telling(lang):
        paths = lay_out(read_idea(kind, title, date, topic, brief=brief, words=words, ask=ask), brief)
    for path in paths:
        print(words.text("made", path=path))
    if os.environ.get("EDITOR"):
        editor = shlex.split(os.environ["EDITOR"])
        subprocess.run([*editor, *map(str, paths)], check=False)  # noqa: S603 - whoever runs it chose it


@task(
    help={**CONTENT, "port": "the first free one from 8000 on, if not given", "now": "as of when, ISO 8601"}
)
def serve(_c: Context, content: str = "", lang: str = "", port: int = 0, now: str = "") -> None:
    """Show the site on this machine, drafts too, and again at every save."""
    from plugins.editor.preview.session import Session
    from plugins.editor.report import read_words

    words = read_words(editors_language(lang))
    folder, output = Path(_folder(content) or ROOT / "content"), ROOT / ".cache" / "preview"
    Session(folder, output, words, lambda told: print(told, flush=True), port, now).run()


@task
def handbook(_c: Context) -> None:
    """Write the editors' handbook, content/README.md, from the checks it tells of."""
    from plugins.editor.handbook import handbook as composed

    (ROOT / "content" / "README.md").write_text(composed(), encoding="utf-8")


@task(help={"options": "handed on to pytest, such as '-k links'"})
def test(c: Context, options: str = "") -> None:
    """Run all tests: style, types, behaviour."""
    with c.cd(str(ROOT)):
        c.run(f"{sys.executable} -m ruff check", echo=True)
        c.run(f"{sys.executable} -m ruff format --check", echo=True)
        c.run(f"{sys.executable} -m mypy", echo=True)
        c.run(f"{sys.executable} -m pytest {options}", echo=True, pty=sys.stdout.isatty())


@task(
    help={
        "content": "the folder that holds news, faq and summaries",
        "lang": "the language problems are told in",
    }
)
def lock(_c: Context, content: str = "", lang: str = "") -> None:
    """Record what readers' programs know every published item by, so that no build loses or changes it."""
    from pelican.settings import read_settings

    from plugins.diagnostics.problem import ContentError
    from plugins.feeds.plugin import lock_content

    folder = {"PATH": _folder(content)} if content else {}
    try:
        print(lock_content(read_settings(str(SETTINGS), override=folder)))
    except ContentError as error:
        tell(error, editors_language(lang))
        raise Exit(code=1) from error


@task(help={**CONTENT, "output": "the page, .cache/contact-sheet.html if not given"})
def cards(_c: Context, content: str = "", lang: str = "", output: str = "") -> None:
    """Lay out every card in every size, theme and language on one page, to be looked over."""
    from plugins.cards.sheet import contact_sheet
    from plugins.content.read import examine
    from plugins.diagnostics.problem import ContentError

    brief = _brief(content)
    gallery = examine(brief).content.gallery
    file = Path(_folder(output) or brief.cache / "contact-sheet.html")
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet = contact_sheet(gallery.jobs, gallery.palettes, gallery.pictures)
    file.write_text(sheet, encoding="utf-8")
    print(file)
    if gallery.problems:
        tell(ContentError(gallery.problems), editors_language(lang))
        raise Exit(code=1)


@task(
    help={
        "what": "`bench cards`, `feeds`, `serve`, `stages`, `load`, `lighthouse`; whole builds if not given",
        "n": "how many articles, in two languages each; several numbers with commas between",
        "rounds": "how often each generator builds in each mode, or Lighthouse looks at each page",
        "save": "write the results to docs/benchmarks.md",
    }
)
def bench(_c: Context, what: str = "site", n: str = "", rounds: int = 3, save: bool = False) -> None:
    """Measure this project beside others that do the same, in one run."""
    from bench.run import BENCHES, run

    run(_one_of(what, "what", tuple(BENCHES)), ROOT, n, rounds, save=save)


@task(
    positional=["target"],
    help={
        "target": "file:/folder, ssh://user@host/folder or s3://bucket/folder",
        "output": "the folder the site was released to",
        "dry-run": "only tell what would be sent",
        "rollback": "go back to the release before",
        "force": "publish even what looks like an accident",
        "lang": "the language refusals are told in",
    },
)
def publish(
    _c: Context,
    target: str,
    output: str = "",
    dry_run: bool = False,
    rollback: bool = False,
    force: bool = False,
    lang: str = "",
) -> None:
    """Send the built site to a folder, a host or object storage, and tell the hubs of changed feeds."""
    from plugins.publish import publish as publishing
    from plugins.publish.options import Wishes
    from plugins.publish.progress import progress_bar
    from plugins.release.errors import ReleaseError

    folder = Path(_folder(output) or ROOT / "output")
    send = publishing.roll_back if rollback else publishing.publish
    with progress_bar() as progress:
        try:
            done = send(folder, target, Wishes(dry_run=dry_run, force=force, progress=progress))
        except ReleaseError as error:
            raise Exit(error.message(editors_language(lang)), code=1) from error
    sent = f"{len(done.sent)} files sent ({done.sent_bytes:,} bytes), {done.kept} unchanged"
    print(f"{done.place}: {sent}, {len(done.removed)} removed, {done.verified} verified")
    if not dry_run:
        _tell_hubs(done.sent)


def _tell_hubs(sent: Iterable[str]) -> None:
    """Tell the WebSub hubs, where there are any, which feeds changed."""
    from pelican.settings import read_settings

    from plugins.feeds.websub import changed_feeds, ping_hubs
    from plugins.model.urls import SiteUrls

    settings = read_settings(str(SETTINGS))
    for answer in ping_hubs(settings["FEED_HUBS"], changed_feeds(sent, SiteUrls(settings["SITEURL"]))):
        print(f"{answer.hub}: {answer.status} {answer.reason}")


@task
def screenshots(_c: Context) -> None:
    """Photograph every kind of page of the built site, on a phone and on a desk, by day and by night."""
    from tests.browser.screenshots import take_screenshots

    folder = ROOT / ".cache" / "screenshots"
    print(f"{take_screenshots(ROOT / 'output', folder, ROOT / 'docs' / 'screenshots')} pictures in {folder}")


@task
def audit(c: Context) -> None:
    """Write down the licences and the bill of materials, and look for known vulnerabilities."""
    with c.cd(str(ROOT)):
        c.run("sh deploy/audit", echo=True)


@task(help={"minutes": "how long in all, most of it on texts and figures"})
def fuzz(c: Context, minutes: int = 10) -> None:
    """Look for inputs that break the readers of texts, YAML, figures, feeds and links."""
    with c.cd(str(ROOT)):
        c.run(f"sh deploy/fuzz {minutes * 60}", echo=True)


@contextmanager
def _telling(lang: str) -> Iterator[None]:
    """What is wrong with what an editor asked for is told, and ends the command."""
    from plugins.diagnostics.problem import ContentError

    try:
        yield
    except ContentError as error:
        tell(error, editors_language(lang))
        raise Exit(code=1) from error


def _brief(content: str, now: str = "") -> Brief:
    """What the settings ask the reading for."""
    from plugins.site.plugin import brief_of

    return brief_of(_settings(content, now))


def _settings(content: str, now: str = "") -> dict[str, Any]:
    """The site's settings, with what a command was asked for."""
    from pelican.settings import read_settings

    asked = {"PATH": _folder(content), "NOW": now}
    given = {name: value for name, value in asked.items() if value}
    settings: dict[str, Any] = read_settings(str(SETTINGS), override=given)
    return settings


def _one_of(typed: str, option: str, allowed: tuple[str, ...]) -> str:
    """The value of an option that has few."""
    if typed not in allowed:
        raise Exit(f"--{option}: {', '.join(allowed)}", code=2)
    return typed


def _folder(typed: str) -> str:
    """A folder as typed, from where the command was given."""
    return str(Path(typed).resolve()) if typed else ""
