"""How a hotline is reached: contacts, the emergency number, hours."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

from msgspec import Struct

NO_BREAK_SPACE = "\u00a0"
Texts = dict[str, str]
"""A text by the code of its language."""


class ContactKind(StrEnum):
    """How readers reach the hotline."""

    CALL = "call"
    SMS = "sms"
    TTY = "tty"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    CHAT = "chat"
    MAIL = "mail"


PHONE_KINDS = frozenset({ContactKind.CALL, ContactKind.SMS, ContactKind.TTY, ContactKind.WHATSAPP})
SCHEMES = {
    ContactKind.CALL: "tel:",
    ContactKind.TTY: "tel:",
    ContactKind.SMS: "sms:",
    ContactKind.WHATSAPP: "https://wa.me/",
    ContactKind.TELEGRAM: "https://t.me/",
    ContactKind.CHAT: "",
    ContactKind.MAIL: "mailto:",
}
"""What the address of a contact begins with."""


class Contact(Struct, frozen=True, kw_only=True):
    """A way to reach the hotline.

    `show` is what readers see; `dial` is what a link opens: digits with `+`, `*` or `#`, a user name, a mail
    address or a URL. `short` has at most four characters, for icons. `label` replaces the theme's link text.
    """

    kind: ContactKind
    show: str
    dial: str
    short: str = ""
    label: Texts = {}

    @property
    def text(self) -> str:
        """What readers see, on one line."""
        return self.show.replace(" ", NO_BREAK_SPACE)

    @property
    def url(self) -> str:
        """The address of a link: `tel:`, `sms:`, `mailto:` or `https:`."""
        dial = self.dial.removeprefix("+") if self.kind is ContactKind.WHATSAPP else self.dial
        if self.kind is ContactKind.CHAT:
            return dial
        return SCHEMES[self.kind] + quote(dial, safe="+*@")


class Emergency(Struct, frozen=True, kw_only=True):
    """The emergency number, and what it is for by language."""

    show: str
    dial: str
    text: Texts

    @property
    def number(self) -> str:
        """What readers see, on one line."""
        return self.show.replace(" ", NO_BREAK_SPACE)

    @property
    def url(self) -> str:
        """The address of a link."""
        return f"tel:{quote(self.dial, safe='+*')}"


class Hours(Struct, frozen=True, kw_only=True):
    """When the line is open: words by language, and schema.org `openingHours` such as `Mo-Fr 09:00-17:00`."""

    text: Texts
    opening: tuple[str, ...] = ()
