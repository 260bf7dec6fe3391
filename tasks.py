"""The project's tasks: `./inv --list` lists them, `./inv --help TASK` describes one."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import editors_language

if TYPE_CHECKING:
    from invoke.context import Context

LOADED = time.time_ns()
LANG = "the language of messages, ru or en"
ROOT = Path(__file__).parent


@task
def build(_c: Context) -> None:
    """Check the content and build the site; `./inv build --help` lists the options."""
    from plugins.editor.build_command import main

    raise Exit(code=main([], LOADED))


CONTENT = {"content": "the folder that holds news, faq and summaries", "lang": LANG}


@task(
    help={
        **CONTENT,
        "format": "text, json or github",
        "external": "look whether links to other sites still lead somewhere",
        "fix": "mend what needs no decision: aliases of keys, headings, HTML, dead links with one near name",
        "now": "as of when, ISO 8601",
    }
)
def check(
    _c: Context,
    content: str = "",
    lang: str = "",
    format: str = "text",
    external: bool = False,
    fix: bool = False,
    now: str = "",
) -> None:
    """Report every error and all advice on the content, and build nothing; mend the mechanical ones."""
    from plugins.content.ledger_checks import check_ledger
    from plugins.editor.check import check_content
    from plugins.editor.fix import fix_content, format_fixes
    from plugins.editor.report import FORMATS, exit_code, format_problems, one_of
    from plugins.site.run import load_options

    output_format = one_of(format, "format", FORMATS)
    options = load_options(content, now)
    if fix:
        fixes = fix_content(options, lambda: check_content(load_options(content, now), spelling=False))
        report = sys.stdout if output_format == "text" else sys.stderr
        print(format_fixes(fixes, editors_language(lang)), file=report)
        options = load_options(content, now)
    problems = check_content(options, external=external, extra_checks=(check_ledger,))
    print(format_problems(problems, editors_language(lang), output_format))
    raise Exit(code=exit_code(problems))


@task(
    help={
        **CONTENT,
        "format": "text or json",
        "all": "print every row",
        "now": "as of when, ISO 8601",
    }
)
def status(
    _c: Context, content: str = "", lang: str = "", format: str = "text", all: bool = False, now: str = ""
) -> None:
    """List open tasks: drafts, missing and outdated translations, reviews, old sources."""
    from rich.console import Console

    from plugins.content.load import load_site
    from plugins.editor.report import one_of
    from plugins.editor.status import collect_status, status_json, status_table
    from plugins.site.run import load_options

    output_format = one_of(format, "format", ("text", "json"))
    options = load_options(content, now)
    status = collect_status(load_site(options), options)
    if output_format == "json":
        print(status_json(status))
    else:
        Console(highlight=False).print(status_table(status, editors_language(lang), show_all=all))


@task(
    help={**CONTENT, "bundle": "its folder, such as news/2023-01-31-new-schedule, or all"},
)
def confirm(_c: Context, bundle: str, content: str = "", lang: str = "") -> None:
    """Mark an item's translation as up to date with its original."""
    from plugins.content.load import load_site
    from plugins.editor.report import load_ui_text
    from plugins.editor.translations import confirm_translations, unconfirmed_bundles
    from plugins.site.run import load_options

    options, texts = load_options(content), load_ui_text(editors_language(lang))
    bundles = load_site(options).content.bundles
    names = unconfirmed_bundles(bundles) if bundle == "all" else [bundle]
    paths = confirm_translations(names, bundles, options)
    for path in paths:
        print(texts.text("confirmed", path=path))
    if not paths:
        print(texts.text("confirmed-none"))


