/**
 * npm run bench:dashboard [-- --sessions N] [-- --data FOLDER]: how the list of sessions behaves with a million of them, in a
 * real browser on the built server, with a PostgreSQL of its own. FOLDER keeps the database for another run. A missed goal is
 * only printed, since it depends on the machine.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findChromium } from "../scripts/browser.ts";
import { removeCluster } from "../scripts/postgres/cluster.ts";
import { startPostgres } from "../scripts/postgres/start.ts";
import {
  measureEmptyPage,
  measureFilters,
  measureJumps,
  measureScroll,
  openList,
  type Samples,
  signIn,
} from "./dashboard/measure.ts";
import { seedSessions } from "./dashboard/seed-sessions.ts";
import { readLogin, runScript, startServer } from "./dashboard/serve.ts";
import { quantile } from "./quantile.ts";
import { cleanUps, runToEnd } from "./run-to-end.ts";

const TENANT = "lindental";
const ROUNDS = 10;
const VIEWPORT = { width: 1440, height: 900 };

const say = (line: string): void => console.error(line);

async function main(sessions: number, keptDir: string | null, port: number): Promise<number> {
  const dataDir = keptDir ?? fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-bench-"));
  fs.mkdirSync(dataDir, { recursive: true });
  fs.chmodSync(dataDir, 0o711); // PostgreSQL may run as another user
  const clusterDir = path.join(dataDir, "database");
  if (!keptDir) {
    cleanUps.push(() => {
      removeCluster(clusterDir);
      fs.rmSync(dataDir, { recursive: true, force: true });
    });
  }
  say(
    `load average before the start: ${os
      .loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")}`,
  );
  const postgres = await startPostgres({ dataDir: clusterDir, log: say });
  cleanUps.push(() => postgres.stop());
  const options = { databaseUrl: postgres.url, dataDir, port };
  const seeded = path.join(dataDir, `seeded-${sessions}`);
  if (!fs.existsSync(seeded)) {
    say(`writing ${sessions} sessions`);
    await runScript("db/migrate.ts", options);
    await runScript("scripts/seed/demo.ts", options);
    await seedSessions(postgres.url, TENANT, sessions);
    fs.writeFileSync(seeded, "");
  }
  const server = await startServer(options);
  cleanUps.push(() => server.stop());
  const browser = await chromium.launch({
    executablePath: await findChromium(say),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
  cleanUps.push(() => browser.close());
  const page = await browser.newPage({ viewport: VIEWPORT, locale: "en-GB", timezoneId: "Europe/Berlin" });
  say("measuring");
  const limit = await measureEmptyPage(page);
  await signIn(page, server.url, readLogin(dataDir, TENANT, "operator"));
  await openList(page, server.url);
  const scroll = await measureScroll(page);
  const filters = await measureFilters(page, server.url, ROUNDS);
  await openList(page, server.url);
  await page.waitForTimeout(2_000);
  const jumps = await measureJumps(page, 2 * ROUNDS);
  console.log(toMarkdown([limit, ...scroll.samples, ...filters, jumps], sessions, scroll.rows));
  return 0;
}

function toMarkdown(samples: readonly Samples[], sessions: number, rows: number): string {
  const lines = samples.map(({ name, ms, goalMs }) => {
    const p95 = quantile(ms, 0.95);
    const verdict = goalMs === null ? "" : p95 <= goalMs ? `kept (${goalMs})` : `MISSED (${goalMs})`;
    const cells = [name, quantile(ms, 0.5).toFixed(1), p95.toFixed(1), Math.max(...ms).toFixed(1), ms.length, verdict];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `${sessions.toLocaleString("en")} sessions, ${os.cpus().length} cores (${os.cpus()[0]?.model}), ${rows} rows in the page`,
    "",
    "| what | p50 ms | p95 ms | most ms | samples | goal (p95) |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...lines,
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    sessions: { type: "string", default: "1000000" },
    data: { type: "string" },
    port: { type: "string", default: "3986" },
  },
});
runToEnd(() => main(Number(values.sessions), values.data ? path.resolve(values.data) : null, Number(values.port)));
