import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { TestDatabase } from "../../server/testing/database.ts";
import { CARD } from "./server.ts";
import type { Talk } from "./talk.ts";

/** A well-behaved station in the middle of a session: whatever happens beside it, none of its readings may be lost. */
export class Neighbour {
  readonly #talk: Talk;
  readonly #database: TestDatabase;
  readonly #transactionId: number;
  readonly #sent: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  private constructor(talk: Talk, database: TestDatabase, transactionId: number) {
    this.#talk = talk;
    this.#database = database;
    this.#transactionId = transactionId;
  }

  static async begin(talk: Talk, database: TestDatabase): Promise<Neighbour> {
    const timestamp = new Date().toISOString();
    const start = { connectorId: 1, idTag: CARD, meterStart: 0, timestamp };
    const { transactionId } = await talk.result("start", "StartTransaction", start);
    const neighbour = new Neighbour(talk, database, transactionId as number);
    neighbour.#speakOn();
    return neighbour;
  }

  #speakOn(): void {
    this.#timer = setInterval(() => {
      const wh = String(this.#sent.length + 1);
      this.#sent.push(wh);
      const meterValue = [{ timestamp: new Date().toISOString(), sampledValue: [{ value: wh }] }];
      const payload = { connectorId: 1, transactionId: this.#transactionId, meterValue };
      this.#talk.socket.send(JSON.stringify([2, `n${wh}`, "MeterValues", payload]));
    }, 50);
  }

  /** Every reading was answered as it must be, and is in the database with what it said, once. */
  async expectUnharmed(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    for (let attempt = 0; attempt < 400 && this.#talk.heard.length <= this.#sent.length; attempt++) await sleep(50);
    const answers = this.#talk.heard.slice(1);
    expect(answers).toEqual(this.#sent.map((wh) => [3, `n${wh}`, {}]));
    const rows = await this.#database.owner.sql<{ wh: number; samples: unknown }[]>`
      select (v.energy_mwh / 1000)::int as wh, v.samples from meter_value v
      join transaction_start t on t.session_id = v.subject_id
      where t.transaction_id = ${this.#transactionId} order by v.energy_mwh`;
    expect(rows).toEqual(this.#sent.map((wh) => ({ wh: Number(wh), samples: [{ value: wh }] })));
    this.#speakOn();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#talk.socket.terminate();
  }
}
