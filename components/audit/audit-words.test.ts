import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };

const SERVICES = new URL("../../server/services/", import.meta.url);

/** Every `action: "subject.verb"` that a service writes down; commands to stations have one name for all. */
function audited(): ReadonlySet<string> {
  const files = readdirSync(SERVICES, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const found = files.flatMap((name) => [
    ...readFileSync(new URL(name, SERVICES), "utf8").matchAll(/action: "([a-z]\w+\.\w+)"/g),
  ]);
  return new Set(found.map(([, action = ""]) => action));
}

test("every action that is written down has words", () => {
  const actions = [...audited()];
  expect(actions.length).toBeGreaterThan(30);
  const words: Readonly<Record<string, string>> = messages.audit.action;
  expect(actions.filter((action) => words[action.replace(".", "_")] === undefined)).toEqual([]);
});
