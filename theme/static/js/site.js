// Remembers the reader's view and region, marks what is new, shares and copies addresses, keeps the site for when there is no
// network. The site works without it. What it remembers stays on the device.
(() => {
  const worker = document.currentScript.dataset.worker;
  const { documentElement: root } = document;
  const remembered = (name, value, store = "localStorage") => {
    try {
      if (value !== undefined) window[store].setItem(name, value);
      return window[store].getItem(name);
    } catch {
      return null; // the browser keeps nothing for us
    }
  };

  for (const radio of document.querySelectorAll(".panel input")) {
    if (remembered(radio.name) === radio.value) radio.checked = true;
    radio.addEventListener("change", () => remembered(radio.name, radio.value));
  }

  const panel = document.querySelector(".panel");
  document.addEventListener("click", ({ target }) => {
    if (!panel.contains(target)) panel.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

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
        const summary = document.querySelector(".region-choice summary");
        summary.textContent = summary.dataset.change;
      }
    }
    for (const table of region ? document.querySelectorAll(".facts-table") : []) {
      const row = (id) => table.querySelector(`[data-region="${CSS.escape(id)}"]`);
      (row(region) ?? row("*"))?.classList.add("mine");
    }
  });

  root.classList.toggle("can-share", Boolean(navigator.share));
  document.addEventListener("click", async (event) => {
    if (event.target.closest(".share-sheet")) {
      const { href } = document.querySelector("link[rel=canonical]");
      await navigator.share({ title: document.title, url: href }).catch(() => {}); // the reader thought better of it
      return;
    }
    const link = event.target.closest("[data-copied]");
    if (!link || !navigator.clipboard) return;
    if (!link.hash) event.preventDefault(); // the page itself: it need not come again
    await navigator.clipboard.writeText(link.href);
    link.nextElementSibling.textContent = link.dataset.copied;
  });

  // News is new that came after the newest seen before this visit: on a day after it, or on its day at another address.
  const markNews = () => {
    const list = document.querySelector("[data-new]");
    const items = [...(list?.querySelectorAll(".teaser") ?? [])]
      .map((item) => ({ time: item.querySelector("time"), address: item.querySelector("a").pathname }))
      .filter(({ time }) => time);
    if (!items.length) return;
    const name = `news-${root.lang}`;
    const last = remembered(name);
    const seen = JSON.parse(remembered(name, undefined, "sessionStorage") ?? last);
    remembered(name, JSON.stringify(seen), "sessionStorage");
    for (const { time, address } of seen ? items : []) {
      if (time.dateTime < seen.day || seen.addresses.includes(address)) continue;
      const mark = Object.assign(document.createElement("span"), { className: "mark", textContent: list.dataset.new });
      time.after(" ", mark);
    }
    const day = items.map(({ time }) => time.dateTime).sort().at(-1);
    const before = JSON.parse(last);
    const addresses = items.filter(({ time }) => time.dateTime === day).map(({ address }) => address);
    if (before?.day === day) addresses.push(...before.addresses);
    if (!(before?.day > day)) remembered(name, JSON.stringify({ day, addresses: [...new Set(addresses)] }));
  };
  document.addEventListener("DOMContentLoaded", markNews);

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
    active.postMessage({ keep: root.lang, region: remembered("region") });
  };
  if (worker && "serviceWorker" in navigator && !navigator.connection?.saveData) {
    addEventListener("load", () => keepSite().catch(() => {}));
  }
})();
