import { describe, expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import { findCycles, problemOf } from "./layers.ts";

const check = (file: string, source: string) => importsOf(file, source).map(problemOf);

describe("the floors", () => {
  test.each([
    ["server/services/a/b.ts", 'import { x } from "../../core/x.ts";'],
    ["server/services/a/b.ts", 'import { x } from "../c/x.ts";'],
    ["server/transport/ocpp/a.ts", 'import { x } from "../../services/a.ts";'],
    ["app/page.tsx", 'import { runtime } from "@/server/handle.ts";'],
    ["app/page.tsx", 'import type { Deps } from "../server/services/context.ts";'],
    ["components/a.tsx", 'import { type A, type B } from "@/server/services/ports.ts";'],
    ["components/a.tsx", 'import { price } from "@/server/tariff/price.ts";'],
    ["server/services/a.test.ts", 'import { x } from "../transport/rest/x.ts";'],
    ["server/core/a.ts", 'import { readFileSync } from "node:fs";'],
  ])("%s may: %s", (file, source) => expect(check(file, source)).toEqual([null]));

  test.each([
    ["server/core/a.ts", 'import { x } from "../services/a.ts";'],
    ["server/tariff/a.ts", 'import { x } from "../metering/a.ts";'],
    ["server/services/a.ts", 'import type { X } from "../transport/rest/x.ts";'],
    ["server/transport/ocpp/a.ts", 'import { x } from "../rest/a.ts";'],
    ["app/page.tsx", 'import { x } from "@/server/services/context.ts";'],
    ["components/a.tsx", 'import { open } from "../db/client.ts";'],
    ["components/a.tsx", 'const x = await import("../db/client.ts");'],
    ["simulator/a.ts", 'import { x } from "../server/core/ids.ts";'],
    ["server/services/a.ts", 'import { x } from "../testing/fakes.ts";'],
    ["server/services/a.ts", 'export * from "../../components/a.tsx";'],
  ])("%s may not: %s", (file, source) => expect(check(file, source)).not.toEqual([null]));

  test("comments are not imports, and imports over several lines are one", () => {
    expect(importsOf("a.ts", '// import { x } from "./b.ts";\n/* import "./c.ts" */')).toEqual([]);
    const [found] = importsOf("server/a/b.ts", 'import {\n  type A,\n  b,\n} from "./c.ts";\n');
    expect(found).toMatchObject({ target: "server/a/c.ts", isType: false });
  });

  test("circles are found, and those of types alone are none", () => {
    const a = importsOf("a.ts", 'import { b } from "./b.ts";');
    expect(findCycles([...a, ...importsOf("b.ts", 'import { a } from "./a.ts";')])).toHaveLength(1);
    expect(findCycles([...a, ...importsOf("b.ts", 'import type { a } from "./a.ts";')])).toEqual([]);
  });
});
