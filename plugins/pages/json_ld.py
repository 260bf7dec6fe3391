"""JSON-LD of a page: schema.org with the properties that Google's guides require.

The publisher is never stated to be the hotline: the number is the contact point of the service described.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from plugins.model.contact import ContactKind
from plugins.model.document import GONE, NOTICED, Status
from plugins.pages.page_views import (
    FaqTopicView,
    FigureSetView,
    FrontView,
    ItemView,
    PageView,
    RegionView,
    SummaryView,
)
from plugins.pages.safe_html import safe_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.model.config import SiteConfig
    from plugins.model.contact import Contact
    from plugins.model.document import Correction
    from plugins.model.edition import Item, Picture
    from plugins.pages.views import Site, View

CHANNEL_PROPERTIES = {
    ContactKind.CALL: "servicePhone",
    ContactKind.TTY: "servicePhone",
    ContactKind.SMS: "serviceSmsNumber",
}
WORK_TYPES = {ItemView: "NewsArticle", SummaryView: "Article", PageView: "WebPage"}
WORK_STATUSES = {Status.CHECKING: "Under review", Status.OBSOLETE: "Obsolete", Status.WITHDRAWN: "Withdrawn"}
"""By https://schema.org/creativeWorkStatus, which asks for words."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BLOCKS = "blockquote|caption|details|div|d[dt]|fig(?:ure|caption)|h[1-6]|li|ol|p|pre|summary|table|t[dhr]|ul"
END_OF_BLOCK = re.compile(rf"(?=</(?:{BLOCKS})>)|(?<=<br>)")
CARD_LINKS = re.compile(r'<details class="figure-card-links">.*?</details>')
Thing = dict[str, Any]


def json_ld(view: View, site: Site) -> str:
    """The page's JSON-LD, safe inside a `script` element; empty if there is none."""
    things = [*_subject(view, site), *_breadcrumb(view, site)]
    if not things or not view.indexed:
        return ""
    document = {"@context": "https://schema.org", "@graph": things}
    return msgspec.json.encode(document).decode().replace("<", "\\u003c")


def _subject(view: View, site: Site) -> list[Thing]:
    match view:
        case FrontView():
            return [_web_site(view, site), *_announcement(site)]
        case ItemView():
            return [_creative_work(view, site)]
        case FigureSetView():
            return [{name: value for name, value in view.dataset.items() if name != "@context"}]
        case RegionView():
            return [_region(view, site)]
        case FaqTopicView() if any(item.status not in NOTICED for item in view.questions):
            return [_faq_page(view, site)]
    return []


def _web_site(view: FrontView, site: Site) -> Thing:
    return {
        "@type": "WebSite",
        "@id": f"{_front_url(site)}#site",
        "name": site.phrases["site.name"],
        "description": view.description,
        "url": _front_url(site),
        "inLanguage": site.language.code,
        "publisher": _publisher(site),
        "about": _service(site),
    }


def _announcement(site: Site) -> list[Thing]:
    """The alert in force (https://schema.org/SpecialAnnouncement)."""
    alert = site.alert
    if alert is None:
        return []
    areas = [{"@type": "AdministrativeArea", "name": area} for area in site.config.area]
    announcement: Thing = {
        "@type": "SpecialAnnouncement",
        "name": f"{site.phrases[f'alert.{alert.level}']}: {alert.text}",
        "text": alert.text,
        "inLanguage": site.language.code,
        "datePosted": alert.starts.isoformat(),
        "expires": alert.ends.isoformat(),
        "url": _front_url(site),
        "publisher": _publisher(site),
    }
    if areas:
        announcement["spatialCoverage"] = _one_or_all(areas)
    if alert.url:
        is_own = alert.url.startswith("/")
        announcement["newsUpdatesAndGuidelines"] = site.urls.absolute(alert.url) if is_own else alert.url
    return [announcement]


def _faq_page(view: FaqTopicView, site: Site) -> Thing:
    """The answers that hold: search engines would show a doubted one without its notice."""
    questions = [
        {
            "@type": "Question",
            "name": item.title,
            "url": site.urls.absolute(item.url),
            "acceptedAnswer": _answer(item),
        }
        for item in view.questions
        if item.status not in NOTICED
    ]
    return {"@type": "FAQPage", "inLanguage": site.language.code, "mainEntity": questions}


def _answer(item: Item) -> Thing:
    """The short answer, which is whole in itself, or else the text: the page need not carry it twice."""
    words = item.summary or text_content(item.html)
    cited = [source.url for source in item.sources if source.url]
    return {"@type": "Answer", "text": words} | ({"citation": cited} if cited else {})


