import { expect, test } from "vitest";
import { parseOutboundRequest } from "../../server/protocol/ocpp16/actions.ts";
import { COMMANDS, initialValue } from "./command-forms.ts";

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

test("a choice is made in advance only where there is one", () => {
  const field = (action: string, name: string) => {
    const found = COMMANDS.find((command) => command.action === action)?.fields.find((spec) => spec.name === name);
    if (!found) throw new Error(`${action} has no ${name}`);
    return found;
  };
  const one = { connectors: [1], transactions: [7] };
  const two = { connectors: [1, 2], transactions: [7, 8] };
  expect(initialValue(field("UnlockConnector", "connectorId"), one)).toBe("1");
  expect(initialValue(field("UnlockConnector", "connectorId"), two)).toBe("");
  expect(initialValue(field("RemoteStartTransaction", "connectorId"), one)).toBe("");
  expect(initialValue(field("ChangeAvailability", "connectorId"), one)).toBe("");
  expect(initialValue(field("RemoteStopTransaction", "transactionId"), one)).toBe("7");
  expect(initialValue(field("RemoteStopTransaction", "transactionId"), two)).toBe("");
  expect(initialValue(field("Reset", "type"), two)).toBe("Soft");
});
