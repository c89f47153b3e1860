import * as path from "node:path";
import { createMailer } from "../providers/smtp/create-mailer.ts";
import { abandonLost } from "../services/charging/abandon-lost.ts";
import { expireCommands } from "../services/command/expire-commands.ts";
import { samplePower } from "../services/fleet/sample-power.ts";
import { dropOldLogs, makePartitions } from "../services/housekeeping/keep-partitions.ts";
import { pruneExpired } from "../services/housekeeping/prune-expired.ts";
import { sendWaitingMails } from "../services/mail/send-waiting.ts";
import { commandPatience } from "./command-patience.ts";
import type { RoleDeps, Running } from "./running.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAILS_EVERY_MS = 5_000;

type Chore = { readonly name: string; readonly everyMs: number; readonly work: () => Promise<unknown> };

/** Housekeeping: the months to come get their partitions, what has served its time is deleted, what hangs is ended. */
export async function startWorker(deps: RoleDeps): Promise<Running> {
  const { env, log } = deps;
  const folder = path.join(env.DATA_DIR, "mails");
  const mailer = createMailer({ url: env.SMTP_URL, from: env.MAIL_FROM, folder });
  const chores: readonly Chore[] = [
    { name: "partitions", everyMs: 10 * MINUTE_MS, work: () => makePartitions(deps) },
    { name: "old logs", everyMs: HOUR_MS, work: () => dropOldLogs(deps, env.LOG_RETENTION_DAYS) },
    { name: "pruning", everyMs: HOUR_MS, work: () => pruneExpired(deps) },
    { name: "power samples", everyMs: MINUTE_MS, work: () => samplePower(deps) },
    {
      name: "lost stations",
      everyMs: 10 * MINUTE_MS,
      work: () => abandonLost(deps, { afterMs: env.STATION_LOST_AFTER_HOURS * HOUR_MS }),
    },
    { name: "commands", everyMs: MINUTE_MS, work: () => expireCommands(deps, commandPatience(env)) },
  ];
  await makePartitions(deps); // without its month nothing can be recorded
  const underWay = new Map<string, Promise<unknown>>();
  const wantedAgain = new Set<string>();
  const stopping = new AbortController();
  const run = (chore: Chore): void => {
    const { name, work } = chore;
    // What was written since it looked must not wait for the next round.
    if (underWay.has(name)) return void wantedAgain.add(name);
    const done = work()
      .catch((error: unknown) => log.warn({ err: error, chore: name }, "chore failed; it is tried again"))
      .finally(() => {
        underWay.delete(name);
        if (wantedAgain.delete(name)) run(chore);
      });
    underWay.set(name, done);
  };
  const mails: Chore = {
    name: "mails",
    everyMs: MAILS_EVERY_MS,
    work: () => sendWaitingMails(deps, mailer, stopping.signal),
  };
  const unsubscribe = deps.events.subscribe((event) => {
    if (event.type === "mailWaiting") run(mails);
  });
  const timers = [...chores, mails].map((chore) => {
    run(chore);
    return setInterval(run, chore.everyMs, chore).unref();
  });
  return {
    stop: async () => {
      stopping.abort();
      unsubscribe();
      wantedAgain.clear();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
      mailer.close();
    },
  };
}
