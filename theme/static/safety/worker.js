// Replaces the worker that kept this site for reading without a network: removes what it kept, and itself.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(forget()));

async function forget() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
