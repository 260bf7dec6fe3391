"""The tasks that write new content: an item, an import, a site."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from invoke.tasks import task

from plugins.editor.report import editors_language, load_ui_text, whole_number
from plugins.editor.tasks import CONTENT, NOW, ROOT

if TYPE_CHECKING:
    from invoke.context import Context


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
    from plugins.content.load import load_site
    from plugins.editor.new import compose_files, open_in_editor, write_files
    from plugins.editor.new_figures import TableArgs, figures_from_table
    from plugins.editor.new_item_args import NewItemArgs, read_new_item
    from plugins.editor.new_summary import summary_of_year
    from plugins.model.content_path import FIRST_YEAR, LAST_YEAR
    from plugins.site.run import load_options

    options, texts = load_options(content), load_ui_text(editors_language(lang))
    prompt = input if sys.stdin.isatty() else None
    of_year = whole_number(year, "year", FIRST_YEAR, LAST_YEAR) if year else 0
    of_table = bool(data) and kind == "figures"
    item = read_new_item(NewItemArgs(kind, title, date, topic, of_table), options, texts, prompt)
    if of_table:
        found = figures_from_table(item, TableArgs(data, sheet, unit, source, of_year), options, texts)
        print(*found.understood, sep="\n")
        files = found.files
    elif of_year and kind == "summary":
        files = summary_of_year(item, of_year, load_site(options), options)
    else:
        files = compose_files(item, options)
    paths = write_files(files, options)
    print(*(texts.text("created", path=path) for path in paths), sep="\n")
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
        **NOW,
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
    from plugins.editor.importing.import_source import ImportArgs, import_source, install
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
        "number": "what readers see and dial, short or with its area's code",
        "name": "such as 'en=Example line', once for each language",
        "languages": "codes with commas between, the first one shown at the root",
        "timezone": "such as America/New_York",
        "area": "countries with commas between, such as US,CA",
        "url": "the site's address, with its scheme",
        "yes": "ask nothing; take the defaults for what is not given",
        **NOW,
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
