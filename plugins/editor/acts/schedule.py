"""Schedule an item in the site's zone, or make it a draft again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.ledger import record_id
from plugins.editor.acts.act import Act
from plugins.editor.acts.item_edit import ItemEdit, refusal
from plugins.i18n.dates import DateError, parse_moment
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt

    from plugins.content.options import BuildOptions
    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.bundle import Bundle


def schedule(bundle: Bundle, typed: str, context: ActContext) -> Act:
    """Have an item appear at a moment in the site's zone; a news item's folder takes the new day."""
    moment = _parse(typed, context.options)
    _require_unreleased(bundle, context)
    edit = ItemEdit(bundle, context)
    clock = f"{moment:%H:%M}"
    for code in edit.paths:
        values = edit.values(code)
        if values.get("status") == Status.DRAFT:
            edit.set(code, status=None)
        if code != edit.primary:
            edit.set(code, **{key: None for key in ("date", "time") if key in values})
    if bundle.section is Section.NEWS:
        edit.set(edit.primary, time=clock)
        return _moved(edit.act(), bundle, moment.date())
    edit.set(edit.primary, date=f"{moment:%Y-%m-%d}", time=clock)
    return edit.act()


def unschedule(bundle: Bundle, context: ActContext) -> Act:
    """Make an item that has not appeared a draft again."""
    _require_unreleased(bundle, context)
    edit = ItemEdit(bundle, context)
    edit.set(edit.primary, status=Status.DRAFT.value)
    return edit.act()


def _parse(typed: str, options: BuildOptions) -> dt.datetime:
    try:
        moment = parse_moment(typed).replace(tzinfo=options.zone)
    except DateError as error:
        raise refusal("act-moment", typed=typed) from error
    if moment <= options.now:
        now = f"{options.now.astimezone(options.zone):%Y-%m-%d %H:%M}"
        raise refusal("act-moment-past", typed=typed, now=now)
    return moment


def _moved(act: Act, bundle: Bundle, day: dt.date) -> Act:
    """The act with the folder of a news item renamed to a day."""
    section, _, name = bundle.name.partition("/")
    slug = name[len("2023-01-31-") :]
    new = f"{section}/{day}-{slug}"
    if new == bundle.name:
        return act
    return Act(bundle=bundle.name, files=act.files, before=act.before, moved=(bundle.name, new))


def _require_unreleased(bundle: Bundle, context: ActContext) -> None:
    """Raises `ContentError` if the ledger says that readers have had the item."""
    ledger, identity = context.loaded.content.ledger, record_id(bundle.identity)
    found = [record.released for (name, _), record in ledger.items.items() if name == identity]
    if any(found):
        released = min(moment for moment in found if moment)
        raise refusal("act-released", name=bundle.name, moment=f"{released:%Y-%m-%d %H:%M}")
