import type { Env } from "../env.ts";
import type { Deps } from "../services/context.ts";
import type { HttpDoor } from "./http-door.ts";

/** What a role is started with. */
export type RoleDeps = Deps & {
  readonly env: Env;
  readonly http: HttpDoor;
  /** Something that keeps the process from being ready, until it is taken away. */
  readonly obstacles: Set<string>;
};

/** A started role. */
export type Running = {
  /** Takes no new work, finishes what was begun, lets go. */
  stop(): Promise<void>;
};
