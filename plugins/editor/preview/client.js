// The preview's part in the browser: reloads the page after a build, shows over it why there was none.
"use strict";

const shown = new URL(document.currentScript.src).searchParams.get("build");
const wanted = localStorage.getItem("desk-language") ?? navigator.language.split("-")[0];
let notice = null;

function element(tag, style, text) {
  const made = document.createElement(tag);
  Object.assign(made.style, style);
  made.textContent = text ?? "";
  return made;
}

function show(state) {
  clear();
  notice = element("section", {
    position: "fixed", inset: "0", zIndex: "2147483646", overflow: "auto", padding: "2rem",
    background: "rgb(40 12 8 / 0.94)", color: "#fff", font: "1rem/1.5 system-ui, sans-serif",
  });
  notice.id = "preview-problems";
  notice.setAttribute("role", "alert");
  notice.lang = state.language;
  notice.append(element("h2", { margin: "0 0 1rem", font: "700 1.4rem/1.3 system-ui" }, state.heading));
  for (const problem of state.problems) {
    const line = element("div", { margin: "0 0 1rem", maxWidth: "60rem" });
    line.append(element("code", { color: "#ffb4a4", font: "600 0.95rem ui-monospace, monospace" }, problem.where));
    line.append(element("div", { whiteSpace: "pre-wrap" }, problem.what));
    notice.append(line);
  }
  document.body.append(notice);
}

function clear() {
  notice?.remove();
  notice = null;
}

function showDesk(name, language) {
  if (document.getElementById("preview-desk") || window.top !== window) return;
  const [, edition, section, item] = location.pathname.split("/");
  const isItem = item && ["news", "summaries"].includes(section);
  const link = element("a", {
    position: "fixed", insetInlineEnd: "0.75rem", insetBlockEnd: "0.75rem", zIndex: "2147483647",
    padding: "0.5rem 0.9rem", borderRadius: "2rem", background: "rgb(16 36 46 / 0.94)", color: "#fff",
    font: "600 0.9rem/1.3 system-ui, sans-serif", textDecoration: "none",
  }, name);
  link.id = "preview-desk";
  link.lang = language;
  link.href = isItem ? `/desk/#/item/${section}/${item}?language=${edition}` : "/desk/";
  document.body.append(link);
}

new EventSource(`/.preview/events?lang=${encodeURIComponent(wanted)}`).addEventListener("message", (event) => {
  const state = JSON.parse(event.data);
  showDesk(state.desk, state.language);
  if (state.problems.length) show(state);
  else if (String(state.build) !== shown) location.reload();
  else clear();
});
