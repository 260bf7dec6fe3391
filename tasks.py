"""The project's tasks: `./inv --list` lists them, `./inv --help TASK` describes one."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import editors_language

if TYPE_CHECKING:
    from invoke.context import Context

    from plugins.editor.acts.command import Report

LOADED = time.time_ns()
LANG = "the language of messages, ru or en"
ROOT = Path(__file__).parent


@task
def build(_c: Context) -> None:
    """Check the content and build the site; `./inv build --help` lists the options."""
    from plugins.editor.build_command import main

    raise Exit(code=main([], LOADED))


def _print_live_status(url: str, output: str, lang: str) -> NoReturn:
    from plugins.editor.publish_report import live_lines
    from plugins.publish.live_status import build_digest, live_health
    from plugins.release.manifest import is_release
    from plugins.site.run import absolute_path

    folder = Path(absolute_path(output) or ROOT / "output")
    digest = build_digest(folder) if output or is_release(folder) else ""
    health = live_health(url)
    print(*live_lines(health, url, folder, digest, editors_language(lang)), sep="\n")
    raise Exit(code=0 if digest in {"", health.content} else 1)


CONTENT = {"content": "the folder that holds news, faq and summaries", "lang": LANG}


@task(
    help={
        **CONTENT,
        "format": "text, json or github",
        "external": "look whether links to other sites still lead somewhere",
        "fix": "mend what needs no decision: aliases of keys, headings, HTML, dead links with one near name",
        "add_words": "add all words that the dictionary lacks to the site's lists in content/words",
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
    add_words: bool = False,
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
    if add_words:
        from plugins.editor.check import WORD_LISTS
        from plugins.editor.proofread import add_words as add_to_lists

        for file, words in add_to_lists(problems, options.content / WORD_LISTS).items():
            print(f"{file}: {', '.join(words)}", file=sys.stdout if output_format == "text" else sys.stderr)
        problems = [found for found in problems if found.code != "spelling"]
    print(format_problems(problems, editors_language(lang), output_format))
    raise Exit(code=exit_code(problems))


@task(
    help={
        **CONTENT,
        "format": "text or json",
        "all": "print every row",
        "now": "as of when, ISO 8601",
        "live": "the site's address: how it is, and whether it is the build in --output; exit 1 if not",
        "output": "the folder the site was released to",
    }
)
def status(
    _c: Context,
    content: str = "",
    lang: str = "",
    format: str = "text",
    all: bool = False,
    now: str = "",
    live: str = "",
    output: str = "",
) -> None:
    """List open tasks: drafts, missing translations, reviews, old sources; or tell how the live site is."""
    if live:
        _print_live_status(live, output, lang)
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


def _finish(report: Report) -> NoReturn:
    print(*report.lines, sep="\n")
    raise Exit(code=report.code)


ACT = {
    **CONTENT,
    "bundle": "the item's folder, such as news/2023-01-31-new-schedule",
    "dry-run": "only say what readers and feeds will see",
    "now": "as of when, ISO 8601",
}


@task(
    positional=["bundle"],
    iterable=["text", "was"],
    help={
        **ACT,
        "kind": "typo (nobody is told), change (of substance), correction (of a wrong fact)",
        "text": "what is different or right now, such as 'en=The hours on holidays', once for each language",
        "was": "of a correction: what was wrong, in the same languages",
        "old": "words to replace, which stand in the text once; without it mend the file before",
        "new": "the words in their place",
        "language": "whose text has these words, if more than one has",
    },
)
def mend(
    _c: Context,
    bundle: str,
    kind: str,
    text: list[str],
    was: list[str],
    old: str = "",
    new: str = "",
    language: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Mend a published item: a typo in silence, a change with a note, a wrong fact with a correction."""
    from plugins.editor.acts.run import Common, MendArgs, run_mend

    args = MendArgs(bundle, kind, text, was, old, new, language)
    _finish(run_mend(args, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    iterable=["text", "was"],
    help={
        **ACT,
        "text": "what is being checked, or what was found, once for each language",
        "end": "how the check ends: confirmed, corrected or withdrawn",
        "was": "if it ends as corrected: what was wrong",
    },
)
def hold(
    _c: Context,
    bundle: str,
    text: list[str],
    was: list[str],
    end: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Say on an item that its facts are being checked, and how that ended."""
    from plugins.editor.acts.run import Common, run_hold

    _finish(run_hold(bundle, end, text, was, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    iterable=["text"],
    help={
        **ACT,
        "why": "outdated (stays readable), wrong (a notice stays), merged (leads to another); undo",
        "text": "the reason, once for each language",
        "into": "of a merged item: the folder of the other one",
    },
)
def withdraw(
    _c: Context,
    bundle: str,
    why: str,
    text: list[str],
    into: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Withdraw an item, by the reason; `--why undo` takes that back."""
    from plugins.editor.acts.run import Common, run_withdraw

    _finish(run_withdraw(bundle, why, text, into, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    help={
        **ACT,
        "bundle": "the item's folder, or all",
        "at": "when it appears, in the site's zone, such as '2023-01-31 10:00'",
        "draft": "make it a draft again",
        "live": "the site's address: look whether what should have appeared is there",
    },
)
def schedule(
    _c: Context,
    bundle: str,
    at: str = "",
    draft: bool = False,
    live: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Schedule an item; without --at, list what waits and what did not appear (exit 1)."""
    from plugins.editor.acts.run import Common, run_schedule

    common = Common(content, lang, now, dry_run)
    _finish(run_schedule(bundle, at, live, draft=draft, common=common))


@task(
    iterable=["text"],
    help={
        **CONTENT,
        "text": "the line, once for each language; one that is on is revised",
        "until": "when it ends, in the site's zone, such as '2023-01-31 18:00'; always needed",
        "starts": "when it begins; now, if not given",
        "level": "info, warning or urgent",
        "link": "a page of the site, or an address; - takes the link away",
        "new": "another alert in place of the one that is on",
        "off": "take the alert away",
        "dry-run": ACT["dry-run"],
        "now": ACT["now"],
    },
)
def alert(
    _c: Context,
    text: list[str],
    until: str = "",
    starts: str = "",
    level: str = "",
    link: str = "",
    new: bool = False,
    off: bool = False,
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Put a line on top of every page, revise it, or take it away."""
    from plugins.editor.acts.run import AlertArgs, Common, run_alert

    args = AlertArgs(text, until, starts, level, link, new, off)
    _finish(run_alert(args, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    help={
        **CONTENT,
        "bundle": "its folder, such as news/2023-01-31-new-schedule",
        "ask": "review or fact-check: ask for it",
        "looked": "who has looked: a name, other than of who asked or published",
        "note": "what to look at, or what was found",
        "preview": "a folder, or a file .zip: write the item's pages there, to open without a server",
    },
)
def review(
    _c: Context,
    bundle: str,
    ask: str = "",
    looked: str = "",
    note: str = "",
    preview: str = "",
    content: str = "",
    lang: str = "",
) -> None:
    """Ask for a second pair of eyes on an item, note that somebody has looked, or write a preview to send."""
    from plugins.content.load import load_site
    from plugins.editor.report import load_ui_text, one_of
    from plugins.editor.review_command import ReviewArgs, review_item
    from plugins.site.run import absolute_path, load_options

    act = one_of(ask, "ask", ("review", "fact-check")) if ask else ""
    args = ReviewArgs(bundle, act, looked, note, absolute_path(preview))
    options, texts = load_options(content), load_ui_text(editors_language(lang))
    for line in review_item(args, load_site(options).content, options, texts):
        print(line)


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
        "date": "the day, such as 2023-01-31; today if not given; with --data, when the source was published",
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
    of_table = bool(data) and kind == "figures"
    item = read_new_item(NewItemArgs(kind, title, date, topic, of_table), options, texts, prompt)
    if of_table:
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
    name="import",
    help={
        "source": "a file, a folder or a ZIP archive",
        "from": "wordpress, hugo, jekyll, pelican, telegram, rss or markdown; guessed if not given",
        "content": CONTENT["content"],
        "lang": "the language of texts that do not say theirs",
        "topic": "a topic from content/topics.yaml for every item; without it, tags become topics",
        "dry-run": "write nothing, print the report",
        "now": "as of when, ISO 8601",
    },
)
def import_(
    _c: Context,
    source: str,
    from_: str = "",
    content: str = "",
    lang: str = "",
    topic: str = "",
    dry_run: bool = False,
    now: str = "",
) -> None:
    """Bring in articles from WordPress, Hugo, Jekyll, Pelican, Telegram, a feed or Markdown files."""
    from plugins.editor.importing.import_report import report_lines, summary_line
    from plugins.editor.importing.run import ImportArgs, import_source, install
    from plugins.editor.report import load_ui_text
    from plugins.site.run import load_options

    options, texts = load_options(content, now), load_ui_text(editors_language(lang))
    result = import_source(ImportArgs(source, from_, lang, topic), options)
    report = "\n".join(report_lines(result, texts))
    if dry_run:
        print(f"{report}\n\n{texts.text('import-dry')}")
        return
    install(result, options)
    file = options.cache / "import-report.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{report}\n", encoding="utf-8")
    print(summary_line(result, texts))
    print(texts.text("import-written", path=file))


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
    examples = ROOT / "examples"
    site = compose_site(answers, texts, options.theme, examples, options.now)
    check_site(site, options)
    moved = install_site(site, options, None if content else examples)
    if moved:
        print(texts.text("init-moved", path=moved))
    for path in site.files:
        print(texts.text("created", path=options.content / path))
    for path, count in site.untranslated.items():
        print(texts.text("init-untranslated", path=options.content / path, n=count))


SERVE = {**CONTENT, "port": "the first free one from 8000 on, if not given", "now": "as of when, ISO 8601"}


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
    from plugins.editor.preview.session import Session
    from plugins.editor.report import load_ui_text, whole_number
    from plugins.publish.http_client import site_address
    from plugins.site.run import absolute_path

    number = whole_number(port, "port", 1, 65535) if port else 0
    folder, output = Path(absolute_path(content) or ROOT / "content"), ROOT / ".cache" / "preview"
    texts, echo = load_ui_text(editors_language(lang)), partial(print, flush=True)
    proxy = site_address(behind_proxy) if behind_proxy else ""
    Session(folder, output, texts, echo, number, now, proxy=proxy).run()


@task(help={**SERVE})
def desk(_c: Context, content: str = "", lang: str = "", port: str = "", now: str = "") -> None:
    """Open the editors' desk in the browser: what the starters for a double click do."""
    from plugins.editor.desk.start import find_running, open_browser
    from plugins.editor.preview.session import Session
    from plugins.editor.report import load_ui_text, whole_number
    from plugins.site.run import absolute_path

    number = whole_number(port, "port", 1, 65535) if port else 0
    folder, output = Path(absolute_path(content) or ROOT / "content"), ROOT / ".cache" / "preview"
    texts = load_ui_text(editors_language(lang))
    if running := find_running(output.parent, folder):
        print(texts.text("preview-desk-address", address=running.desk_address))
        open_browser(running.desk_address)
        return
    print(texts.text("desk-window"), flush=True)
    Session(folder, output, texts, partial(print, flush=True), number, now, opens_browser=True).run()


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
        **CONTENT,
        "first": "also whether services that do not know the feeds yet find items enough",
        "now": "as of when, ISO 8601",
    }
)
def feeds(_c: Context, content: str = "", lang: str = "", first: bool = False, now: str = "") -> None:
    """Say what each kind of feed reader will see of the next release, and what other services ask for."""
    from plugins.content.load import load_content
    from plugins.content.site_config import FILE
    from plugins.editor.feed_report import format_report, next_release
    from plugins.editor.report import format_problems, load_ui_text
    from plugins.feeds.feed import feed_context
    from plugins.feeds.profiles import check_profiles
    from plugins.site.run import load_options

    options, language = load_options(content, now), editors_language(lang)
    loaded = load_content(options)
    print(format_report(next_release(loaded, options), load_ui_text(language)))
    contexts = [feed_context(edition, loaded, options) for edition in loaded.editions]
    problems = list(check_profiles(contexts, f"{options.display_name}/{FILE}", first=first))
    if problems:
        print(f"\n{format_problems(problems, language)}")


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


TARGET = "file:/folder, ssh://user@host/folder or s3://bucket/folder"


@task(
    positional=["target"],
    help={
        "target": TARGET,
        "output": "the folder the site was released to",
        "cache": "the cache it was built with, if not .cache",
        "dry-run": "only report what would be sent",
        "verify": "only compare what readers get with what was published; exit 1 if it differs",
        "rollback": "go back to the release before the live one",
        "release": "go back to the release of this number; `./inv releases` lists them",
        "resume": "publish content again whose release was taken back",
        "keep": "how many releases the target keeps to go back to",
        "retention": "days that fingerprinted files outlive the last release with them",
        "sign": "the file of the key to sign the release with (ssh-keygen)",
        "url": "where readers find the site: it is looked at afterwards, and a wrong release taken back",
        "force": "publish even what looks like an accident",
        "lang": LANG,
    },
)
def publish(
    _c: Context,
    target: str,
    output: str = "",
    cache: str = "",
    dry_run: bool = False,
    verify: bool = False,
    rollback: bool = False,
    release: str = "",
    resume: bool = False,
    keep: str = "5",
    retention: str = "90",
    sign: str = "",
    url: str = "",
    force: bool = False,
    lang: str = "",
) -> None:
    """Publish the built site to a folder, a host or object storage, and tell hubs; or go back there."""
    from datetime import timedelta

    from plugins.editor.publish_report import print_altered
    from plugins.editor.publishing import PublishRequest, Reporter, publish_site
    from plugins.editor.report import load_ui_text, whole_number
    from plugins.publish.publish import progress_bar
    from plugins.site.run import absolute_path

    language = editors_language(lang)
    if verify:
        raise Exit(code=print_altered(target, language))
    request = PublishRequest(
        target=target,
        output=Path(absolute_path(output) or ROOT / "output"),
        cache=Path(absolute_path(cache) or ROOT / ".cache"),
        rollback=rollback,
        release=whole_number(release, "release", 1, 10**9) if release else 0,
        dry_run=dry_run,
        force=force,
        resume=resume,
        keep=whole_number(keep, "keep", 1, 1000),
        retention=timedelta(days=whole_number(retention, "retention", 0, 36500)),
        signing_key=absolute_path(sign),
        public_url=url,
    )
    tell, warn = partial(print, flush=True), partial(print, file=sys.stderr)
    with progress_bar() as progress:
        publish_site(request, Reporter(load_ui_text(language), tell, warn, progress))


@task(positional=["target"], help={"target": TARGET, "lang": LANG})
def releases(_c: Context, target: str, lang: str = "") -> None:
    """List the releases that a target keeps: number, moment, who published, pages, live or held."""
    from rich.console import Console

    from plugins.editor.publish_report import releases_table
    from plugins.editor.report import load_ui_text
    from plugins.publish.address import parse_target
    from plugins.publish.publish import list_releases

    place, history = parse_target(target), list_releases(target)
    if history.releases:
        Console(highlight=False).print(releases_table(history, editors_language(lang)))
    else:
        print(load_ui_text(editors_language(lang)).text("releases-none", place=place))


@task(
    positional=["page", "target"],
    help={
        "page": "its address, such as /en/news/2023-01-31-new-schedule/; several with commas between",
        "target": TARGET,
        "old": "the text to replace, as it stands in the page's source; without it $EDITOR opens the page",
        "new": "what to write instead",
        "lang": LANG,
    },
)
def hotfix(_c: Context, page: str, target: str, old: str = "", new: str = "", lang: str = "") -> None:
    """Replace a page of the live site at once, without a build; the next new content replaces it."""
    from plugins.editor.publish_report import edit_in_editor, result_lines
    from plugins.publish.hotfix import hotfix as publish_hotfix
    from plugins.publish.hotfix import substitution

    edit = substitution(old, new) if old else edit_in_editor
    done = publish_hotfix(target, page.split(","), edit)
    print(*result_lines(done, editors_language(lang)), sep="\n")


@task(
    positional=["url"],
    help={
        "url": "where readers find the site",
        "signers": "a public key, or a file of allowed signers: one of them must have signed",
        "output": "a folder with a build to compare with",
        "lang": LANG,
    },
)
def verify(_c: Context, url: str, signers: str = "", output: str = "", lang: str = "") -> None:
    """Compare every file of a live site with its signed list; exit 1 if any differs."""
    from plugins.editor.publish_report import verified_lines
    from plugins.editor.report import load_ui_text
    from plugins.publish.live_status import build_digest, verify_site
    from plugins.site.run import absolute_path

    language, built = editors_language(lang), Path(absolute_path(output) or ROOT / "output")
    digest = build_digest(built) if output else ""
    site = verify_site(url, absolute_path(signers))
    print(*verified_lines(site, url, language), sep="\n")
    is_same = digest in {"", site.manifest.content}
    if digest:
        text = "verified-build" if is_same else "verified-other-build"
        print(load_ui_text(language).text(text, output=built, content=digest))
    raise Exit(code=0 if is_same and not site.wrong else 1)


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
