"""Exports of other systems, made for the tests: thirty articles of no one's, in each system's own form."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from tests.images.sample_pictures import encode, photograph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 30
HOST = "https://old.example"
SUBJECTS = ("график", "запись", "линия", "клиника", "приём", "звонок", "отчёт", "совет", "ответ", "вопрос")
VERBS = ("меняется", "работает", "помогает", "начинается", "продолжается", "заканчивается")
PLACES = ("в посёлке", "на побережье", "за рекой", "у вокзала", "возле рынка")
WORDS = {"ru": ("Как позвонить", "Анна Орлова", "Подробнее"), "en": ("How to call", "Anna Orlova", "More")}
PHOTO = encode(photograph(60, 40))


class Article(Struct, frozen=True):
    """An article as a writer has it in mind: blocks of plain words, each with its kind."""

    number: int
    title: str
    day: dt.date
    blocks: tuple[tuple[str, object], ...]

    @property
    def slug(self) -> str:
        return f"article-{self.number}"

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(10, 30), dt.timezone(dt.timedelta(hours=3)))

    def words(self) -> Counter[str]:
        """The words that readers see; links and captions are not the same in every export."""
        seen = (_plain(content) for kind, content in self.blocks if kind not in {"photo", "link"})
        return Counter(words_in(" ".join((self.title, *seen))))


def words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _plain(content: object) -> str:
    if isinstance(content, str):
        return content
    return " ".join(map(_plain, content)) if isinstance(content, list | tuple) else ""


def sentence(number: int, turn: int = 0) -> str:
    subject = SUBJECTS[(number + turn) % len(SUBJECTS)].capitalize()
    return f"{subject} {VERBS[(number * 3 + turn) % len(VERBS)]} {PLACES[(number + turn * 2) % len(PLACES)]}."


def articles(language: str = "ru") -> list[Article]:
    return [article(number, language) for number in range(1, COUNT + 1)]


def english_sentence(number: int, turn: int = 0) -> str:
    return f"Sentence {'abcdefghij'[(number + turn) % 10]} stands here."


def article(number: int, language: str) -> Article:
    say = sentence if language == "ru" else english_sentence
    heading, speaker, more = WORDS[language]
    blocks: list[tuple[str, object]] = [("text", say(number)), ("text", f"{say(number, 1)} {say(number, 2)}")]
    extras: list[list[tuple[str, object]]] = [
        [("heading", heading), ("list", [say(number, 3), say(number, 4)])],
        [("quote", [say(number, 5), speaker])],
        [("table", [["Регион", "Звонков"], ["Побережье", "670"], ["Посёлок", "12 | 5"]])],
        [("link", [more, f"article-{number % COUNT + 1}"])],
        [
            ("text", "Наберите *122*1# или 2*3*4, это бесплатно."),
            ("text", "2022. Итоги года [черновик] <не тег> & {скобки}."),
        ],
        [("photo", f"photo-{number}.jpg")],
        [
            ("code", "for_each(x) { y * 2 }\n\n# not a heading"),
            ("numbered", [say(number, 6), say(number, 7)]),
        ],
    ]
    for place in (number % 7, (number * 3 + 1) % 7):
        blocks += extras[place]
    title = f"{'Материал' if language == 'ru' else 'Article'} {number}: #{number}"
    return Article(number, title, dt.date(2022, 1, 1) + dt.timedelta(days=number * 9), tuple(blocks))


def as_html(each: Article, href: Callable[[str], str], photo: Callable[[str], str]) -> str:
    return "\n\n".join(_html_block(kind, content, href, photo) for kind, content in each.blocks)


def _html_block(  # noqa: PLR0911 - a table of kinds
    kind: str,
    content: Any,  # noqa: ANN401 - of any kind
    href: Callable[[str], str],
    photo: Callable[[str], str],
) -> str:
    match kind, content:
        case "heading", str(words):
            return f"<h1>{escape(words)}</h1>"
        case (("list" | "numbered"), [*entries]):
            tag = "ul" if kind == "list" else "ol"
            inner = "".join(f"<li><p>{escape(entry)}</p></li>" for entry in entries)
            return f"<{tag}>{inner}</{tag}>"
        case "quote", [words, name]:
            return f"<blockquote><p>{escape(words)}</p><cite>{escape(name)}</cite></blockquote>"
        case "table", [*rows]:
            lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
            return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
        case "link", [words, target]:
            return f'<p><a href="{href(target)}">{escape(words)}</a></p>'
        case "photo", str(name):
            picture = f'<img src="{photo(name)}" alt="Вид из окна">'
            return f"<figure>{picture}<figcaption>Подпись</figcaption></figure>"
        case "code", str(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case _:
            return f"<p>{escape(str(content), quote=False)}</p>"


def as_markdown(each: Article, href: Callable[[str], str], photo: Callable[[str], str]) -> str:
    return "\n\n".join(_markdown_block(kind, content, href, photo) for kind, content in each.blocks) + "\n"


def _markdown_block(  # noqa: PLR0911 - a table of kinds
    kind: str,
    content: Any,  # noqa: ANN401 - of any kind
    href: Callable[[str], str],
    photo: Callable[[str], str],
) -> str:
    match kind, content:
        case "heading", str(words):
            return f"{words}\n======"
        case "list", [*entries]:
            return "\n".join(f"* {entry}\n\n  Ещё." for entry in entries)
        case "numbered", [*entries]:
            return "\n".join(f"{place}) {entry}" for place, entry in enumerate(entries, 5))
        case "quote", [words, name]:
            return f"> {words}\n>\n> — {name}"
        case "table", [*rows]:
            lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
            return "\n".join([f"| {lines[0]} |", "| --- | --- |", *(f"| {line} |" for line in lines[1:])])
        case "link", [words, target]:
            return f"[{words}]({href(target)})"
        case "photo", str(name):
            return photo(name)
        case "code", str(text):
            return f"~~~ python\n{text}\n~~~"
        case _:
            return re.sub(r"([\[\]<{&])", r"\\\1", re.sub(r"^(\d+)\.", r"\1\\.", str(content)))


def write_wordpress(folder: Path) -> Path:
    uploads = folder / "wp-content" / "uploads" / "2022" / "12"
    uploads.mkdir(parents=True)
    entries = []
    for each in articles():
        (uploads / f"photo-{each.number}.jpg").write_bytes(PHOTO)
        link = (
            f"{HOST}/2022/12/{each.slug}/"
            if each.number % 3
            else f"{HOST}/{quote('новости')}/{each.slug}.html"
        )
        html = as_html(
            each,
            lambda name: f"{HOST}/?p={name.rpartition('-')[2]}",
            lambda name: f"{HOST}/wp-content/uploads/2022/12/{name}",
        )
        entries.append(_wordpress_item(each, link, html))
    attachment = (
        f"<item><title>Вид</title><wp:post_id>900</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{HOST}/wp-content/uploads/2022/12/photo-1.jpg</wp:attachment_url></item>"
    )
    (folder / "export.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old</title>'
        f"<link>{HOST}</link><language>ru-RU</language><wp:base_blog_url>{HOST}</wp:base_blog_url>"
        "<wp:author><wp:author_login>anna</wp:author_login>"
        "<wp:author_display_name>Анна Орлова</wp:author_display_name></wp:author>"
        f"{attachment}{''.join(entries)}</channel></rss>",
        encoding="utf-8",
    )
    return folder


def _wordpress_item(each: Article, link: str, html: str) -> str:
    return (
        f"<item><title><![CDATA[{each.title}]]></title><link>{link}</link><dc:creator>anna</dc:creator>"
        f"<content:encoded><![CDATA[{html}]]></content:encoded>"
        "<excerpt:encoded><![CDATA[Коротко.]]></excerpt:encoded>"
        f"<wp:post_id>{each.number}</wp:post_id><wp:post_date>{each.day} 10:30:00</wp:post_date>"
        f"<wp:post_date_gmt>{each.day} 07:30:00</wp:post_date_gmt><wp:post_name>{each.slug}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        '<category domain="category" nicename="health"><![CDATA[Здоровье]]></category>'
        '<category domain="post_tag" nicename="news"><![CDATA[Побережье]]></category></item>'
    )


def write_hugo(folder: Path) -> Path:
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(f'baseURL = "{HOST}/"\ndefaultContentLanguage = "ru"\n')
    for each in articles():
        for code in ("ru", "en") if each.number % 3 == 0 else ("ru",):
            text = article(each.number, code)
            bundle = posts / each.slug
            bundle.mkdir(exist_ok=True)
            (bundle / f"photo-{each.number}.jpg").write_bytes(PHOTO)
            body = as_markdown(
                text,
                lambda name: '{{< ref "posts/' + name + '" >}}',
                lambda name: '{{< figure src="' + name + '" alt="Вид" caption="Подпись" >}}',
            )
            suffix = "" if code == "ru" else f".{code}"
            values = (
                f'title = {json.dumps(text.title)}\ndate = {text.moment.isoformat()}\ntags = ["Здоровье"]'
            )
            (bundle / f"index{suffix}.md").write_text(f"+++\n{values}\n+++\n\n{body}", encoding="utf-8")
    return folder


def write_jekyll(folder: Path) -> Path:
    (folder / "_posts").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "_config.yml").write_text(f"url: {HOST}\n")
    known = {each.slug: each for each in articles()}
    for each in known.values():
        (folder / "assets" / f"photo-{each.number}.jpg").write_bytes(PHOTO)
        body = as_markdown(
            each,
            lambda name: "{% post_url " + f"{known[name].day}-{name}" + " %}",
            lambda name: "![Вид]({{ site.baseurl }}/assets/" + name + "){: .wide}",
        )
        title = json.dumps(each.title, ensure_ascii=False)
        head = f"---\nlayout: post\ntitle: {title}\ncategories: [Здоровье]\n---\n"
        (folder / "_posts" / f"{each.day}-{each.slug}.md").write_text(f"{head}\n{body}", encoding="utf-8")
    return folder


def write_pelican(folder: Path) -> Path:
    (folder / "content" / "images").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(f'SITEURL = "{HOST}"\n')
    for each in articles():
        (folder / "content" / "images" / f"photo-{each.number}.jpg").write_bytes(PHOTO)
        body = as_markdown(
            each,
            lambda name: "{filename}" + name + ".md",
            lambda name: "![Вид]({static}/images/" + name + ")",
        )
        head = f"Title: {each.title}\nDate: {each.day} 10:30\nCategory: Здоровье\nSlug: {each.slug}\n"
        head += "Author: Анна Орлова\n"
        (folder / "content" / f"{each.slug}.md").write_text(f"{head}\n{body}", encoding="utf-8")
    return folder


def write_markdown(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for each in articles():
        (folder / f"photo-{each.number}.jpg").write_bytes(PHOTO)
        body = as_markdown(each, lambda name: f"{name}.md", lambda name: f"![Вид из окна]({name})")
        text = f"---\ndate: {each.day}\n---\n# {each.title}\n\n{body}"
        (folder / f"{each.slug}.md").write_text(text, encoding="utf-8")
    return folder


def write_telegram(folder: Path) -> Path:
    (folder / "photos").mkdir(parents=True)
    messages: list[dict[str, object]] = [{"id": 0, "type": "service", "action": "create_channel"}]
    for each in articles():
        name = f"photos/photo-{each.number}.jpg"
        (folder / name).write_bytes(PHOTO)
        lines = "\n\n".join(
            _plain(content).replace("\n", " ")
            for kind, content in each.blocks
            if kind not in {"photo", "link"}
        )
        entities: list[object] = [
            {"type": "bold", "text": each.title},
            f"\n\n{lines}\n\n",
            {"type": "text_link", "text": "Подробнее", "href": "https://example.org/more"},
        ]
        messages.append(
            {
                "id": each.number,
                "type": "message",
                "date": f"{each.day}T10:30:00",
                "photo": name,
                "text": entities,
            }
        )
    export = {"name": "Old", "type": "public_channel", "messages": messages}
    (folder / "result.json").write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
    return folder


def write_rss(folder: Path) -> Path:
    folder.mkdir(parents=True)
    entries = []
    for each in articles():
        html = as_html(each, lambda name: f"{HOST}/{name}.html", lambda name: f"{HOST}/{name}")
        entries.append(
            f"<item><title>{escape(each.title)}</title><link>{HOST}/{each.slug}.html</link>"
            f"<pubDate>{each.moment:%a, %d %b %Y %H:%M:%S %z}</pubDate><category>Здоровье</category>"
            f"<description>{escape(html)}</description></item>"
        )
    feed = folder / "feed.xml"
    feed.write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Old</title><link>{HOST}</link>'
        f"<description>-</description><language>ru</language>{''.join(entries)}</channel></rss>",
        encoding="utf-8",
    )
    return feed


WRITERS: dict[str, Callable[[Path], Path]] = {
    "wordpress": write_wordpress,
    "hugo": write_hugo,
    "jekyll": write_jekyll,
    "pelican": write_pelican,
    "telegram": write_telegram,
    "rss": write_rss,
    "markdown": write_markdown,
}
