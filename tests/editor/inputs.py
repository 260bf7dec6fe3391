"""Valid and invalid editor input by name, as files added to the valid site."""

from __future__ import annotations

import io

from PIL import Image

ITEM = "news/2023-01-31-item"
RU, EN = f"{ITEM}/ru.md", f"{ITEM}/en.md"
QUESTION = "faq/calling/when/ru.md"
ALERT = "level: {level}\nfrom: {first}\nuntil: {last}\ntext: {text}\n"
BOTH = "{ru: Линия не работает, en: The line is down}"

Files = dict[str, str | bytes]


def item(matter: str = "", text: str = "Текст.", summary: str = "Коротко.", title: str = "Новость") -> str:
    """A news item with more front matter, or another text."""
    head = f"title: {title}\nsummary: {summary}\ntopics: [health]\n"
    return f"---\n{head}{matter and matter + chr(10)}---\n\n{text}\n"


def only_front_matter(matter: str, text: str = "Текст.") -> str:
    return f"---\n{matter}\n---\n\n{text}\n"


def faq_with_date(date: str) -> Files:
    return {QUESTION: f"---\ntitle: Когда?\ndate: {date}\n---\n\nВсегда.\n"}


def question(matter: str) -> str:
    return f"---\ntitle: Когда?\ndate: 2023-01-31\n{matter}\n---\n\nВсегда.\n"


def pair(russian: str, english: str, matter: str = "") -> Files:
    other = f"---\ntitle: News\nsummary: In brief.\n{matter and matter + chr(10)}---\n\n{english}\n"
    return {RU: item(text=russian), EN: other}


def alert(level: str = "warning", more: str = "", text: str = BOTH, **moments: str) -> Files:
    first, last = moments.get("first", "2026-11-01"), moments.get("last", "2026-12-01")
    return {"alert.yaml": ALERT.format(level=level, first=first, last=last, text=text) + more}


def topics(*lines: str) -> Files:
    return {"topics.yaml": "\n".join([*lines, "calling: {ru: Как звонить, en: Calling}", ""])}


def picture(width: int = 40) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, 30), "#245").save(content, "PNG")
    return content.getvalue()


