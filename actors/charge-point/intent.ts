import type { OpenSession } from "../../server/services/station/committed-fact.ts";

/** What the actor wants done. Effects do it through services; nothing here may throw or wait. */
export type ChargePointIntent =
  /** The station has not said how its connectors are: ask. */
  | { readonly type: "askStatus" }
  | { readonly type: "askConfiguration" }
  /** The session's stop never came and never will: close it with what is known. A late stop still corrects it. */
  | { readonly type: "abandonSession"; readonly session: OpenSession; readonly because: "newStart" | "connectorFree" }
  /** What a command asked for was seen to happen. */
  | { readonly type: "commandEffective"; readonly commandId: string };
