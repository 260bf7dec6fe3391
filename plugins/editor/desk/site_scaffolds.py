"""What a new file of the site begins with: the keys it can have, explained in its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.citations import SOURCE_SCHEMA
from plugins.content.regions import FACT_SCHEMA, QUESTION_SCHEMA, REGION_SCHEMA
from plugins.diagnostics.field_reader import UNWRITTEN
from plugins.diagnostics.yaml_prose import quoted
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.site_file_kinds import SiteFile, SiteFileKind
from plugins.editor.handbook import key_descriptions
from plugins.editor.init import PHRASES, compose_site, phrase_file
from plugins.editor.new import own_units
from plugins.editor.report import load_ui_text
from plugins.editor.site_answers import DEFAULTS, SiteAnswers
from plugins.site.run import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.regions import RegionQuestion
    from plugins.diagnostics.schema import Schema
    from plugins.editor.report import UiText

EXAMPLES = ROOT / "examples"
SAMPLE_KEYS = {SiteFileKind.SOURCES: "herald-2022", SiteFileKind.QUESTIONS: "hours"}


class Scaffolds(Struct, frozen=True):
    """Makes the texts of new files; comments are in the words of `texts`."""

    options: BuildOptions
    questions: Mapping[str, RegionQuestion]
    texts: UiText

    def compose(self, file: SiteFile, names: Mapping[str, str]) -> str:
        """The text of a new file; `names` are those of a region by language."""
        kind = file.kind
        if kind in {SiteFileKind.SITE, SiteFileKind.TOPICS}:
            return self._of_a_site(file.path)
        if kind is SiteFileKind.PHRASES:
            return phrase_file(file.language, self.options.theme / PHRASES, EXAMPLES)
        if kind is SiteFileKind.FIGURE_PHRASES:
            return self.options.figure_phrases.theme.text(self._language_of_figures(file.language))
        return "\n".join([*self._comment(kind), *self._lines(kind, names)]) + "\n"

    def _of_a_site(self, path: str) -> str:
        """A file as a new site has it, in the languages and the zone of this one."""
        codes = self.options.languages
        answers = SiteAnswers(
            number=UNWRITTEN,
            name=[f"{code}={UNWRITTEN}" for code in codes],
            languages=", ".join(codes),
            timezone=self.options.zone.key,
            url=DEFAULTS["url"],
        )
        words = load_ui_text(self.texts.language.code)
        return compose_site(answers, words, self.options.theme, EXAMPLES, self.options.now).files[path]

    def _language_of_figures(self, code: str) -> str:
        known = self.options.figure_phrases.theme.languages
        return code if code in known else known[0]

    def _lines(self, kind: SiteFileKind, names: Mapping[str, str]) -> Iterator[str]:
        if kind is SiteFileKind.UNITS:
            yield f"title: {self._localized('site.units-title')}"
            yield own_units(self.options).strip()
        elif kind is SiteFileKind.SOURCES:
            yield from self._sample(kind, SOURCE_SCHEMA, "source-keys", "source.")
        elif kind is SiteFileKind.QUESTIONS:
            yield from self._sample(kind, QUESTION_SCHEMA, "region-keys", "questions.")
        elif kind is SiteFileKind.REGION:
            yield from self._region(names)

    def _comment(self, kind: SiteFileKind) -> Iterator[str]:
        key = f"site.scaffold-{kind}"
        if key in self.texts.entries:
            yield from (f"# {line}" for line in self.texts.text(key).split("\n"))

    def _sample(self, kind: SiteFileKind, schema: Schema, table: str, prefix: str) -> Iterator[str]:
        """An entry as a comment, with all keys that it can have."""
        yield f"# {SAMPLE_KEYS[kind]}:"
        yield from (f"#   {line}" for line in self._keys(schema, table, prefix))

    def _keys(self, schema: Schema, table: str, prefix: str) -> Iterator[str]:
        described = key_descriptions(self.texts.language.code)[table]
        for key in schema.keys:
            if each := described.get(prefix + key):
                yield f"{each['example']}  # {each['what'].replace('`', '')}"

    def _region(self, names: Mapping[str, str]) -> Iterator[str]:
        written = {code: names.get(code, "").strip() or UNWRITTEN for code in self.options.languages}
        yield f"name: {{{', '.join(f'{code}: {quoted(name)}' for code, name in written.items())}}}"
        for line in self._keys(REGION_SCHEMA, "region-keys", "region."):
            if not line.startswith(("name:", "facts:")):
                yield f"# {line}"
        yield "facts:"
        for key, question in self.questions.items():
            name = question.name.get(self.texts.language.code) or next(iter(question.name.values()), key)
            yield f"  # {name}"
            yield f"  # {key}:"
            for line in self._keys(FACT_SCHEMA, "region-keys", "region.facts."):
                if line.startswith(("text:", "sources:")):
                    yield f"  #   {line.partition('  # ')[0]}"

    def _localized(self, key: str) -> str:
        """A text of the desk in every language of the site that the desk speaks, else in English."""
        codes = self.options.languages
        words = {code: load_desk_texts(code if code in desk_languages() else "en") for code in codes}
        return f"{{{', '.join(f'{code}: {quoted(each.text(key))}' for code, each in words.items())}}}"
