import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { workerScript } from "./worker-script.ts";

const ORIGIN = "https://example.com";
type Handler = (event: object) => void;

/** The worker in a browser that is made of what it touches; `answer` is the network. */
function startWorker(answer: (url: string, init?: RequestInit) => Promise<Response>, query = "") {
  const handlers: Record<string, Handler> = {};
  const kept = new Map<string, Response>();
  const keyOf = (request: string | { url: string }) => (typeof request === "string" ? request : request.url);
  const cache = {
    match: async (request: string) => kept.get(keyOf(request))?.clone(),
    put: async (request: string, response: Response) => kept.set(keyOf(request), response),
    add: async (request: string) => kept.set(request, new Response("file")),
  };
  const self = {
    location: { href: `${ORIGIN}/drive/sw.js${query}`, origin: ORIGIN },
    addEventListener: (name: string, handler: Handler) => Object.assign(handlers, { [name]: handler }),
    skipWaiting: async () => {},
  };
  const network = (request: string | { url: string }, init?: RequestInit) => answer(keyOf(request), init);
  const caches = { open: async () => cache, match: cache.match };
  new Function("self", "caches", "fetch", workerScript(""))(self, caches, network);
  const dispatch = async (name: string, event: object = {}) => {
    const work: Promise<unknown>[] = [];
    const answers: Promise<Response>[] = [];
    const waitUntil = (promise: Promise<unknown>) => work.push(promise);
    const respondWith = (promise: Promise<Response>) => answers.push(promise);
    handlers[name]?.({ ...event, waitUntil, respondWith });
    const response = await answers[0];
    await Promise.all(work);
    return response;
  };
  const open = () => dispatch("fetch", { request: { method: "GET", mode: "navigate", url: `${ORIGIN}/drive` } });
  return { kept, install: () => dispatch("install"), open };
}

const dated = (text: string, status = 200) =>
  new Response(text, { status, headers: { date: new Date().toUTCString() } });
const isOffline = (url: string) => url === "/drive/offline";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z") });
});
afterEach(() => vi.useRealTimers());

test("the page for without a network is kept in the app's language, for nobody, and is no older than a day", async () => {
  const asked: (RequestInit | undefined)[] = [];
  const worker = startWorker(async (url, init) => {
    if (isOffline(url)) asked.push(init);
    return dated("page");
  }, "?language=de");
  await worker.install();
  expect(asked).toMatchObject([{ credentials: "omit", headers: { "accept-language": "de" } }]);
  await worker.open();
  expect(asked).toHaveLength(1);
  vi.setSystemTime(new Date("2026-01-02T00:00:01Z"));
  await worker.open();
  expect(asked).toHaveLength(2);
});

test.each([
  ["fails", async () => Promise.reject(new Error("no network"))],
  ["is answered by a proxy alone", async () => dated("bad gateway", 502)],
  ["hangs", () => new Promise<Response>(() => {})],
] as const)("a page whose request %s is the one for without a network", async (_, answer) => {
  const worker = startWorker((url) => (isOffline(url) ? Promise.resolve(dated("offline")) : answer()));
  await worker.install();
  const opened = worker.open();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await (await opened)?.text()).toBe("offline");
});

test("who tries again is let wait for a slow network, and an error of ours is not the network's", async () => {
  let delayMs = 10_000;
  let status = 200;
  const worker = startWorker(async (url) => {
    if (isOffline(url)) return dated("offline");
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return dated("page", status);
  });
  await worker.install();
  const first = worker.open();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await (await first)?.text()).toBe("offline");
  const second = worker.open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await (await second)?.text()).toBe("page");
  [delayMs, status] = [0, 500];
  const third = worker.open();
  await vi.advanceTimersByTimeAsync(0);
  expect((await third)?.status).toBe(500);
});
