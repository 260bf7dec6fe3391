"""Reads contacts and the emergency number: what is shown, and what is dialled, which must be the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.schema import Field, Schema
from plugins.model.contact import PHONE_KINDS, Contact, ContactKind, Emergency

if TYPE_CHECKING:
    from collections.abc import Mapping

SEPARATORS = re.compile(r"[\s()./\u2010-\u2013-]+")
DIAL = re.compile(r"\+?[0-9*#]{2,18}")
INTERNATIONAL = re.compile(r"\+[0-9]{7,15}")
TRUNK_ZERO = "(0)"
"""The trunk prefix that is not dialled after a country code."""
KEYS = {2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ"}
KEYPAD = {ord(letter): str(key) for key, letters in KEYS.items() for letter in letters}
"""Letters on telephone keys (ITU-T E.161)."""
NOT_DIGIT = re.compile(r"\D")
MAX_SHORT = 4
FORMS: Mapping[ContactKind, re.Pattern[str]] = {
    ContactKind.CALL: DIAL,
    ContactKind.SMS: DIAL,
    ContactKind.TTY: DIAL,
    ContactKind.WHATSAPP: INTERNATIONAL,
    ContactKind.TELEGRAM: re.compile(r"[A-Za-z]\w{3,31}", re.ASCII),
    ContactKind.CHAT: re.compile(r"https://\S+"),
    ContactKind.MAIL: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
}
"""What a link to a contact of a kind can open."""


def _read_short(fields: FieldReader, key: str) -> str | None:
    text = fields.one_line(key)
    if len(text) > MAX_SHORT:
        fields.report(key, "site-short", typed=text, most=MAX_SHORT)
        return None
    return text or None


CONTACT_SCHEMA = Schema(
    (
        Field("kind", lambda fields, key: fields.choice(key, ContactKind), missing="field-missing"),
        Field("show", FieldReader.one_line, missing="field-missing"),
        Field("dial", FieldReader.one_line),
        Field("dial_reason", FieldReader.one_line),
        Field("short", _read_short),
        Field("label", FieldReader.localized),
    ),
    aliases={
        **dict.fromkeys(("number", "phone", "display", "text", "номер"), "show"),
        **dict.fromkeys(("tel", "link", "href", "url", "address"), "dial"),
        **dict.fromkeys(("type",), "kind"),
        **dict.fromkeys(("icon",), "short"),
        **dict.fromkeys(("reason", "why", "because"), "dial_reason"),
    },
)
EMERGENCY_SCHEMA = Schema(
    (
        Field("show", FieldReader.one_line, missing="field-missing"),
        Field("text", FieldReader.localized, missing="field-missing-texts"),
        Field("dial", FieldReader.one_line),
        Field("dial_reason", FieldReader.one_line),
    ),
    aliases={"number": "show", "phone": "show", "words": "text", "label": "text"},
)


def read_contact(fields: FieldReader) -> Contact | None:
    """A contact; None if its problems have been reported."""
    values = fields.read(CONTACT_SCHEMA)
    if not {"kind", "show"} <= values.keys():
        return None
    kind, show = values["kind"], values["show"]
    dial = _read_dial(fields, kind, show, values.get("dial", ""), explained="dial_reason" in values)
    if dial is None:
        return None
    short = values.get("short") or (show if len(show) <= MAX_SHORT else "")
    return Contact(kind=kind, show=show, dial=dial, short=short, label=values.get("label", {}))


def read_emergency(fields: FieldReader, key: str) -> Emergency | None:
    """The emergency number; None if its problems have been reported."""
    inner = fields.mapping(key)
    values = inner.read(EMERGENCY_SCHEMA)
    if not {"show", "text"} <= values.keys():
        return None
    explained = "dial_reason" in values
    dial = _read_dial(inner, ContactKind.CALL, values["show"], values.get("dial", ""), explained=explained)
    return Emergency(show=values["show"], dial=dial, text=values["text"]) if dial else None


def _read_dial(
    fields: FieldReader, kind: ContactKind, show: str, typed: str, *, explained: bool
) -> str | None:
    """What the link opens, from what is shown if it is not given; reports it if the two differ."""
    dial = SEPARATORS.sub("", typed) if kind in PHONE_KINDS else typed.removeprefix("@")
    dial = dial or dial_from_shown(kind, show)
    if not FORMS[kind].fullmatch(dial):
        fields.report("dial" if typed else "show", f"site-dial-{_form_name(kind)}", typed=typed or show)
        return None
    if typed and kind is not ContactKind.CHAT and not explained and not _is_same(kind, show, dial):
        fields.report("dial", "site-dial-differs", shown=show, dialled=dial)
        return None
    return dial


def _form_name(kind: ContactKind) -> str:
    return "phone" if kind in PHONE_KINDS - {ContactKind.WHATSAPP} else kind.value


def dial_from_shown(kind: ContactKind, show: str) -> str:
    """What a link opens for what is shown; not in the right form where that cannot be known."""
    if kind in PHONE_KINDS:
        return SEPARATORS.sub("", show.replace(TRUNK_ZERO, "") if show.startswith("+") else show)
    return show.removeprefix("@")


def _is_same(kind: ContactKind, show: str, dial: str) -> bool:
    """Whether what is shown is what is dialled: letters count as the keys they are on."""
    if kind not in PHONE_KINDS:
        return dial_from_shown(kind, show) == dial
    keys = dial_from_shown(kind, show.upper()).translate(KEYPAD)
    return NOT_DIGIT.sub("", keys) == NOT_DIGIT.sub("", dial)
