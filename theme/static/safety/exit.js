// Takes the reader away from the site, and off the page in the browser's history. Nothing is kept on the device, and
// what the site kept before is removed. Without this script the button is a plain link.
(() => {
  const PRESSES = 3;
  const PATIENCE = 5000; // milliseconds from the first press of Shift to the last
  let pressed = [];

  const leave = (address) => {
    document.documentElement.hidden = true; // the other site may take a while
    document.title = "";
    location.replace(address);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".exit a");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });

  addEventListener("keydown", ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    pressed = key === "Shift" ? [...pressed.filter((each) => timeStamp - each < PATIENCE), timeStamp] : [];
    if (pressed.length === PRESSES) leave(document.querySelector(".exit a").href);
  });

  const forget = async () => {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  };
  try {
    for (const name of Object.keys(localStorage)) if (/^(?:view-|news-|region$)/.test(name)) localStorage.removeItem(name);
  } catch {
    // The browser keeps nothing for us.
  }
  if ("serviceWorker" in navigator) forget().catch(() => {});
})();
