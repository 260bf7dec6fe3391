"""The tasks of publishing: to a target, back there, and a look at the live site."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.report import editors_language, load_ui_text, whole_number
from plugins.editor.tasks import LANG, folder_of

if TYPE_CHECKING:
    from invoke.context import Context

    from plugins.editor.publish_command import PublishRequest
    from plugins.editor.report import UiText


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
    from plugins.editor.publish_command import PublishRequest
    from plugins.publish import PublishOptions

    if verify:
        raise Exit(code=_compare(target, lang))
    request = PublishRequest(
        target=target,
        output=folder_of(output, "output"),
        cache=folder_of(cache, ".cache"),
        options=PublishOptions(
            dry_run=dry_run,
            force=force,
            resume=resume,
            keep=whole_number(keep, "keep", 1, 1000),
            retention=timedelta(days=whole_number(retention, "retention", 0, 36500)),
            signing_key=sign,
            public_url=url,
        ),
        rollback=rollback,
        release=whole_number(release, "release", 1, 10**9) if release else 0,
    )
    _publish(request, load_ui_text(editors_language(lang)))


def _compare(target: str, lang: str) -> int:
    from plugins.editor.publish_report import print_altered

    return print_altered(target, editors_language(lang))


def _publish(request: PublishRequest, texts: UiText) -> None:
    from plugins.editor.publish_command import Reporter, publish_site
    from plugins.publish.publish import progress_bar

    with progress_bar() as progress:
        reporter = Reporter(
            lambda fact: print(fact(texts), flush=True),
            lambda fact: print(fact(texts), file=sys.stderr),
            progress,
        )
        publish_site(request, reporter)


@task(positional=["target"], help={"target": TARGET, "lang": LANG})
def releases(_c: Context, target: str, lang: str = "") -> None:
    """List the releases that a target keeps: number, moment, who published, pages, live or held."""
    from rich.console import Console

    from plugins.editor.publish_report import releases_table
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
    from plugins.publish.live_status import build_digest, verify_site
    from plugins.site.run import absolute_path

    language, built = editors_language(lang), folder_of(output, "output")
    digest = build_digest(built) if output else ""
    site = verify_site(url, absolute_path(signers))
    print(*verified_lines(site, url, language), sep="\n")
    is_same = digest in {"", site.manifest.content}
    if digest:
        text = "verified-build" if is_same else "verified-other-build"
        print(load_ui_text(language).text(text, output=built, content=digest))
    raise Exit(code=0 if is_same and not site.wrong else 1)
