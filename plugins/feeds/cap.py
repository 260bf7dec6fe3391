"""Alerts for the programs of alert services: CAP 1.2 (OASIS) messages, and an Atom index of them.

docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html: each message is a file of its own and never changes;
what it says has an `info` block in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from plugins.content.links import is_external
from plugins.feeds.alert_files import CAP_TYPE, INDEX, sender, sent_messages
from plugins.feeds.feed import MEDIA_TYPES
from plugins.feeds.sanitize import single_line
from plugins.feeds.xml_formats import ATOM

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from plugins.feeds.alert_files import Message
    from plugins.feeds.feed import FeedContext

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
RISKS = {
    "info": ("Unknown", "Minor", "Observed"),
    "warning": ("Expected", "Moderate", "Observed"),
    "urgent": ("Immediate", "Severe", "Observed"),
}
"""Urgency, severity and certainty of each level."""
CATEGORY = "Other"
MAX_HEADLINE = 160
"""Characters; the standard says that devices may show no more."""


def write_message(message: Message, contexts: Sequence[FeedContext]) -> bytes:
    """The CAP document of a message."""
    root = etree.Element(f"{{{CAP}}}alert", nsmap={None: CAP})
    texts = {
        "identifier": message.identifier,
        "sender": sender(contexts[0]),
        "sent": _moment(message.sent),
        "status": "Actual",
        "msgType": message.kind,
        "scope": "Public",
        "references": " ".join(
            f"{sender(contexts[0])},{each.identifier},{_moment(each.sent)}" for each in message.earlier
        ),
    }
    _add_texts(root, texts)
    for context in contexts:
        if context.language in message.revision.texts:
            _add_info(root, message, context)
    return _document(root)


def _add_texts(parent: etree._Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text:
            etree.SubElement(parent, f"{{{CAP}}}{name}").text = text


def _moment(moment: dt.datetime) -> str:
    """Without fractions of seconds, UTC as `-00:00`."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "-00:00")


def _add_info(root: etree._Element, message: Message, context: FeedContext) -> None:
    revision, phrases = message.revision, context.edition.phrases
    text = single_line(revision.texts[context.language])
    ended = f"{phrases['feeds.alert_ended']}: " if message.kind == "Cancel" else ""
    urgency, severity, certainty = RISKS[revision.level]
    link = revision.urls.get(context.language, "") or context.urls.front(context.language)
    info = etree.SubElement(root, f"{{{CAP}}}info")
    _add_texts(
        info,
        {
            "language": context.language,
            "category": CATEGORY,
            "event": single_line(phrases[f"alert.{revision.level}"]),
            "responseType": "AllClear" if message.kind == "Cancel" else "",
            "urgency": "Past" if message.kind == "Cancel" else urgency,
            "severity": severity,
            "certainty": certainty,
            "effective": _moment(message.sent),
            "onset": _moment(message.starts),
            "expires": _moment(revision.ends),
            "senderName": context.publisher,
            "headline": f"{ended}{text}"[:MAX_HEADLINE],
            "description": f"{ended}{text}",
            "web": link if is_external(link) else context.urls.absolute(link),
            "contact": context.contact,
        },
    )
    area = etree.SubElement(info, f"{{{CAP}}}area")
    _add_texts(area, {"areaDesc": ", ".join(context.area_names) or context.publisher})
    for code in context.area:
        geocode = etree.SubElement(area, f"{{{CAP}}}geocode")
        _add_texts(geocode, {"valueName": "ISO3166-2" if "-" in code else "ISO3166-1", "value": code})


def write_index(contexts: Sequence[FeedContext]) -> bytes:
    """The Atom index: an entry for each message, the newest first, in the first language."""
    first = contexts[0]
    phrases, messages = first.edition.phrases, sent_messages(first)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", first.language)
    updated = max((message.sent for message in messages), default=first.settings.epoch)
    _add_atom(root, "id", f"tag:{first.settings.authority}:feeds/alerts")
    _add_atom(root, "title", single_line(phrases["feeds.cap_title"]))
    _add_atom(root, "updated", updated.isoformat())
    _add_atom(etree.SubElement(root, f"{{{ATOM}}}author"), "name", first.publisher)
    _add_link(root, "self", MEDIA_TYPES["atom.xml"], first.urls.absolute(first.urls.url(INDEX)))
    _add_link(root, "alternate", "text/html", first.urls.absolute(first.urls.front(first.language)))
    for message in messages:
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        text = next(iter(message.revision.texts.values()))
        text = single_line(message.revision.texts.get(first.language, text))
        _add_atom(entry, "id", f"tag:{first.settings.authority}:alerts/{message.name}")
        _add_atom(entry, "title", f"{message.kind}: {text}"[:MAX_HEADLINE])
        _add_atom(entry, "updated", message.sent.isoformat())
        _add_atom(entry, "published", message.sent.isoformat())
        _add_atom(entry, "summary", text)
        _add_link(entry, "alternate", CAP_TYPE, first.urls.absolute(first.urls.url(message.path)))
    return _document(root)


def _add_atom(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _add_link(parent: etree._Element, relation: str, media_type: str, url: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, type=media_type, href=url)


def _document(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
