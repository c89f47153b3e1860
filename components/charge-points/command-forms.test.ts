import { expect, test } from "vitest";
import { parseOutboundRequest } from "../../server/protocol/ocpp16/actions.ts";
import { COMMANDS } from "./command-forms.ts";

const TYPED = {
  connectorId: "2",
  idTag: "CARD",
  transactionId: "7",
  key: "HeartbeatInterval",
  value: "60",
  vendorId: "v",
  messageId: "m",
  data: "d",
};

test.each(COMMANDS.map((command) => [command.action, command] as const))(
  "what is typed for %s is a request that OCPP 1.6 allows",
  (action, command) => {
    expect(() => parseOutboundRequest(action, command.toRequest(TYPED))).not.toThrow();
  },
);

test("what is left empty is left out", () => {
  const start = COMMANDS.find(({ action }) => action === "RemoteStartTransaction");
  expect(start?.toRequest({ idTag: "CARD", connectorId: "" })).toEqual({ idTag: "CARD" });
});
