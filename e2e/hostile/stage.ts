import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../server/testing/database.ts";
import { Neighbour } from "./neighbour.ts";
import { AttackedServer, type Identity } from "./server.ts";
import { Talk } from "./talk.ts";

/** A row of the message log. */
export type LogRow = {
  readonly message_id: string | null;
  readonly action: string | null;
  readonly request: unknown;
  readonly raw: string | null;
  readonly response: unknown;
  readonly error_code: string | null;
  readonly error_description: string | null;
  readonly quirks: readonly string[] | null;
};

/** The real server with a real database of this file's own, and a neighbour who must notice nothing. */
export class Stage {
  database!: TestDatabase;
  server!: AttackedServer;
  #neighbour!: Neighbour;

  async open(): Promise<void> {
    this.database = await createTestDatabase();
    this.server = await AttackedServer.start(this.database);
    this.#neighbour = await Neighbour.begin(await this.connect(await this.server.addStation()), this.database);
  }

  async close(): Promise<void> {
    this.#neighbour?.stop();
    await this.server?.stop();
    await this.database?.close();
  }

  connect(station: Identity): Promise<Talk> {
    return Talk.open(this.server.url(station.identity), station);
  }

  /** A station of its own, connected. */
  async attacker(): Promise<Talk & { readonly station: Identity }> {
    const station = await this.server.addStation();
    return Object.assign(await this.connect(station), { station });
  }

  /** What the message log has of a charge point, apart from marks; waits for rows that are written after the answer. */
  async log({ chargePointId }: Identity, least = 1): Promise<readonly LogRow[]> {
    let rows: readonly LogRow[] = [];
    for (let attempt = 0; attempt < 100 && rows.length < least; attempt++) {
      if (attempt > 0) await sleep(50);
      rows = await this.database.owner.sql<LogRow[]>`
        select message_id, action, request, raw, response, error_code, error_description, quirks from ocpp_message
        where charge_point_id = ${chargePointId} and direction = 'in' and message_id not like 'mark-%' is not false
        order by at, id`;
    }
    return rows;
  }

  expectNeighbourUnharmed(): Promise<void> {
    return this.#neighbour.expectUnharmed();
  }
}

/** Sets the stage for the tests of this file. */
export function setStage(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  return stage;
}

/** A block of attacks, after which the neighbour is asked, and the server still runs. */
export function attack(stage: Stage, name: string, body: () => void): void {
  describe(name, () => {
    body();
    test("the neighbour has lost nothing, and the server runs", async () => {
      await stage.expectNeighbourUnharmed();
      expect(stage.server.isAlive).toBe(true);
    });
  });
}
