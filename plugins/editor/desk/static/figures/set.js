// A set of figures: its title, sources and cards are edited, rows added, with the cards drawn as they would be.

import { api } from "../client.js";
import { go, href, say, setTitle } from "../desk.js";
import { forgetDraft, keepDraft, loadDraft } from "../draft_store.js";
import { t } from "../texts.js";
import { html, useEffect, useMemo, useState } from "../vendor.js";
import { SetCard } from "./card.js";
import { Delete } from "./delete.js";
import { Localized, Source, named } from "./fields.js";
import { isComplete } from "./row.js";

const LOOK_MS = 400;
const TABLE = "";

export function EditSet({ name }) {
  const [opened, setOpened] = useState(null);
  const [edited, setEdited] = useState(null);
  const [units, setUnits] = useState([]);
  const [failure, setFailure] = useState("");
  const [isRestored, setRestored] = useState(false);
  const load = () => api.get("figures/set", { name }).then(async (answer) => {
    const draft = await loadDraft(answer.path);
    setOpened(answer);
    setEdited(withChanges(answer, draft?.changes));
    setRestored(Boolean(draft));
  }, (error) => setFailure(error.message));
  const discard = () => forgetDraft(opened.path).then(load);
  useEffect(() => {
    load();
    api.get("figures/units").then((answer) => setUnits(answer.units), (error) => setFailure(error.message));
  }, [name]);
  if (failure) return html`<h1>${t("figures.title")}</h1><p class="notice error" role="alert">${failure}</p>
    <p><a href=${href(`site/figures/${name}.yaml`)}>${t("figures.as-written")}</a></p>
    <p><a href=${href("figures")}>${t("figures.title")}</a></p>`;
  if (!edited) return html`<h1>${t("figures.title")}</h1><p class="waiting" role="status">${t("desk.loading")}</p>`;
  const restored = isRestored && html`<p class="notice" role="status">${t("figures.set-restored")}
    <button type="button" onClick=${discard}>${t("figures.set-discard")}</button></p>`;
  return html`<${Form} opened=${opened} edited=${edited} setEdited=${setEdited} units=${units} reload=${load} restored=${restored} />`;
}

/** What the file says, with changes that were not saved; those of cards that are gone are left out. */
function withChanges(opened, changes = {}) {
  const merged = (before, now = {}) => Object.fromEntries(
    Object.keys({ ...before, ...now }).map((key) => [key, { ...before[key], ...now[key] }]));
  const ids = opened.cards.map((card) => card.id);
  const known = (found = {}) => Object.fromEntries(Object.entries(found).filter(([id]) => id === TABLE ? opened.table : ids.includes(id)));
  return {
    title: { ...opened.title, ...changes.title },
    sources: merged(opened.sources, changes.sources),
    cards: merged(fieldsOf(opened), known(changes.cards)),
    rows: known(changes.rows),
  };
}

function fieldsOf(opened) {
  return Object.fromEntries(opened.cards.map((card) => [card.id, card.fields]));
}

