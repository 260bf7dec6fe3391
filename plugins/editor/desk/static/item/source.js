// The place of a text's editor on a screen, and what the checks say of the text in it.

import { html, useEffect, useRef } from "../vendor.js";

/** `create(parent)` makes the editor; `show(view, report)` is called when the text as it stands has been checked. */
export function Source({ model, part, create, show }) {
  const place = useRef(null);
  useEffect(() => {
    part.view = create(place.current);
    model.changed();
    return () => {
      part.view.destroy();
      part.view = null;
    };
  }, []);
  const { report } = model;
  useEffect(() => {
    if (part.view && report?.texts[part.code] === model.text(part)) show(part.view, report);
  }, [report]);
  return html`<div class="source" ref=${place}></div>`;
}
