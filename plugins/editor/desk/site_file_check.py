"""The problems of a file of the site as it stands in a browser: the whole content is read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.ledger_checks import check_ledger
from plugins.diagnostics.problem import Problem, Severity
from plugins.diagnostics.yaml_tree import parse_yaml
from plugins.editor.desk.draft_check import DraftFinding, complete_finding, make_finding
from plugins.editor.desk.loading import Loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editor.desk.loading import ContentLoader
    from plugins.editor.report import UiText

AUTHORITY = "feed-authority"
"""The problem of a name of the feeds that readers' programs do not know them by."""


class SiteFileFindings(Struct, frozen=True):
    """What is wrong in a file, the errors that the content has beside it, and what was read with it."""

    findings: tuple[DraftFinding, ...]
    elsewhere: tuple[DraftFinding, ...]
    loaded: Loaded


def check_site_file(path: str, text: str, loader: ContentLoader, words: UiText) -> SiteFileFindings:
    """Errors and advice in a file's text, as for a preview; raises `SettingsError` and `OSError`.

    Of a text that cannot be read, that alone is told.
    """
    loaded = loader.known()
    shown = f"{loaded.options.display_name}/{path}"
    content = text.encode(errors="replace")
    unread = parse_yaml(content.decode(), shown) if path.endswith(".yaml") else None
    if isinstance(unread, Problem):
        loaded = Loaded(replace(loaded.result, problems=(unread,)), loaded.options, "")
    else:
        loaded = loader.load_with_files({path: content})
    lines = text.split("\n")
    own, elsewhere = [], []
    for found in sorted(_problems(loaded), key=lambda each: (each.severity is Severity.ADVICE, each)):
        finding = make_finding(found, loaded.options, words)
        if found.path == shown:
            own.append(complete_finding(finding, found, None, lines))
        elif found.severity is Severity.ERROR:
            elsewhere.append(finding)
    return SiteFileFindings(tuple(own), tuple(elsewhere), loaded)


def errors_without(path: str, loader: ContentLoader) -> list[Problem]:
    """The errors that the content has without a file and has not with it; raises like `check_site_file`."""
    known = set(loader.load().result.problems)
    after = loader.load_with_files({path: None}).result.problems
    return [each for each in after if each.severity is Severity.ERROR and each not in known]


def _problems(loaded: Loaded) -> Iterator[Problem]:
    yield from loaded.result.problems
    if loaded.result.ok:
        known = check_ledger(loaded.result.content, loaded.options)
        yield from (each for each in known if each.code == AUTHORITY)
