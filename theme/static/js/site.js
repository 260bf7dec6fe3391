// Remembers the reader's view and region, copies a link's address, keeps the site for when there is no network.
// The site works without it.
(() => {
  const worker = document.currentScript.dataset.worker;
  const remembered = (name, value) => {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null; // the browser keeps nothing for us
    }
  };

  for (const radio of document.querySelectorAll(".panel input")) {
    if (remembered(radio.name) === radio.value) radio.checked = true;
    radio.addEventListener("change", () => remembered(radio.name, radio.value));
  }

  // Regions come after this script: what shows the reader's own is filled in before the page is painted.
  document.addEventListener("DOMContentLoaded", () => {
    const region = remembered("region");
    const mine = document.querySelector(".region-mine");
    for (const link of document.querySelectorAll("a[data-region]")) {
      link.addEventListener("click", () => remembered("region", link.dataset.region));
      if (mine && link.dataset.region === region) {
        mine.href = link.href;
        mine.textContent = link.textContent;
        mine.hidden = false;
      }
    }
    for (const row of document.querySelectorAll("tr[data-region]")) {
      row.classList.toggle("mine", row.dataset.region === region);
    }
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-copied]");
    if (!link || !navigator.clipboard) return;
    if (!link.hash) event.preventDefault(); // the page itself: it need not come again
    await navigator.clipboard.writeText(link.href);
    link.nextElementSibling.textContent = link.dataset.copied;
  });

  // A button beside each text to take, in the room that the page keeps for it.
  document.addEventListener("DOMContentLoaded", () => {
    for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
      const button = document.createElement("button");
      button.textContent = text.dataset.copy;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = text.dataset.copied;
      });
      text.after(button);
    }
  });

  const keepSite = async () => {
    await navigator.serviceWorker.register(worker);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: document.documentElement.lang });
  };
  if ("serviceWorker" in navigator && !navigator.connection?.saveData) {
    addEventListener("load", () => keepSite().catch(() => {}));
  }
})();
