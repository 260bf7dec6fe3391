"""Regions in an edition: their pages' data, and the tables of what is known of them, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from msgspec import Struct, field

from plugins.content.regions import nearest
from plugins.diagnostics.problem import Problem, advice, problem
from plugins.figures.prose import Reference, unknown_figure
from plugins.i18n.telephones import link_telephones
from plugins.model.edition import Region, RegionLink
from plugins.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.content.answer_checks import AnswerWords
    from plugins.content.card_registry import CardRegistry
    from plugins.content.citations import Citations
    from plugins.content.links import LinkResolver
    from plugins.content.regions import RegionData, RegionFact, RegionFile, RegionQuestion
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.citation import AsOf, Citation
    from plugins.model.document import FigureReference
    from plugins.model.edition import Edition
    from plugins.model.partial_date import PartialDate


OTHERS = "*"
"""Stands for the regions that a table does not name."""


class RowHead(NamedTuple):
    """The first cell of a row as HTML, and the region that the row is about."""

    html: str
    region: str = ""


class RegionTables(Struct, frozen=True):
    """Renders what is known of regions; problems with links and figures in it are added to `problems`.

    If the section `is_off`, there are none, and items may still name theirs.
    """

    data: RegionData
    citations: Citations
    links: LinkResolver
    cards: CardRegistry
    phrases: Mapping[str, Phrases]
    problems: list[Problem] = field(default_factory=list)
    is_off: bool = False

    def region_links(self, code: str) -> dict[str, RegionLink]:
        """The links to the regions of an edition, by id, in the order of their names."""
        found = [
            RegionLink(each.id, each.name[code], self.links.urls.listing(code, f"regions/{each.id}"))
            for each in self.data.regions.values()
            if code in each.name
        ]
        return {link.id: link for link in sorted(found, key=lambda link: _collated(link.name))}

    def regions(self, edition: Edition) -> tuple[Region, ...]:
        """The regions of an edition."""
        code = edition.language.code
        return tuple(self._region(self.data.regions[key], edition) for key in self.region_links(code))

    def _region(self, region: RegionFile, edition: Edition) -> Region:
        code, phrases = edition.language.code, edition.phrases
        name = region.name[code]
        spoken = (self.phrases[each].language for each in self.phrases if each in region.name)
        return Region(
            id=region.id,
            name=name,
            short=region.short.get(code) or name,
            title=region.title.get(code) or phrases.text("regions.one", region=name),
            lead=self._words(region.lead.get(code, ""), region.path, region.lines.get("lead", 1), code),
            url=self.links.urls.listing(code, f"regions/{region.id}"),
            text=Text.from_html(self._region_table(region, code)),
            cards=tuple(self._cards(region, code)),
            teasers=edition.listed_by_region.get(region.id, ()),
            languages=tuple(spoken),
        )

    def _region_table(self, region: RegionFile, code: str) -> str:
        """Every question with the region's answer, and then those without: what a reader can do instead."""
        known = [each for each in self.data.questions.values() if _is_known(region.facts.get(each.key))]
        unknown = [each for each in self.data.questions.values() if each not in known]
        rows = (
            self._row(
                RowHead(_linked(question.name.get(code, ""), self._resolve(question.link, "", 1, code))),
                region.facts.get(question.key),
                question,
                code,
                region.path,
            )
            for question in (*known, *unknown)
        )
        return self._table("question", rows, code)

    def question_table(self, reference: FigureReference, path: str, code: str) -> str | Problem:
        """`{regions}question`: what is known of each region, and of the others nothing."""
        question = self.data.questions.get(reference.name)
        if question is None:
            known = nearest(reference.name, self.data.questions)
            return problem(path, reference.line, "region-question", typed=reference.name, nearest=known)
        links = self.region_links(code)
        told = [key for key in links if reference.name in self.data.regions[key].facts]
        rows = [
            self._row(
                RowHead(_linked(links[key].name, links[key].url), key),
                self.data.regions[key].facts[reference.name],
                question,
                code,
                self.data.regions[key].path,
            )
            for key in told
        ]
        if len(told) < len(links):
            others = RowHead(escape(self.phrases[code].text("regions.others")), OTHERS)
            rows.append(self._row(others, None, question, code, path))
        return self._table("region", rows, code)

    def dates(self, question: str) -> Iterator[PartialDate]:
        """The dates of all that is known of a question."""
        for region in self.data.regions.values():
            if fact := region.facts.get(question):
                date = fact.as_of or self.citations.newest(fact.sources)
                if date and not fact.is_unknown:
                    yield date

    def _table(self, first: str, rows: Iterable[str], code: str) -> str:
        text = self.phrases[code].text
        names = (text(f"regions.columns.{each}") for each in (first, "known", "as_of"))
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
        return (
            f'<table class="facts-table"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        )

    def _row(
        self, head: RowHead, fact: RegionFact | None, question: RegionQuestion, code: str, path: str
    ) -> str:
        is_unknown = fact is None or fact.is_unknown
        words = fact.text.get(code, "") if fact else ""
        if is_unknown:
            words = words or question.unknown.get(code, "")
        kind = ' class="gap"' if is_unknown else ""
        mine = f' data-region="{head.region}"' if head.region else ""
        cell = " ".join(filter(None, self._parts(words, fact, code, path)))
        return (
            f'<tr{kind}{mine}><th scope="row">{head.html}</th><td>{cell}</td>'
            f"<td>{self._as_of_cell(fact, code)}</td></tr>"
        )

    def _parts(self, words: str, fact: RegionFact | None, code: str, path: str) -> Iterator[str]:
        """What an answer's cell says, a part after the other."""
        text = self.phrases[code].text
        lines = fact.lines if fact else {}
        if fact is None or fact.is_unknown:
            yield f'<span class="unknown">{escape(text("regions.unknown"))}</span>'
        if words:
            customs, direction = self.phrases[code].telephones, self.phrases[code].language.direction
            yield link_telephones(self._words(words, path, lines.get("text", 1), code), customs, direction)
        url = self._resolve(fact.link, path, lines.get("link", 1), code) if fact else ""
        more = [_linked(text("regions.more"), url)] if url else []
        known = [key for key in fact.sources if key in self.citations.sources] if fact else []
        cited = [", ".join(_cited(self.citations.cite(key, code)) for key in known)] if known else []
        yield " · ".join(more + cited)

    def _as_of_cell(self, fact: RegionFact | None, code: str) -> str:
        if fact is None or not (fact.sources or fact.as_of):
            return ""
        date = fact.as_of or self.citations.newest(fact.sources)
        return render_as_of(self.citations.as_of(date, code), self.phrases[code])

    def _words(self, words: str, path: str, line: int, code: str) -> str:
        """A text with the figures that it names, and the site's name and number."""
        filled = self.phrases[code].fill_site_values(words)
        text, problems = self.cards.texts.figure_renderer.in_words(filled, path, line, code)
        self.problems.extend(problems)
        return text

    def _resolve(self, link: str, path: str, line: int, code: str) -> str:
        """The URL of a path in the content; a dead one is reported, if a file is named."""
        found = self.links.resolve(link, "", code) if link else ""
        if isinstance(found, str):
            return found
        if path:
            self.problems.append(problem(path, line, found[0], target=link, nearest=found[1]))
        return ""

    def check(self, bundles: Iterable[Bundle], words: Mapping[str, AnswerWords]) -> Iterator[Problem]:
        """Links of questions that lead nowhere, unknown regions of items, and facts that promise too much."""
        for question in self.data.questions.values():
            for code in self.phrases:
                self._resolve(question.link, self.data.path, question.line, code)
        for bundle in bundles:
            for document in bundle.documents.values():
                line = document.matter.lines.get("regions", 0)
                for typed in document.matter.regions if line else ():
                    if typed not in self.data.regions and not self.is_off:
                        near = nearest(typed, self.data.regions)
                        yield problem(document.path, line, "region-unknown", typed=typed, nearest=near)
        for region in self.data.regions.values():
            for fact in region.facts.values():
                yield from self._check_fact(fact, region, words)

    def _check_fact(
        self, fact: RegionFact, region: RegionFile, words: Mapping[str, AnswerWords]
    ) -> Iterator[Problem]:
        """A “yes” without a date, and the present tense for what is old."""
        date = fact.as_of or self.citations.newest(fact.sources)
        for code, text in fact.text.items():
            place = region.path, fact.lines.get("text", 1)
            start = " ".join(text.split()[:5])
            if date is None and fact.sources and words[code].agrees(text):
                yield problem(*place, "answer-undated", start=start)
            elif date and self.citations.is_old(date) and words[code].is_present(text):
                yield advice(*place, "answer-old", start=start, date=date)

    def _cards(self, region: RegionFile, code: str) -> Iterator[str]:
        renderer = self.cards.texts.figure_renderer
        for address in region.figures:
            card = renderer.figures.cards.get(address)
            if card is None:
                wrong = Reference(address, "natural", region.lines.get("figures", 1))
                self.problems.append(unknown_figure(wrong, renderer.figures, region.path))
            else:
                yield renderer.card_block(card, code, self.cards.links(card, code), "h3")


def render_as_of(as_of: AsOf, phrases: Phrases) -> str:
    """A date in words, and that it is more than a year ago, or that there is none."""
    if not as_of.date:
        return f'<span class="old">{escape(phrases["sources.undated"])}</span>'
    old = f', <span class="old">{escape(phrases["sources.old"])}</span>' if as_of.is_old else ""
    return f'<time datetime="{as_of.date}">{escape(as_of.words)}</time>{old}'


def _is_known(fact: RegionFact | None) -> bool:
    return fact is not None and not fact.is_unknown


def _linked(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


def _cited(source: Citation) -> str:
    language = f' hreflang="{source.language}"' if source.language else ""
    return (
        f'<a href="{escape(source.url)}"{language}>{escape(source.name)}</a>'
        if source.url
        else escape(source.name)
    )


def _collated(name: str) -> str:
    """A key that sorts accented letters next to their base letters: «ё» after «е»."""
    return normalize("NFD", name.casefold())
