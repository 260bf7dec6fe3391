"""A channel exported from Telegram Desktop as JSON: `result.json` with a folder of photos."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from plugins.editor.importing.source_folder import MAX_FILE_BYTES, SourceError
from plugins.editor.importing.source_item import ImportNote, SourceContent, SourceItem, parse_typed_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editor.importing.source_folder import SourceFolder

    Message = dict[str, Any]

TAGS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "blockquote": "blockquote",
}
MAX_TITLE = 100
"""Characters; a longer first line stays in the text, and its beginning becomes the title."""


def read_telegram(source: SourceFolder) -> SourceContent:
    """The messages of a channel, an album as one; service messages are noted."""
    path = source.file or "result.json"
    try:
        export = json.loads(source.read(path, MAX_FILE_BYTES))
    except (ValueError, RecursionError) as error:
        raise SourceError("import-broken", path=path, reason=error) from error
    messages = export.get("messages") if isinstance(export, dict) else None
    if not isinstance(messages, list):
        raise SourceError("import-kind", path=path, kind="telegram")
    content = SourceContent([])
    for group in _albums(messages, content.notes):
        if item := _read_item(group, path.rpartition("/")[0], content.notes):
            content.items.append(item)
    if not content.items:
        raise SourceError("import-empty", path=source.shown)
    return content


def _albums(messages: list[Any], notes: list[ImportNote]) -> Iterator[list[Message]]:
    """Messages; photos of the same second without a text of their own belong to the one before."""
    group: list[Message] = []
    for message in messages:
        if not isinstance(message, dict) or message.get("type") != "message":
            kind = str(message.get("action") or "?") if isinstance(message, dict) else "?"
            notes.append(ImportNote(_name(message), "service-message", kind))
            continue
        same_second = group and message.get("date") == group[0].get("date")
        if same_second and message.get("photo") and not message.get("text"):
            group.append(message)
            continue
        if group:
            yield group
        group = [message]
    if group:
        yield group


def _name(message: object) -> str:
    return f"#{message.get('id', '?')}" if isinstance(message, dict) else "?"


def _read_item(group: list[Message], folder: str, notes: list[ImportNote]) -> SourceItem | None:
    first, name = group[0], _name(group[0])
    text = "".join(_html(part) for part in _parts(first.get("text_entities") or first.get("text")))
    plain = "".join(
        str(part.get("text", "")) for part in _parts(first.get("text_entities") or first.get("text"))
    )
    pictures = [str(each["photo"]) for each in group if isinstance(each.get("photo"), str)]
    files = (str(each.get("file_name") or each["file"]) for each in group if each.get("file"))
    notes += [ImportNote(name, "file-left", file) for file in files]
    text += _poll(first)
    if not plain.strip() and not pictures and not _poll(first):
        notes.append(ImportNote(name, "empty"))
        return None
    title, body = _split_title(plain, text)
    shown = "".join(f'<figure><img src="{escape(path)}" alt=""></figure>' for path in pictures)
    forwarded = first.get("forwarded_from")
    return SourceItem(
        name=name,
        title=title or name,
        html=_paragraphs(body) + shown,
        slug=title or f"message {first.get('id', '')}",
        published=parse_typed_moment(str(first.get("date", ""))),
        updated=parse_typed_moment(str(first.get("edited", ""))),
        authors=tuple(str(each) for each in (first.get("author") or forwarded,) if each),
        tags=tuple(
            each["text"].lstrip("#")
            for each in _parts(first.get("text_entities"))
            if each.get("type") == "hashtag"
        ),
        folder=folder,
        pair=name,
    )


def _parts(text: object) -> Iterator[Message]:
    for part in text if isinstance(text, list) else [text]:
        if isinstance(part, dict):
            yield {**part, "text": str(part.get("text", ""))}
        elif part:
            yield {"type": "plain", "text": str(part)}


def _html(part: Message) -> str:
    words, kind = escape(part["text"]), part.get("type")
    if kind == "text_link" and part.get("href"):
        return f'<a href="{escape(str(part["href"]))}">{words}</a>'
    if kind == "link":
        address = words if "://" in words else f"https://{words}"
        return f'<a href="{address}">{words}</a>'
    if kind == "email":
        return f'<a href="mailto:{words}">{words}</a>'
    if kind == "pre":
        return f"<pre>{words}</pre>"
    tag = TAGS.get(str(kind))
    return f"<{tag}>{words}</{tag}>" if tag and words.strip() else words


def _poll(message: Message) -> str:
    poll = message.get("poll")
    if not isinstance(poll, dict):
        return ""
    answers = "".join(
        f"<li>{escape(str(each.get('text', '')))}: {each.get('voters', 0)}</li>"
        for each in poll.get("answers", ())
        if isinstance(each, dict)
    )
    return f"<p>{escape(str(poll.get('question', '')))}</p><ul>{answers}</ul>"


def _split_title(plain: str, html: str) -> tuple[str, str]:
    """The first line as the title, and the HTML below it; a long first line stays."""
    first, _, rest = plain.strip().partition("\n")
    first = " ".join(first.split())
    if len(first) <= MAX_TITLE and rest.strip():
        marked, _, below = html.strip().partition("\n")
        # A mark that opens in the first line and closes below it holds more than the title.
        if marked.count("<") - marked.count("</") * 2 == 0:
            return first, below
    if len(first) <= MAX_TITLE:
        return first, html if rest.strip() else ""
    return f"{first[:MAX_TITLE].rpartition(' ')[0] or first[:MAX_TITLE]}…", html


def _paragraphs(html: str) -> str:
    blocks = (block.strip().replace("\n", "<br>") for block in html.split("\n\n"))
    return "".join(f"<p>{block}</p>" for block in blocks if block)
