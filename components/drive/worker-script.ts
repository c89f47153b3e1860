/** Raised when the worker below changes what it keeps. */
const VERSION = "1";

/**
 * The driver app's service worker. It keeps what everybody may see: files that a build or a brand names by their content, and the
 * page for without a network, in the language that the worker's own address names. Never an answer of the API, never a page with
 * anybody's data: those are asked of the server each time. A page that does not come soon is one without a network; whoever then
 * tries again is let wait for a slow one.
 */
export function workerScript(base: string): string {
  const offline = `${base}/drive/offline`;
  return `const CACHE = ${JSON.stringify(`drive-${VERSION}-${base}`)};
const OFFLINE = ${JSON.stringify(offline)};
const LANGUAGE = new URL(self.location.href).searchParams.get("language");
const FRESH_MS = 24 * 60 * 60_000;
const PATIENCE_MS = 4_000;
const AGAIN_WITHIN_MS = 60_000;
const AGAIN_PATIENCE_MS = 60_000;
const NO_ANSWER = [502, 503, 504];
let gaveUpAt = 0;
const isLasting = (url) => url.pathname.startsWith("/_next/static/") || url.pathname.startsWith("/brand-files/");

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const headers = LANGUAGE ? { "accept-language": LANGUAGE } : {};
  const response = await fetch(OFFLINE, { credentials: "omit", cache: "no-store", headers });
  if (!response.ok) throw new Error("the page for without a network answered " + response.status);
  const html = await response.clone().text();
  const files = new Set([...html.matchAll(/["'(](\\/(?:_next\\/static|brand-files)\\/[^"'()\\\\\\s?]+)/g)].map((match) => match[1]));
  await Promise.all([...files].map((file) => cache.match(file).then((known) => known || cache.add(file))));
  await cache.put(OFFLINE, response);
}

// Another build or brand, which nobody tells a worker about.
async function renewOfflinePage() {
  const kept = await caches.match(OFFLINE);
  const age = kept ? Date.now() - Date.parse(kept.headers.get("date") || "") : Infinity;
  if (!(age < FRESH_MS)) await keepOfflinePage();
}

async function openPage(event) {
  const answer = fetch(event.request);
  const patience = Date.now() - gaveUpAt < AGAIN_WITHIN_MS ? AGAIN_PATIENCE_MS : PATIENCE_MS;
  const late = new Promise((resolve) => setTimeout(resolve, patience, null));
  const response = await Promise.race([answer.catch(() => null), late]);
  if (response && !NO_ANSWER.includes(response.status)) {
    event.waitUntil(renewOfflinePage().catch((error) => console.warn("the page for without a network is an old one", error)));
    return response;
  }
  const page = await caches.match(OFFLINE);
  if (!page) return answer;
  gaveUpAt = Date.now();
  return page;
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
  if (request.mode === "navigate") event.respondWith(openPage(event));
});
`;
}
