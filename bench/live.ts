/**
 * npm run bench:live [-- --frames N] [-- --stations N]: from a charger's frame to the changed pixel. Stations charge over real
 * sockets at the built server on a PostgreSQL of its own, while a real browser shows the overview with map and list; random
 * stations take another power, and the page says when that was painted. A missed goal is only printed, since it depends on
 * the machine.
 */
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { WebSocketServer } from "ws";
import { findChromium } from "../scripts/browser.ts";
import { removeCluster } from "../scripts/postgres/cluster.ts";
import { startPostgres } from "../scripts/postgres/start.ts";
import { signIn } from "./dashboard/measure.ts";
import { readLogin, runScript, startServer } from "./dashboard/serve.ts";
import { beginCharging, reportAll, type Site, type Station, seedFleet, sendReading } from "./live/fleet.ts";
import { type Pixel, showBareMessages, watchPixels } from "./live/page-probe.ts";
import { quantile } from "./quantile.ts";
import { cleanUps, runToEnd } from "./run-to-end.ts";

const TENANT = "lindental";
/** As many as stand in the list without scrolling: what is out of sight has no pixel. */
const SITES = 5;
const VIEWPORT = { width: 1440, height: 900 };
const GOAL_MS = 250;
const PATIENCE_MS = 10_000;
const BARE_MESSAGES = 200;

type Frame = {
  readonly answerMs: number;
  readonly changeMs: number;
  readonly paintMs: number;
  readonly totalMs: number;
};

const say = (line: string): void => console.error(line);
const now = (): number => performance.timeOrigin + performance.now();

/** Pixels that somebody waits for: by what changes and what it changes to. */
const awaited = new Map<string, (pixel: Pixel) => void>();
const nameOf = (key: string, text: string): string => `${key} ${text}`;
function untilPainted(key: string, text: string): Promise<Pixel | null> {
  return new Promise((resolve) => {
    const name = nameOf(key, text);
    const timer = setTimeout(() => {
      awaited.delete(name);
      resolve(null);
    }, PATIENCE_MS);
    awaited.set(name, (pixel) => {
      clearTimeout(timer);
      awaited.delete(name);
      resolve(pixel);
    });
  });
}

async function main(frames: number, stations: number, port: number): Promise<number> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-bench-"));
  fs.chmodSync(dataDir, 0o711); // PostgreSQL may run as another user
  const clusterDir = path.join(dataDir, "database");
  cleanUps.push(() => {
    removeCluster(clusterDir);
    fs.rmSync(dataDir, { recursive: true, force: true });
  });
  const load = os.loadavg().map((average) => average.toFixed(2));
  say(`load average before the start: ${load.join(" ")}`);
  const postgres = await startPostgres({ dataDir: clusterDir, log: say });
  cleanUps.push(() => postgres.stop());
  const options = { databaseUrl: postgres.url, dataDir, port };
  await runScript("db/migrate.ts", options);
  await runScript("scripts/seed/demo.ts", options);
  const sites = await seedFleet(postgres.url, TENANT, SITES, stations);
  const server = await startServer(options);
  cleanUps.push(() => server.stop());
  const browser = await chromium.launch({
    executablePath: await findChromium(say),
    args: ["--no-sandbox", "--no-first-run"],
  });
  cleanUps.push(() => browser.close());
  const page = await browser.newPage({ viewport: VIEWPORT, locale: "en-GB", timezoneId: "Europe/Berlin" });
  await page.exposeFunction("onPixel", (pixel: Pixel) => awaited.get(nameOf(pixel.key, pixel.text))?.(pixel));
  const bare = await measureBare(page);
  say(`connecting ${stations} stations`);
  const fleet = await connectAll(server.url.replace("http", "ws"), sites, stations, dataDir);
  const stopReports = reportAll(fleet);
  cleanUps.push(stopReports);
  await signIn(page, server.url, readLogin(dataDir, TENANT, "operator"));
  await page.goto(`${server.url}/admin`);
  await page.locator("[data-slot=site-map][data-drawn=true]").waitFor({ timeout: 60_000 });
  await page.locator("[data-site]").first().waitFor();
  await page.evaluate(watchPixels, "data-site");
  await sleep(5_000);
  say(`measuring ${frames} frames`);
  const { measured, missing } = await measureFrames(fleet, frames);
  stopReports();
  console.log(toMarkdown(measured, missing, bare, stations));
  for (const { socket } of fleet) socket.close();
  return missing === 0 ? 0 : 1;
}