function Form({ opened, edited, setEdited, units, reload, restored }) {
  const changes = useMemo(() => changesOf(opened, edited), [opened, edited]);
  const isDirty = Object.keys(changes).length > 0;
  const lacking = Object.entries(edited.rows).some(([id, rows]) => rows.some((row) => !isComplete(row, formOf(opened, id))));
  const { sight, failure, looking } = useSight(opened, changes, lacking);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(null);
  const [deleting, setDeleting] = useState(null);
  useEffect(() => setTitle(named(opened.title)), [opened]);
  useEffect(() => {
    if (isDirty) keepDraft(opened.path, { changes });
    else forgetDraft(opened.path);
  }, [changes]);
  const set = (part) => { setRefusal(null); setEdited({ ...edited, ...part }); };
  const setSource = (key, fields) => set({ sources: { ...edited.sources, [key]: fields } });
  const setRows = (id, rows) => set({ rows: { ...edited.rows, [id]: rows } });
  const asked = { name: opened.name, state: opened.state };

  async function save(event) {
    event.preventDefault();
    setBusy(true);
    try {
      await api.post("figures/set/write", { ...asked, changes });
      await forgetDraft(opened.path);
      await reload();
      say(t("figures.set-saved"));
    } catch (error) {
      if (error.status === 409) await reload();
      setRefusal(error);
    }
    setBusy(false);
  }

  const shared = { opened, edited, units, sight, setRows, onDelete: setDeleting };
  return html`<p class="hint"><a href=${href("figures")}>${t("figures.title")}</a> / ${opened.path}</p>
    <h1>${named(opened.title)}</h1>
    ${restored}<p class="notice">${t("figures.set-about")}</p>
    <form class="set-form" onSubmit=${save}>
      <${Localized} label=${t("figures.set-title")} languages=${opened.languages} texts=${edited.title} required
        onChange=${(title) => set({ title })} />
      <section aria-labelledby="sources"><h2 id="sources">${t("figures.sources")}</h2>
        ${Object.entries(edited.sources).map(([key, fields]) => html`<${Source} key=${key} fields=${fields}
          languages=${opened.languages} isNew=${!(key in opened.sources)} onChange=${(next) => setSource(key, next)} />`)}
        <p><button type="button" onClick=${() => setSource(freeKey(edited.sources), { publisher: {}, title: {}, url: "", date: "", licence: "" })}>
          ${t("figures.source-add")}</button></p>
      </section>
      ${opened.table && html`<${SetCard} key=${TABLE} id=${TABLE} card=${null} form=${opened.table} ...${shared} />`}
      ${opened.cards.map((card) => html`<${SetCard} key=${card.id} id=${card.id} card=${card} form=${card.row} ...${shared}
        onFields=${(fields) => set({ cards: { ...edited.cards, [card.id]: fields } })} />`)}
      <p class="row"><a class="button" href=${href("figures/table", { set: opened.name })}>${t("figures.card-add")}</a>
        <button type="button" class="danger" onClick=${() => setDeleting({ card: "", title: named(opened.title) })}>${t("figures.set-delete")}</button></p>
      <div class="save-bar">
        <div role="status">${failure && html`<p class="notice error">${failure}</p>`}
          ${sight.problems.length > 0 && html`<ul class="notice error">${sight.problems.map((each) => html`<li key=${each.line + each.code}>${each.message}</li>`)}</ul>`}
          ${refusal && html`<div class="notice error"><p>${refusal.message}</p>
            <ul>${(refusal.answer.errors ?? []).map((each) => html`<li key=${each.path + each.line}>${each.path}, ${t("item.line", { line: each.line })}: ${each.message}</li>`)}</ul></div>`}
          <span class="hint">${t(lacking ? "figures.row-lacking" : looking ? "figures.drawing" : isDirty ? "figures.set-unsaved" : "figures.set-same")}</span></div>
        <button type="submit" class="primary" disabled=${!isDirty || lacking || busy}>${t("figures.set-save")}</button>
      </div>
    </form>
    ${deleting && html`<${Delete} asked=${asked} ...${deleting} onClose=${() => setDeleting(null)}
      onDone=${() => {
        if (deleting.card) reload();
        else forgetDraft(opened.path).then(() => go("figures"));
        say(t("figures.deleted"));
      }} />`}`;
}

function formOf(opened, id) {
  return id === TABLE ? opened.table : opened.cards.find((card) => card.id === id).row;
}

function freeKey(sources) {
  return `+${Object.keys(sources).length}`;
}

/** Only what differs from the file, field by field. */
function changesOf(opened, edited) {
  const only = (now, before = {}) => Object.fromEntries(
    Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])));
  const each = (now, before) => Object.fromEntries(
    Object.entries(now).map(([key, fields]) => [key, only(fields, before[key])]).filter(([, fields]) => Object.keys(fields).length));
  const parts = {
    title: only(edited.title, opened.title),
    sources: each(edited.sources, opened.sources),
    cards: each(edited.cards, fieldsOf(opened)),
    rows: Object.fromEntries(Object.entries(edited.rows).filter(([, rows]) => rows.length)),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => Object.keys(value).length));
}

/** The cards as they would be, drawn a moment after the last change. */
function useSight(opened, changes, lacking) {
  const [found, setFound] = useState({ sight: { pictures: {}, problems: [] }, failure: "" });
  const [looking, setLooking] = useState(true);
  useEffect(() => {
    if (lacking) return undefined;
    let current = true;
    setLooking(true);
    const finish = (next) => {
      if (!current) return;
      setFound(next);
      setLooking(false);
    };
    const timer = setTimeout(() => api.post("figures/set/look", { name: opened.name, changes }).then(
      (sight) => finish({ sight, failure: "" }),
      (error) => finish({ sight: found.sight, failure: error.message })), LOOK_MS);
    return () => { current = false; clearTimeout(timer); };
  }, [opened, changes, lacking]);
  return { ...found, looking };
}