def _region(view: RegionView, site: Site) -> Thing:
    address = site.urls.absolute(view.canonical)
    return {
        "@type": "WebPage",
        "name": view.title,
        "description": view.description,
        "url": address,
        "inLanguage": site.language.code,
        "about": {
            **_service(site),
            "areaServed": {"@type": "AdministrativeArea", "name": view.region.name},
        },
        "publisher": _publisher(site),
    }


def _creative_work(view: ItemView, site: Site) -> Thing:
    """A text with dates, publisher and pictures (else its share picture); unknown values are left out."""
    item, address = view.item, site.urls.absolute(view.canonical)
    publisher = _publisher(site)
    pictures = item.pictures or tuple(each for each in (view.share or site.card,) if each)
    written: Thing = {
        "@type": WORK_TYPES[type(view)],
        "name" if isinstance(view, PageView) else "headline": item.title,
        "description": item.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": item.language.code,
        "datePublished": item.published.isoformat() if item.published else "",
        "dateModified": item.changed.isoformat() if item.changed else "",
        "creativeWorkStatus": WORK_STATUSES.get(item.status, ""),
        "correction": [_correction(note) for note in item.corrections if item.status not in GONE],
        "image": [_image(picture, site) for picture in pictures],
        "author": [{"@type": "Person", "name": name} for name in item.authors] or publisher,
        "publisher": publisher,
    }
    return {name: value for name, value in written.items() if value}


def _correction(note: Correction) -> Thing:
    return {"@type": "CorrectionComment", "datePublished": note.date.isoformat(), "text": note.text}


def _image(picture: Picture, site: Site) -> str | Thing:
    url = site.urls.absolute(picture.url)
    if not picture.credit:
        return url
    return {"@type": "ImageObject", "url": url, "contentUrl": url, "creditText": picture.credit}


def _breadcrumb(view: View, site: Site) -> list[Thing]:
    steps = [(crumb.name, crumb.url) for crumb in view.breadcrumb]
    if not steps:
        return []
    if steps[-1][1] != view.url:
        steps.append((view.title, view.canonical))
    places = [
        {"@type": "ListItem", "position": place, "name": name, "item": site.urls.absolute(url)}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": places}]


def _publisher(site: Site) -> Thing:
    logo = site.config.brand.logo
    channels = [channel.url for channel in site.config.channels]
    return {
        "@type": "Organization",
        "@id": f"{_front_url(site)}#publisher",
        "name": site.phrases["site.name"],
        "url": _front_url(site),
        "logo": site.urls.absolute(site.urls.url(logo.path if logo else "static/icon-512.png")),
        **({"sameAs": channels} if channels else {}),
    }


def _service(site: Site) -> Thing:
    channels = [_channel(contact, site.config) for contact in site.config.contacts]
    return {
        "@type": "Service",
        "name": site.config.main.show,
        **_area(site.config),
        "availableChannel": _one_or_all(channels),
    }


def _channel(contact: Contact, config: SiteConfig) -> Thing:
    """How the service is reached through a contact; only telephones have a contact point."""
    place = CHANNEL_PROPERTIES.get(contact.kind)
    if place is None:
        return {"@type": "ServiceChannel", "serviceUrl": contact.url}
    point = {
        "@type": "ContactPoint",
        "telephone": contact.dial,
        "contactType": "customer service",
        **_area(config),
        **_opening_hours(config),
    }
    return {"@type": "ServiceChannel", place: point}


def _area(config: SiteConfig) -> Thing:
    return {"areaServed": _one_or_all(config.area)} if config.area else {}


def _opening_hours(config: SiteConfig) -> Thing:
    found = []
    for opening in config.hours.opening if config.hours else ():
        days, _, clocks = opening.partition(" ")
        opens, _, closes = clocks.partition("-")
        found.append(
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{day}" for day in _weekdays(days)],
                "opens": opens,
                "closes": closes.replace("24:00", "23:59"),
            }
        )
    return {"hoursAvailable": found} if found else {}


def _weekdays(days: str) -> list[str]:
    """The names of days such as `Mo-Fr,Su`; a range may pass the end of the week."""
    short, named = [name[:2] for name in WEEKDAYS], []
    for part in days.split(","):
        first, _, last = part.partition("-")
        start = short.index(first)
        count = (short.index(last or first) - start) % len(WEEKDAYS) + 1
        named += [WEEKDAYS[(start + each) % len(WEEKDAYS)] for each in range(count)]
    return named


def _one_or_all(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)


def _front_url(site: Site) -> str:
    return site.urls.absolute(site.front)


def text_content(html: str) -> str:
    """The words of HTML, blocks separated by spaces; the links to a card's files are no words of a text."""
    return str(safe_html(END_OF_BLOCK.sub(" ", CARD_LINKS.sub(" ", html))).striptags())
