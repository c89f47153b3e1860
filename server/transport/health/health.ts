import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Database } from "../../../db/client.ts";

export type HealthDeps = {
  readonly db: Database;
  readonly log: Logger;
  readonly registry: Registry;
  /** What keeps this process from serving; empty when nothing does. */
  readonly obstacles: () => readonly string[];
};

/** What an answered message rests on: with any of these off, a power cut could lose what was acknowledged. */
const DURABILITY = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/** `/healthz`: the process lives. `/readyz`: it may get traffic. `/metrics`: Prometheus. Null for any other path. */
export function createHealthDoor(deps: HealthDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const answer = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(`${JSON.stringify(body)}\n`);
  };
  const ready = async (response: ServerResponse) => {
    const problems = [...deps.obstacles(), ...(await findDatabaseProblems(deps))];
    answer(response, problems.length === 0 ? 200 : 503, { ready: problems.length === 0, problems });
  };
  const metrics = async (response: ServerResponse) => {
    const text = await deps.registry.metrics();
    response.writeHead(200, { "content-type": deps.registry.contentType }).end(text);
  };
  const fail = (response: ServerResponse) => (error: unknown) => {
    deps.log.error({ err: error }, "health door failed");
    if (!response.headersSent) answer(response, 500, { ready: false, problems: ["internal error"] });
  };
  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (path === "/healthz") answer(response, 200, { alive: true });
    else if (path === "/readyz") ready(response).catch(fail(response));
    else if (path === "/metrics") metrics(response).catch(fail(response));
    else return false;
    return true;
  };
}

async function findDatabaseProblems({ db, log }: HealthDeps): Promise<string[]> {
  try {
    const settings = await db.sql<{ name: string; setting: string }[]>`
      select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`;
    const off = DURABILITY.filter((name) => settings.find((row) => row.name === name)?.setting === "off");
    return off.map((name) => `${name} is off: acknowledged data could be lost`);
  } catch (error) {
    log.warn({ err: error }, "readiness: no database");
    return ["the database does not answer"];
  }
}