/** The limit here: a bare socket's message on a bare page of the same browser. */
async function measureBare(page: Page): Promise<readonly number[]> {
  const door = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(door, "listening");
  const { port } = door.address() as { port: number };
  await page.setContent("<body></body>");
  const connected = once(door, "connection");
  await page.evaluate(showBareMessages, `ws://127.0.0.1:${port}`);
  const [socket] = (await connected) as [{ send(text: string): void }];
  await page.evaluate(watchPixels, "data-bare");
  const ms: number[] = [];
  for (let count = 1; count <= BARE_MESSAGES; count++) {
    await sleep(20 + Math.random() * 20);
    const painted = untilPainted("bare", String(count));
    const sentMs = now();
    socket.send(String(count));
    ms.push(((await painted)?.paintedMs ?? Number.NaN) - sentMs);
  }
  await page.goto("about:blank");
  door.close();
  return ms;
}

async function connectAll(
  address: string,
  sites: readonly Site[],
  stations: number,
  dataDir: string,
): Promise<readonly Station[]> {
  const demo = JSON.parse(fs.readFileSync(path.join(dataDir, "demo.json"), "utf8")) as {
    idTokens: { accepted: string };
  };
  const fleet: Station[] = [];
  for (let number = 1; number <= stations; number++) {
    const site = sites[number % sites.length];
    if (site) fleet.push(await beginCharging(`${address}/ocpp/${TENANT}`, number, site, demo.idTokens.accepted));
  }
  return fleet;
}

/** Random stations take another power; one at a time of each site, so that its sum is known. */
async function measureFrames(
  fleet: readonly Station[],
  frames: number,
): Promise<{ measured: readonly Frame[]; missing: number }> {
  const measured: Frame[] = [];
  let missing = 0;
  let begun = 0;
  const bySite = Map.groupBy(fleet, ({ site }) => site.id);
  await Promise.all(
    [...bySite].map(async ([siteId, stations]) => {
      while (begun < frames) {
        begun++;
        await sleep(20 + Math.random() * 80);
        const frame = await measureFrame(siteId, stations);
        if (frame) measured.push(frame);
        else missing++;
      }
    }),
  );
  return { measured, missing };
}

async function measureFrame(siteId: string, stations: readonly Station[]): Promise<Frame | null> {
  const station = stations[Math.floor(Math.random() * stations.length)];
  if (!station) return null;
  const before = station.powerW;
  while (Math.abs(station.powerW - before) < 100) station.powerW = 1_400 + 100 * Math.floor(Math.random() * 206);
  const sumW = stations.reduce((sum, { powerW }) => sum + powerW, 0);
  const painted = untilPainted(siteId, new Intl.NumberFormat("en", ONE_DECIMAL).format(sumW / 1000));
  const sentMs = now();
  const answered = sendReading(station).then(now);
  const [answeredMs, pixel] = await Promise.all([answered, painted]);
  if (!pixel) return null;
  return {
    answerMs: answeredMs - sentMs,
    changeMs: pixel.changedMs - sentMs,
    paintMs: pixel.paintedMs - pixel.changedMs,
    totalMs: pixel.paintedMs - sentMs,
  };
}

const ONE_DECIMAL = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

function toMarkdown(frames: readonly Frame[], missing: number, bare: readonly number[], stations: number): string {
  const rows: readonly (readonly [string, readonly number[]])[] = [
    ["frame sent → answered (kept)", frames.map(({ answerMs }) => answerMs)],
    ["frame sent → document changed", frames.map(({ changeMs }) => changeMs)],
    ["document changed → painted", frames.map(({ paintMs }) => paintMs)],
    ["**frame sent → painted**", frames.map(({ totalMs }) => totalMs)],
    ["a bare socket and a bare page (the limit here)", bare],
  ];
  const total = quantile(rows[3]?.[1] ?? [], 0.95);
  const limit = quantile(bare, 0.95);
  return [
    `${stations} stations charging, ${os.cpus().length} cores (${os.cpus()[0]?.model}), ${frames.length} frames, ${missing} never seen`,
    "",
    "| what | p50 ms | p95 ms | p99 ms | most ms |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows.map(([name, ms]) => {
      const cells = [name, ...[0.5, 0.95, 0.99, 1].map((share) => quantile(ms, share).toFixed(1))];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
    `p95 ${total.toFixed(0)} ms: ${total <= GOAL_MS ? "kept" : "MISSED"} (${GOAL_MS}); ${(total / limit).toFixed(1)} times the limit`,
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    frames: { type: "string", default: "1200" },
    stations: { type: "string", default: "500" },
    port: { type: "string", default: "3987" },
  },
});
runToEnd(() => main(Number(values.frames), Number(values.stations), Number(values.port)));