@task(
    iterable=["title"],
    help={
        **CONTENT,
        "kind": "news, faq, summary, page, figures or alert",
        "data": "figures: a spreadsheet, CSV or XLSX, that the set is made from",
        "sheet": "with --data: the sheet of a workbook",
        "unit": "with --data: what is counted, a unit of content/figures/units.yaml",
        "source": "with --data: who published it and where, such as 'City Hall, https://example.org/a'",
        "year": "of a summary, such as 2026; with --data, that of months that do not say theirs",
        "title": "such as 'en=A new schedule', once for each language",
        "date": "the day, such as 2023-01-31; today if not given",
        "topic": "topics from content/topics.yaml, with commas between",
    },
)
def new(
    _c: Context,
    kind: str,
    title: list[str],
    year: str = "",
    date: str = "",
    topic: str = "",
    data: str = "",
    sheet: str = "",
    unit: str = "",
    source: str = "",
    content: str = "",
    lang: str = "",
) -> None:
    """Create a new item in every language, and open it in $EDITOR."""
    from plugins.editor.new import NewItemArgs, compose_files, open_in_editor, read_new_item, write_files
    from plugins.editor.report import load_ui_text, whole_number
    from plugins.model.content_path import FIRST_YEAR, LAST_YEAR
    from plugins.site.run import load_options

    options, texts = load_options(content), load_ui_text(editors_language(lang))
    prompt = input if sys.stdin.isatty() else None
    of_year = whole_number(year, "year", FIRST_YEAR, LAST_YEAR) if year else 0
    item = read_new_item(NewItemArgs(kind, title, date, topic), options, texts, prompt)
    if data and kind == "figures":
        from plugins.editor.new_figures import TableArgs, figures_from_table

        found = figures_from_table(item, TableArgs(data, sheet, unit, source, of_year), options, texts)
        print(*found.understood, sep="\n")
        files = found.files
    elif of_year and kind == "summary":
        from plugins.content.load import load_site
        from plugins.editor.new_summary import summary_of_year

        files = summary_of_year(item, of_year, load_site(options), options)
    else:
        files = compose_files(item, options)
    paths = write_files(files, options)
    for path in paths:
        print(texts.text("created", path=path))
    open_in_editor(paths)


@task(
    iterable=["name"],
    help={
        **CONTENT,
        "number": "what readers see and dial, such as '0800 123 456'",
        "name": "such as 'en=Example line', once for each language",
        "languages": "codes with commas between, the first one shown at the root",
        "timezone": "such as America/New_York",
        "area": "countries with commas between, such as US,CA",
        "url": "the site's address, with its scheme",
        "yes": "ask nothing; take the defaults for what is not given",
        "now": "as of when, ISO 8601",
    },
)
def init(
    _c: Context,
    number: str = "",
    name: list[str] | None = None,
    languages: str = "",
    timezone: str = "",
    area: str = "",
    url: str = "",
    yes: bool = False,
    content: str = "",
    now: str = "",
    lang: str = "",
) -> None:
    """Start a site of your own: site.yaml and first texts; the demonstration moves to examples/."""
    from plugins.editor.init import check_site, compose_site, install_site
    from plugins.editor.report import load_ui_text
    from plugins.editor.site_answers import SiteAnswers, ask
    from plugins.site.run import new_site_options

    options, texts = new_site_options(content, now), load_ui_text(editors_language(lang))
    given = SiteAnswers(
        number=number, name=name or (), languages=languages, timezone=timezone, area=area, url=url
    )
    answers = ask(given, texts, input if sys.stdin.isatty() and not yes else None)
    site = compose_site(answers, texts, options.theme, options.now)
    check_site(site, options)
    moved = install_site(site, options, None if content else ROOT / "examples")
    if moved:
        print(texts.text("init-moved", path=moved))
    for path in site.files:
        print(texts.text("created", path=options.content / path))
    for path, count in site.untranslated.items():
        print(texts.text("init-untranslated", path=options.content / path, n=count))


@task(
    help={**CONTENT, "port": "the first free one from 8000 on, if not given", "now": "as of when, ISO 8601"}
)
def serve(_c: Context, content: str = "", lang: str = "", port: str = "", now: str = "") -> None:
    """Serve the site on this machine, drafts included, and rebuild it at every save."""
    from plugins.editor.preview.session import Session
    from plugins.editor.report import load_ui_text, whole_number
    from plugins.site.run import absolute_path

    number = whole_number(port, "port", 1, 65535) if port else 0
    folder, output = Path(absolute_path(content) or ROOT / "content"), ROOT / ".cache" / "preview"
    texts = load_ui_text(editors_language(lang))
    Session(folder, output, texts, lambda line: print(line, flush=True), number, now).run()


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
    with c.cd(str(ROOT)):
        c.run(f"{sys.executable} -m pytest {selection} {options}", echo=True, pty=sys.stdout.isatty())


