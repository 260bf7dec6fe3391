"""What may happen to a site between two builds; each edit is told its place and a source of chance."""

from __future__ import annotations

import io
import os
import shutil
from typing import TYPE_CHECKING

from PIL import Image

from plugins.build.cache import FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.incremental.workplace import Workplace

    Edit = Callable[[Workplace, Random], None]


def documents(place: Workplace, pattern: str = "news/*-news-*/*.md") -> list[Path]:
    """The articles that edits may do anything with."""
    return sorted(place.content.glob(pattern))


def replace(file: Path, old: str, new: str) -> None:
    """Other words in a file."""
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def say_more(place: Workplace, chance: Random) -> None:
    with chance.choice(documents(place, "**/??.md")).open("a", encoding="utf-8") as file:
        file.write(f"\nЕщё одно предложение / One more sentence {chance.choice('abcdefgh')}.\n")


def retitle(place: Workplace, chance: Random) -> None:
    replace(chance.choice(documents(place)), 'title: "', f'title: "{chance.choice("АБВГД")} ')


def other_topics(place: Workplace, chance: Random) -> None:
    replace(chance.choice(documents(place, "news/*-news-*/ru.md")), "topics: [", "topics: [youth, ")


def other_time(place: Workplace, chance: Random) -> None:
    replace(chance.choice(documents(place, "news/*-news-*/ru.md")), 'time: "', 'time: "09:01" # ')


def draft(place: Workplace, chance: Random) -> None:
    replace(chance.choice(documents(place)), "---\n", "---\nstatus: draft\n")


def correct(place: Workplace, chance: Random) -> None:
    day = chance.randint(10, 28)
    text = f"---\ncorrections: [{{date: 2024-03-{day}, text: Исправлено}}]\n"
    replace(chance.choice(documents(place)), "---\n", text)


def give_status(place: Workplace, chance: Random) -> None:
    status = chance.choice(("checking", "obsolete", "withdrawn"))
    lines = f"---\nstatus: {status}\nsince: 2024-04-{chance.randint(10, 28)} 10:00\nreason: Причина\n"
    replace(chance.choice(documents(place, "news/*-news-*/ru.md")), "---\n", lines)


def merge(place: Workplace, chance: Random) -> None:
    bundles = documents(place, "news/*-news-*/ru.md")
    if len(bundles) > 1:
        one, other = chance.sample(bundles, 2)
        target = other.parent.relative_to(place.content).as_posix()
        replace(one, "---\n", f"---\nstatus: merged\nmerged_into: {target}\n")


def move(place: Workplace, chance: Random) -> None:
    bundle = chance.choice(documents(place, "news/*-news-*/ru.md")).parent
    old = bundle.relative_to(place.content)
    replace(bundle / "ru.md", "---\n", f"---\nmoved_from: /{old}/\n")
    bundle.rename(bundle.with_name(f"{bundle.name}-{chance.randint(0, 999)}"))


def add(place: Workplace, chance: Random) -> None:
    source = chance.choice(documents(place, "news/*-news-*/ru.md")).parent
    name = f"2024-0{chance.randint(1, 9)}-{chance.randint(10, 28)}-news-{chance.randint(0, 99_999)}"
    shutil.copytree(source, source.with_name(name))


def delete(place: Workplace, chance: Random) -> None:
    bundles = documents(place, "news/*-news-*/ru.md")
    if len(bundles) > 1:
        shutil.rmtree(chance.choice(bundles).parent)


def untranslate(place: Workplace, chance: Random) -> None:
    others = documents(place, "news/*-news-*/en.md")
    if others:
        chance.choice(others).unlink()


def illustrate(place: Workplace, chance: Random) -> None:
    bundle = chance.choice(documents(place, "news/*-news-*/ru.md")).parent
    colour, picture = chance.choice(["navy", "teal", "maroon"]), io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(picture, "PNG")
    new = not (bundle / "photo.png").exists()
    (bundle / "photo.png").write_bytes(picture.getvalue())
    if new:
        for file in bundle.glob("*.md"):
            with file.open("a", encoding="utf-8") as text:
                text.write("\n![Операторы на смене / Operators on duty](photo.png)\n")


def figure(place: Workplace, chance: Random) -> None:
    file = chance.choice(sorted(place.content.glob("figures/*.yaml")))
    replace(file, "en: ", f"en: {chance.choice('XYZ')}")


def phrase(place: Workplace, chance: Random) -> None:
    words = place.folder / "theme" / "phrases" / f"{chance.choice(['ru', 'en'])}.toml"
    replace(words, 'skip = "', f'skip = "{chance.choice("KLMN")}')


def template(place: Workplace, chance: Random) -> None:
    file = chance.choice(sorted((place.folder / "theme" / "templates").rglob("*.html")))
    with file.open("a", encoding="utf-8") as text:
        text.write(f"<!-- {chance.randint(0, 9)} -->\n")


def style(place: Workplace, chance: Random) -> None:
    file = chance.choice(sorted((place.folder / "theme" / "static" / "css").glob("*.css")))
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n.made-up-{chance.randint(0, 9)} {{ color: red }}\n")


def topic_name(place: Workplace, chance: Random) -> None:
    replace(place.content / "topics.yaml", "en: ", f"en: {chance.choice('QRST')}")


def setting(place: Workplace, chance: Random) -> None:
    place.settings["SITEURL"] = chance.choice(["https://122.example", "https://o.example/122"])
    place.settings["DEFAULT_PAGINATION"] = chance.choice([5, 20])


def break_(place: Workplace, chance: Random) -> None:
    replace(chance.choice(documents(place)), "---\n", "---\nsumary: x\n")


def mend(place: Workplace, _chance: Random) -> None:
    for file in documents(place):
        replace(file, "sumary: x\n", "")


def touch(place: Workplace, chance: Random) -> None:
    for file in chance.sample(documents(place), 3):
        os.utime(file)


def damage_cache(place: Workplace, chance: Random) -> None:
    """Some bits of a cache file are flipped, or half of it is missing."""
    files = sorted(path for path in place.cache.rglob("*") if path.is_file() and path.stat().st_size)
    if not files:
        return
    file = chance.choice([place.cache / FILE, chance.choice(files)])
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice([3, 300])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content[: chance.choice([len(content), len(content) // 2])])


def forget(place: Workplace, _chance: Random) -> None:
    (place.cache / FILE).unlink(missing_ok=True)


def spoil_output(place: Workplace, chance: Random) -> None:
    """The same length, the same date: only the time of change tells."""
    pages = sorted(place.output.rglob("*.html"))
    if not pages:
        return
    page = chance.choice(pages)
    before, content = page.stat(), page.read_bytes()
    page.write_bytes(content[:-1] + b" ")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))


def lose_output(place: Workplace, chance: Random) -> None:
    pages = sorted(place.output.rglob("*.html"))
    if pages:
        chance.choice(pages).unlink()


def nothing(_place: Workplace, _chance: Random) -> None:
    """A build after no edit."""


EDITS: tuple[Edit, ...] = (
    say_more, say_more, retitle, other_topics, other_time, draft, correct, give_status, merge, move, add,
    delete, untranslate, illustrate, figure, phrase, template, style, topic_name, setting, break_, mend, mend,
    mend, touch, damage_cache, forget, spoil_output, lose_output, nothing,
)  # fmt: skip
