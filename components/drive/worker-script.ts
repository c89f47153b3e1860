/** Raised when the worker below changes what it keeps. */
const VERSION = "1";

/**
 * The driver app's service worker. It keeps what everybody may see: files that a build or a brand names by their content, and the
 * page for without a network. Never an answer of the API, never a page with anybody's data: those are asked of the server each time.
 */
export function workerScript(base: string): string {
  const offline = `${base}/drive/offline`;
  return `const CACHE = ${JSON.stringify(`drive-${VERSION}-${base}`)};
const OFFLINE = ${JSON.stringify(offline)};
const isLasting = (url) => url.pathname.startsWith("/_next/static/") || url.pathname.startsWith("/brand-files/");

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const response = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!response.ok) throw new Error("the page for without a network answered " + response.status);
  const html = await response.clone().text();
  const files = new Set([...html.matchAll(/["'(](\\/(?:_next\\/static|brand-files)\\/[^"'()\\\\\\s?]+)/g)].map((match) => match[1]));
  await Promise.all([...files].map((file) => cache.match(file).then((known) => known || cache.add(file))));
  await cache.put(OFFLINE, response);
}

self.addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => {
  const prefix = "drive-";
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith(prefix) && name.endsWith(${JSON.stringify(`-${base}`)}) && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isLasting(url)) {
    event.respondWith(
      caches.open(CACHE).then(async (cache) => {
        const known = await cache.match(request);
        if (known) return known;
        const response = await fetch(request);
        if (response.ok) await cache.put(request, response.clone());
        return response;
      }),
    );
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE).then((page) => page || Response.error())));
  }
});
`;
}
