// A picture for an item: taken from a file, stored beside the texts, and inserted with its description.

import { api } from "../client.js";
import { say } from "../desk.js";
import { languageName, t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";
import { DeletePicture, DeletedPictures } from "./delete_picture.js";
import { Dialog, closeDialog } from "./dialog.js";
import { insertBlock } from "./insert.js";
import { cursorPlace, insertAfter, placeIn } from "./places.js";

/** The picture files of a drop or of the clipboard. */
export function pictureFiles(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/") || /\.(heic|heif)$/i.test(file.name));
}

/** Whether the words of a dropped file go into the text. */
export function isText(file) {
  return file.type.startsWith("text/") || /\.(?:md|markdown|txt|csv|tsv)$/i.test(file.name);
}

/** Have the picture of a drop or of the clipboard taken; false if it has no file, or only what `isTaken` says is taken elsewhere. */
export function takeFiles(transfer, onPicture, isTaken = () => false) {
  const [picture, ...more] = pictureFiles(transfer);
  const other = [...(transfer?.files ?? [])].find((file) => !isTaken(file));
  if (more.length) say(t("pictures.one-at-a-time", { name: picture.name }), "error");
  if (picture) onPicture(picture);
  else if (other) say(t("pictures.no-picture", { name: other.name }), "error");
  return Boolean(picture ?? other);
}

/** Store a file or take one that is there, describe it in every language, insert it. `file` was dropped or pasted. */
export function PictureDialog({ part, model, file, onClose }) {
  const [name, setName] = useState("");
  const [stored, setStored] = useState(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const [alts, setAlts] = useState({});
  const [captions, setCaptions] = useState({});
  const [deleting, setDeleting] = useState(false);
  const [trash, setTrash] = useState({ pictures: [], days: 0, latest: "", restored: "", said: "" });
  const chooser = useRef(null);

  async function store(found) {
    setBusy(true);
    setRefused("");
    try {
      const made = await api.upload("pictures", found, { bundle: model.bundle, name: found.name });
      model.pictures = [...model.pictures, made.name].sort();
      setStored(made);
      setName(made.name);
      if (made.author) setCaptions((typed) => ({ ...credits(made.author), ...typed }));
    } catch (error) {
      setRefused(error.message);
    }
    setBusy(false);
  }

  const credits = (author) => Object.fromEntries(model.written.map(({ code }) => [code, `© ${author}`]));

  useEffect(() => { if (file) store(file); }, [file]);
  useEffect(() => {
    api.get("pictures/deleted", { bundle: model.bundle }).then((found) => setTrash((now) => ({ ...now, ...found })), () => {});
  }, []);
  useEffect(() => { if (trash.restored) chooser.current?.focus(); }, [trash.restored]);

  function insert(event) {
    event.preventDefault();
    closeDialog(event);
    const from = cursorPlace(part.view);
    for (const other of model.written) {
      if (!words(alts[other.code])) continue;
      const text = markdownOf(name, alts[other.code], captions[other.code], other.code);
      if (other === part) insertBlock(part.view, text);
      else if (other.view) insertAfter(other.view, placeIn(model, part, other, from, { block: true }), text);
    }
    say(t("pictures.inserted"));
  }

  function forget(deleted) {
    model.pictures = model.pictures.filter((each) => each !== name);
    setTrash({ ...trash, pictures: [deleted, ...trash.pictures], latest: deleted.id, said: t("pictures.deleted", deleted) });
    setDeleting(false);
    setStored(null);
    setName("");
    model.check();
  }

  function bringBack(id, restored) {
    model.pictures = [...model.pictures, restored].sort();
    setTrash({ ...trash, pictures: trash.pictures.filter((each) => each.id !== id), restored: id, said: t("pictures.restored", { name: restored }) });
    setName(restored);
    model.check();
  }

  const others = model.written.filter((each) => each !== part);
  return html`<${Dialog} title=${t("item.pick-picture")} onClose=${onClose}>
    <${DropPlace} onFile=${store} busy=${busy} />
    ${refused && html`<p class="notice error" role="alert">${refused}</p>`}
    <p role="status">${busy && t("pictures.storing")} ${!busy && !stored && trash.said}
      ${stored && html`${t("pictures.stored", stored)} ${stored.done.join(" ")}`}</p>
    ${model.pictures.length > 0 && html`<form class="fields" onSubmit=${insert}>
      <label>${t(stored ? "item.picture-file" : "pictures.or-chosen")}
        <select ref=${chooser} required value=${name} onChange=${(event) => setName(event.target.value)}>
          <option value=""></option>
          ${model.pictures.map((each) => html`<option key=${each} value=${each}>${each}</option>`)}</select></label>
      ${name && html`<p><img class="chosen-picture" src=${api.address("pictures/file", { bundle: model.bundle, name })} alt=${name} /></p>`}
      ${[part, ...others].map(({ code }) => html`<${Words} key=${code} code=${code} label="pictures.alt-in" required=${code === part.code}
        typed=${alts} onChange=${setAlts} help=${t(code === part.code ? "item.picture-alt-help" : "pictures.alt-other")} />`)}
      ${[part, ...others].map(({ code }) => html`<${Words} key=${code} code=${code} label="pictures.caption-in"
        typed=${captions} onChange=${setCaptions} help=${code === part.code && t("item.picture-caption-help")} />`)}
      <p><button type="submit" class="primary" disabled=${busy || !name}>${t("item.picture-insert")}</button>
        ${" "}<button type="button" class="danger" disabled=${busy || !name} onClick=${() => setDeleting(true)}>${t("pictures.delete")}</button></p>
    </form>`}
    <${DeletedPictures} model=${model} deleted=${trash.pictures} days=${trash.days} latest=${trash.latest} onRestored=${bringBack} />
    ${deleting && html`<${DeletePicture} model=${model} name=${name} days=${trash.days} onClose=${() => setDeleting(false)} onDone=${forget} />`}
  </${Dialog}>`;
}

function Words({ code, label, typed, onChange, help, required = false }) {
  return html`<label>${t(label, { language: languageName(code) })}
    <input type="text" lang=${code} required=${required} pattern=${required ? ".*\\S.*" : undefined} value=${typed[code] ?? ""}
      onInput=${(event) => onChange({ ...typed, [code]: event.target.value })} />
    ${help && html`<span class="hint">${help}</span>`}</label>`;
}

function DropPlace({ onFile, busy }) {
  const [over, setOver] = useState(false);
  const take = (transfer) => takeFiles(transfer, onFile);
  useEffect(() => {
    const paste = (event) => take(event.clipboardData) && event.preventDefault();
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer);
  };
  return html`<div class=${over ? "drop-place over" : "drop-place"} onDrop=${drop}
    onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}>
    <label>${t("pictures.drop")}
      <input type="file" accept="image/*,.heic,.heif" disabled=${busy}
        onChange=${(event) => event.target.files[0] && onFile(event.target.files[0])} /></label>
    <p class="hint">${t("pictures.drop-help")}</p></div>`;
}

/** One line of words; a square bracket would end the description. */
function words(text = "") {
  return text.replaceAll(/\s+/g, " ").trim().replaceAll("[", "(").replaceAll("]", ")");
}

/** The words of a caption: a straight quotation mark would end it, so its pairs are set here. */
function captionWords(text, code) {
  return words(text).replaceAll(/"([^"]*)"/g, code === "ru" ? "«$1»" : "“$1”").replaceAll('"', "");
}

function markdownOf(name, alt, caption, code) {
  const below = captionWords(caption, code);
  const target = /[\s()]/.test(name) ? `<${name}>` : name;
  return `![${words(alt)}](${target}${below ? ` "${below}"` : ""})`;
}