@task(help={**CONTENT, "now": "as of when, ISO 8601"})
def lock(_c: Context, content: str = "", lang: str = "", now: str = "") -> None:
    """Record in the ledger what is new, changed or withdrawn, with the moment; feeds are dated by it."""
    from plugins.editor.record import record_release
    from plugins.editor.report import load_ui_text
    from plugins.site.run import load_options

    print(record_release(load_options(content, now)).summary(load_ui_text(editors_language(lang))))


@task(help={**CONTENT, "output": "the page, .cache/contact-sheet.html if not given"})
def cards(_c: Context, content: str = "", lang: str = "", output: str = "") -> None:
    """Draw every card in every size, theme and language on one page, for review."""
    from plugins.cards.contact_sheet import render_contact_sheet
    from plugins.content.load import load_site
    from plugins.diagnostics.problem import ContentError
    from plugins.site.run import absolute_path, load_options

    options = load_options(content)
    gallery = load_site(options).content.cards
    file = Path(absolute_path(output) or options.cache / "contact-sheet.html")
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet = render_contact_sheet(gallery.jobs, gallery.palettes, gallery.pictures)
    file.write_text(sheet, encoding="utf-8")
    print(file)
    if gallery.problems:
        raise ContentError(gallery.problems)


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
    from plugins.editor.report import one_of, whole_number

    benchmark = BENCHMARKS[one_of(what, "what", tuple(BENCHMARKS))]
    repetitions = whole_number(rounds, "rounds", 1, 1000)
    try:
        options = BenchOptions(ROOT, parse_counts(n), repetitions, save)
    except ValueError as error:
        raise Exit(f"--n: {n}: numbers of articles with commas between, such as 1000,5000", code=2) from error
    if what in {"serve", "load", "lighthouse"}:
        _install_programs()
    benchmark(options)


@task(
    positional=["target"],
    help={
        "target": "file:/folder, ssh://user@host/folder or s3://bucket/folder",
        "output": "the folder the site was released to",
        "dry-run": "only report what would be sent",
        "rollback": "go back to the release before",
        "force": "publish even what looks like an accident",
        "lang": LANG,
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
    """Send the built site to a folder, a host or object storage, and tell hubs and search engines."""
    from plugins.editor.record import built_options, record_before_publishing
    from plugins.editor.report import load_ui_text
    from plugins.feeds.announce import announce_release
    from plugins.publish import PublishOptions
    from plugins.publish import publish as publishing
    from plugins.publish.publish import progress_bar
    from plugins.site.run import absolute_path, load_options

    folder, texts = Path(absolute_path(output) or ROOT / "output"), load_ui_text(editors_language(lang))
    if not (dry_run or rollback):
        recorded = record_before_publishing(ROOT / ".cache", folder, texts)
        print(recorded, end="\n" * bool(recorded))
    send = publishing.roll_back if rollback else publishing.publish
    with progress_bar() as progress:
        done = send(folder, target, PublishOptions(dry_run=dry_run, force=force, progress=progress))
    counts = {"sent": len(done.sent), "bytes": done.sent_bytes, "unchanged": done.unchanged}
    counts |= {"removed": len(done.removed), "verified": done.verified}
    print(texts.text("published", place=done.target, **counts))
    if not dry_run:
        options = built_options(ROOT / ".cache", folder) or load_options()
        for answer in announce_release(options, done.sent, done.removed):
            print(f"{answer.hub}: {answer.status} {answer.reason}")


@task
def screenshots(_c: Context) -> None:
    """Take screenshots of every kind of page of the built site: phone and desktop, light and dark."""
    from tests.browser.screenshots import take_screenshots

    _install_programs()
    folder = ROOT / ".cache" / "screenshots"
    print(f"{take_screenshots(ROOT / 'output', folder, ROOT / 'docs' / 'screenshots')} pictures in {folder}")


@task
def audit(c: Context) -> None:
    """Write down the licences and the bill of materials, and look for known vulnerabilities."""
    with c.cd(str(ROOT)):
        c.run("sh deploy/audit", echo=True)


@task(help={"minutes": "how long in all, most of it on texts and figures"})
def fuzz(c: Context, minutes: str = "10") -> None:
    """Fuzz the readers of texts, YAML, figures, feeds and links."""
    from plugins.editor.report import whole_number

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
