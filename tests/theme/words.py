"""What the sample pages say."""

from __future__ import annotations

from typing import Any

TABLE = (
    "<table><thead><tr><th>{0}</th><th>{1}</th></tr></thead>"
    "<tbody><tr><td>{2}</td><td>862\u00a0900</td></tr><tr><td>{3}</td><td>1\u00a0100\u00a0000</td></tr></tbody></table>"
)

RU_HEADINGS = ["Вся страна", "Регионы", "Якутия", "Чего мы не знаем"]
EN_HEADINGS = ["The whole country", "Regions", "Yakutia", "What we do not know"]


def _html(headings: list[str], paragraph: str, table: str) -> str:
    chapters = (f'<h2 id="h{n}">{words}</h2><p>{paragraph}</p>' for n, words in enumerate(headings, start=1))
    return (
        "".join(chapters)
        + table
        + f'<ul><li>{headings[0]}</li><li><a href="https://example.org/">{headings[1]}</a></li></ul>'
    )


WORDS: dict[str, dict[str, Any]] = {
    "ru": {
        "title": "Колл-центр 122 — главное за 2022 год",
        "titles": [
            "Больше 59 миллионов звонков за год",
            "Вологодская область: о чём спрашивали в январе",
            "Мурманская область: больше 150 тысяч звонков за два года",
            "Поликлиники Якутска переходят на круглосуточную работу",
        ],
        "summary": "На номер 122 в 2022 году позвонили больше 59 миллионов раз. Пик пришёлся на февраль.",
        "html": _html(
            RU_HEADINGS,
            "В 2022 году в колл-центры службы поступило более 59 млн звонков, а с осени 2020 года — более "
            "107 млн. Пик пришёлся на февраль, на волну «омикрона».",
            TABLE.format("Регион", "Звонков за 2021 год", "Татарстан", "Приморье"),
        ),
        "headings": RU_HEADINGS,
        "correction": "Исправлено название региона.",
        "author": "Анна Орлова",
        "statistics": "Цифры",
        "health": "Здоровье",
        "regions": "Регионы",
        "front": "122: коротко о главном",
        "news": "Новости",
        "topic": "Здоровье",
        "topics": "Темы",
        "summaries": "Итоги по годам",
        "faq": "Вопросы и ответы",
        "faq_topic": "Что такое 122",
        "page": "О сайте",
        "not_found": "Такой страницы нет",
        "redirect": "Страница переехала",
        "faq_topics": {
            "what": (
                "Что такое 122",
                ["Что такое 122?", "Чем 122 отличается от 112?", "Когда он появился?"],
            ),
            "calling": ("Как позвонить", ["Звонок на 122 бесплатный?", "В какие часы отвечает 122?"]),
            "help": ("С чем помогают", ["Можно ли по 122 записаться к врачу или на вакцинацию?"]),
            "answers": ("Откуда берутся ответы", ["Кто готовит ответы для операторов 122?"]),
            "unknown": ("Что неизвестно", ["Сколько стоит звонок на 122 в Якутии и когда там отвечают?"]),
        },
    },
    "en": {
        "title": "The 122 call centre: the year 2022 in brief",
        "titles": [
            "More than 59 million calls in a year",
            "Vologda region: what people asked in January",
            "Murmansk region: more than 150 thousand calls in two years",
            "Yakutsk’s clinics begin to work round the clock",
        ],
        "summary": "The number 122 was called more than 59 million times in 2022. The peak came in February.",
        "html": _html(
            EN_HEADINGS,
            "In 2022 the service’s call centres took more than 59 million calls, and more than 107 million "
            "since the autumn of 2020. The peak came in February, with the Omicron wave.",
            TABLE.format("Region", "Calls in 2021", "Tatarstan", "Primorye"),
        ),
        "headings": EN_HEADINGS,
        "correction": "The region’s name has been corrected.",
        "author": "Anna Orlova",
        "statistics": "Figures",
        "health": "Health",
        "regions": "Regions",
        "front": "122 in brief",
        "news": "News",
        "topic": "Health",
        "topics": "Topics",
        "summaries": "Year by year",
        "faq": "Questions and answers",
        "faq_topic": "What 122 is",
        "page": "About the site",
        "not_found": "There is no such page",
        "redirect": "The page has moved",
        "faq_topics": {
            "what": ("What 122 is", ["What is 122?", "How does 122 differ from 112?", "When did 122 begin?"]),
            "calling": ("Calling 122", ["Is a call to 122 free?", "When does 122 answer?"]),
            "help": ("What 122 helps with", ["Can I book a doctor or a vaccination through 122?"]),
            "answers": ("Where the answers come from", ["Who prepares the answers for operators?"]),
            "unknown": (
                "What is not known",
                ["What does a call cost in Yakutia, and when is it answered?"],
            ),
        },
    },
}