KEYS: dict[str, Files] = {
    "a key with a slip": {RU: item("corections: []")},
    "a Russian key": {RU: only_front_matter("Заголовок: Новость\nsummary: Коротко.")},
    "a key in capitals": {RU: only_front_matter("Title: Новость\nsummary: Коротко.")},
    "another site's key": {RU: item("tags: [health]")},
    "a switch for drafts": {RU: item("draft: true")},
    "a key for the address": {RU: item("slug: novost")},
    "a key nobody knows": {RU: item("цвет: красный")},
    "no title": {RU: only_front_matter("summary: Коротко.")},
    "an empty title": {RU: only_front_matter("title:\nsummary: Коротко.")},
    "a list for a title": {RU: only_front_matter("title: [раз, два]\nsummary: Коротко.")},
    "a key twice": {RU: item("title: Другая")},
    "a colon in a title": {RU: only_front_matter("title: Итоги: год\nsummary: Коротко.")},
    "a quotation mark left open": {RU: only_front_matter('title: "Итоги\nsummary: Коротко.')},
    "a tab": {RU: only_front_matter("title: Новость\ncorrections:\n\t- x")},
    "an anchor": {RU: only_front_matter("title: &a Новость\nsummary: Коротко.")},
    "no front matter": {RU: "Просто текст.\n"},
    "front matter left open": {RU: "---\ntitle: Новость\n\nТекст.\n"},
    "front matter without keys": {RU: only_front_matter("Новость")},
    "a topic that is none": {RU: only_front_matter("title: Новость\nsummary: Коротко.\ntopics: [helth]")},
    "topics without brackets": {RU: only_front_matter("title: Новость\nsummary: Коротко.\ntopics: health")},
    "a topic in Russian": {RU: only_front_matter("title: Новость\nsummary: Коротко.\ntopics: [Здоровье]")},
    "a topic twice": {RU: only_front_matter("title: Новость\nsummary: Коротко.\ntopics: [health, health]")},
    "a status in Russian": {RU: item("status: черновик")},
    "a status with a slip": {RU: item("status: Draft")},
    "withdrawn without a reason": {RU: item("status: withdrawn")},
    "a card without a set": {RU: item("card: calls")},
    "an hour that is none": {RU: item('time: "25:00"')},
    "a correction without a day": {RU: item("corrections: [исправили]")},
    "an identity of two words": {RU: item("id: one two")},
    "a date beside the folder's": {RU: item("date: 2023-01-31")},
}
DATES: dict[str, Files] = {
    "a date of two readings": faq_with_date("05.06.2023"),
    "a date with slashes": faq_with_date("05/06/2023"),
    "a date day first": faq_with_date("20.01.2023"),
    "a date in words": faq_with_date("20 января 2023"),
    "a date in English words": faq_with_date("January 20, 2023"),
    "a day that is none": faq_with_date("30.02.2023"),
    "a month that is none": faq_with_date("2023-13-01"),
    "a month misspelt": faq_with_date("20 янвобря 2023"),
    "a date with an hour": faq_with_date("2023-01-20 10:30"),
    "no date but a word": faq_with_date("вчера"),
    "a year alone": faq_with_date("2023"),
    "a year that is too late": faq_with_date("9999-12-31"),
    "a year that is too early": faq_with_date("0001-01-01"),
    "news in a year that is too late": {"news/9999-12-31-item/ru.md": item()},
    "a change in the future": {RU: item("updated: 2032-01-10")},
    "a change before the item": {RU: item("updated: 2023-01-30")},
    "a correction in the future": {RU: item("corrections: [{date: 2032-01-10, text: Число}]")},
    "a correction before the item": {RU: item("corrections: [{date: 2023-01-30, text: Число}]")},
    "a review in the future": {QUESTION: question("reviewed: 2026-11-23")},
    "a review before the answer": {QUESTION: question("reviewed: 2023-01-30")},
    "changes on the item's day and today": {RU: item("updated: 2023-01-31\nreviewed: 2026-11-22")},
    "a change in the future in the translation": pair("Раз.", "One.", "updated: 2032-01-10"),
    "a change before the item in the translation": pair("Раз.", "One.", "updated: 2022-01-10"),
    "a change of a scheduled item on its day": {
        "news/2030-01-31-item/ru.md": item("updated: 2030-01-31"),
    },
    "a change after a scheduled item": {"news/2030-01-31-item/ru.md": item("updated: 2030-02-01")},
}
PLACES: dict[str, Files] = {
    "news without a day": {"news/item/ru.md": item()},
    "news on a day that is none": {"news/2023-02-30-item/ru.md": item()},
    "news with a short month": {"news/2023-1-31-item/ru.md": item()},
    "a summary of no year": {"summaries/last/ru.md": only_front_matter("title: Итоги\nsummary: Коротко.")},
    "a question without a topic": {"faq/free/ru.md": only_front_matter("title: Вопрос?\ndate: 2023-01-31")},
    "a folder in capitals": {"Contacts/ru.md": only_front_matter("title: Контакты")},
    "a language the site has not": {f"{ITEM}/fr.md": item()},
    "a document of another program": {RU: item(), f"{ITEM}/plan.docx": b"PK"},
    "a text outside folders": {"ru.md": item()},
    "a text that is not UTF-8": {RU: "---\ntitle: Новость\n---\nТекст.".encode("cp1251")},
    "an empty file": {RU: ""},
    "a topic that is no address": topics("health: {ru: Здоровье, en: Health}", "Звонки: {ru: а, en: b}"),
    "a topic without an English name": topics("health: {ru: Здоровье}"),
}
TEXTS: dict[str, Files] = {
    "a link to nowhere": {RU: item(text="[Год](/news/2022-12-30-year/).")},
    "a link without an address": {RU: item(text="[Год]().")},
    "a link without words": {RU: item(text="[](/news/).")},
    "a link that runs a program": {RU: item(text="[Год](javascript:alert(1)).")},
    "an anchor that is not there": {RU: item(text="[Год](/summaries/2022/#цены).")},
    "a picture that is not there": {RU: item(text="![Карта](map.png)")},
    "a picture without words": {RU: item(text="![](map.png)"), f"{ITEM}/map.png": picture()},
    "a picture called like its file": {RU: item(text="![map.png](map.png)"), f"{ITEM}/map.png": picture()},
    "a picture from elsewhere": {RU: item(text="![Карта](https://example.org/map.png)")},
    "a picture that nothing shows": {RU: item(), f"{ITEM}/map.png": picture()},
    "a heading of the page": {RU: item(text="# Новость\n\nТекст.")},
    "a heading that skips a level": {RU: item(text="## Раз\n\nТекст.\n\n#### Два\n\nТекст.")},
    "a script": {RU: item(text="<script>alert(1)</script>")},
    "a tag left open": {RU: item(text="<b>Текст.")},
    "a box that is none": {RU: item(text='!!! danger "Внимание"\n    Текст.')},
    "a footnote without a text": {RU: item(text="Текст[^1].")},
    "a footnote nobody calls": {RU: item(text="Текст.\n\n[^1]: Сноска.")},
    "a character nobody sees": {RU: item(text="Те\u0007кст.")},
    "a character that turns the writing": {RU: item(text="Те\u202eкст.")},
    "a figure with a space": {RU: item(text="Звонков: {figure} russia-2022.calls")},
    "a figure nobody wrote": {RU: item(text="Звонков: {figure}russia-1922.calls.")},
}
ADVICE: dict[str, Files] = {
    "English quotation marks": {RU: item(text="Линия “122” работает.")},
    "two kinds of quotation marks": {RU: item(text='Линия «122» и линия "112".')},
    "a hyphen for a dash": {RU: item(text="Линия -это помощь.")},
    "two spaces": {RU: item(text="Линия  работает.")},
    "a space before a comma": {RU: item(text="Линия , которая работает.")},
    "no space after a comma": {RU: item(text="Линия,которая работает.")},
    "a word twice": {RU: item(text="Линия линия работает.")},
    "a long title": {RU: item(title="Линия работает " * 8)},
    "a long summary": {RU: item(summary="Линия работает и днём. " * 15)},
    "no summary": {RU: only_front_matter("title: Новость\ntopics: [health]")},
    "a long sentence": {RU: item(text="Линия работает " * 21 + ".")},
    "a Latin letter in a Russian word": {RU: item(text="Линия рaботает.")},
    "a Latin letter for a Russian word": {RU: item(text="Звонок c телефона.")},
    "a Russian letter in an English word": pair("Линия.", "The line wоrks."),
    "a misspelt Russian word": {RU: item(text="Привевка от гриппа.")},
    "a misspelt English word": pair("Линия.", "The line wroks."),
    "a title that is taken": {RU: item(title="Год в цифрах")},
}
PAIRS: dict[str, Files] = {
    "another number": pair("Звонков: 1,5 млн.", "Calls: 1.6 million."),
    "another day": pair("Это было 30 декабря 2022 года.", "It was on 31 December 2022."),
    "another telephone": pair("Номер 8-800-101-0035.", "The number is 8-800-101-0036."),
    "another hour": pair("Линия работает с 9:00.", "The line works from 10:00."),
    "a number that is missing": pair("Звонков: 26 000.", "There were calls."),
    "a link that is missing": pair("Ещё: [итоги](/summaries/2022/).", "No more."),
    "the same facts": pair("1,5 млн, 30 декабря 2022 года.", "1.5 million, 30 December 2022."),
    "a difference with a reason": pair("Звонков: 5.", "Calls: 6.", "parity: off, it was corrected"),
    "a difference without a reason": pair("Звонков: 5.", "Calls: 6.", "parity: 'off'"),
    "a translation that lags behind": pair("Другой текст.", "A text.", "translated_from: 11111111 22222222"),
}
ALERTS: dict[str, Files] = {
    "an alert": alert(),
    "an alert of no level": alert(level="red"),
    "an alert in one language": alert(text="{ru: Линия не работает}"),
    "an alert that ends before it begins": alert(last="2026-10-01"),
    "an alert that is over": alert(first="2026-10-01", last="2026-11-01 08:00"),
    "an alert of two readings": alert(first="05.06.2026 08:00"),
    "an alert with a key of its own": alert(more="colour: red\n"),
    "an alert that leads nowhere": alert(more="link: /nowhere/\n"),
    "an alert for ever": alert(last="9999-12-31 23:59"),
    "an alert since ever": alert(first="0001-01-01"),
    "an alert that is a text": {"alert.yaml": "Линия не работает\n"},
}
INPUTS = {**KEYS, **DATES, **PLACES, **TEXTS, **ADVICE, **PAIRS, **ALERTS}
