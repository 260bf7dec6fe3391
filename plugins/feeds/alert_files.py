"""The files of alerts under `/alerts/`, each with its fingerprint, rendered on demand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.feeds.feed_files import FeedFile

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from plugins.content.ledger import AlertRecord, AlertRevision
    from plugins.feeds.feed import FeedContext

FOLDER = "alerts/"
INDEX = "alerts/atom.xml"
CAP_TYPE = "application/cap+xml"


class Message(Struct, frozen=True):
    """A CAP message: its `kind` is Alert, Update or Cancel; `earlier` are those it replaces.

    `name` is unique in the site, `identifier` in the world.
    """

    kind: str
    name: str
    identifier: str
    sent: dt.datetime
    starts: dt.datetime
    revision: AlertRevision
    earlier: tuple[Message, ...] = ()

    @property
    def path(self) -> str:
        """Its file under the site."""
        return f"{FOLDER}{self.name}.xml"


def sender(context: FeedContext) -> str:
    """Who sends the alerts, as CAP names it: the host of the authority."""
    return context.settings.authority.partition(",")[0]


def sent_messages(context: FeedContext) -> tuple[Message, ...]:
    """The messages of all alerts, the newest first."""
    found = [message for alert in context.alerts for message in _messages(alert, context)]
    return tuple(sorted(found, key=lambda message: (message.sent, message.name), reverse=True))


def _messages(alert: AlertRecord, context: FeedContext) -> list[Message]:
    """An Alert, an Update for each change, and a Cancel if it ended before its time: then it expires."""
    last = alert.revisions[-1]
    steps = [("Update" if number else "Alert", each.at, each) for number, each in enumerate(alert.revisions)]
    if alert.ended and alert.ended < last.ends:
        steps.append(("Cancel", alert.ended, last))
    messages: list[Message] = []
    for number, (kind, sent, revision) in enumerate(steps, start=1):
        name = f"{alert.starts:%Y-%m-%d-%H%M}-{number}"
        identifier = f"{sender(context)}-{name}"
        messages.append(Message(kind, name, identifier, sent, alert.starts, revision, tuple(messages)))
    return messages


def alert_files(contexts: Sequence[FeedContext], digest: Callable[..., str]) -> Iterator[FeedFile]:
    """The index and every message, of all editions together."""
    first, messages = contexts[0], sent_messages(contexts[0])
    names = ("feeds.cap_title", "feeds.alert_ended", "alert.info", "alert.warning", "alert.urgent")
    phrases = [(each.publisher, [each.edition.phrases[name] for name in names]) for each in contexts]
    areas = [(each.language, each.contact, each.area, each.area_names) for each in contexts]
    base = digest(phrases, areas, first.settings.authority, first.urls.site_url)
    yield FeedFile(
        first.urls.url(INDEX), "application/atom+xml", digest(base, messages), partial(_index, contexts)
    )
    for message in messages:
        compose = partial(_message, message, contexts)
        yield FeedFile(first.urls.url(message.path), CAP_TYPE, digest(base, message), compose)


def _index(contexts: Sequence[FeedContext]) -> bytes:
    from plugins.feeds.cap import write_index

    return write_index(contexts)


def _message(message: Message, contexts: Sequence[FeedContext]) -> bytes:
    from plugins.feeds.cap import write_message

    return write_message(message, contexts)
