"""The tasks that read the content: its problems, its open work, its feeds, its cards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import FORMATS, editors_language, exit_code, format_problems, load_ui_text, one_of
from plugins.editor.tasks import CONTENT, NOW, folder_of

if TYPE_CHECKING:
    from invoke.context import Context


def _print_live_status(url: str, output: str, lang: str) -> NoReturn:
    from plugins.editor.publish_report import live_lines
    from plugins.publish.live_status import build_digest, live_health
    from plugins.release.manifest import is_release

    folder = folder_of(output, "output")
    digest = build_digest(folder) if output or is_release(folder) else ""
    health = live_health(url)
    print(*live_lines(health, url, folder, digest, editors_language(lang)), sep="\n")
    raise Exit(code=0 if digest in {"", health.content} else 1)


@task(
    help={
        **CONTENT,
        "format": "text, json or github",
        "external": "look whether links to other sites still lead somewhere",
        "fix": "mend what needs no decision: aliases of keys, headings, HTML, dead links with one near name",
        "add_words": "add all words that the dictionary lacks to the site's lists in content/words",
        **NOW,
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
        **NOW,
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
    from plugins.editor.status import collect_status
    from plugins.editor.status_report import status_json, status_table
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
    from plugins.editor.review_command import ReviewArgs, review_item
    from plugins.site.run import absolute_path, load_options

    act = one_of(ask, "ask", ("review", "fact-check")) if ask else ""
    args = ReviewArgs(bundle, act, looked, note, absolute_path(preview))
    options, texts = load_options(content), load_ui_text(editors_language(lang))
    for line in review_item(args, load_site(options).content, options, texts):
        print(line)


@task(
    help={
        **CONTENT,
        "first": "also whether services that do not know the feeds yet find items enough",
        **NOW,
    }
)
def feeds(_c: Context, content: str = "", lang: str = "", first: bool = False, now: str = "") -> None:
    """Say what each kind of feed reader will see of the next release, and what other services ask for."""
    from plugins.content.load import load_content
    from plugins.content.site_config import FILE
    from plugins.editor.feed_report import format_report, next_release
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


@task(help={**CONTENT, **NOW})
def lock(_c: Context, content: str = "", lang: str = "", now: str = "") -> None:
    """Record in the ledger what is new, changed or withdrawn, with the moment; feeds are dated by it."""
    from plugins.editor.record import record_release
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
