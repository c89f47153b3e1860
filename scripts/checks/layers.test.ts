import { describe, expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import { findCycles, isHomeless, problemOf, takesHandleToBrowser } from "./layers.ts";

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
    ["server/handle.ts", 'import type { Caller } from "./transport/trpc/router.ts";'],
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
    ["server/handle.ts", 'import { priceSession } from "./services/session/price.ts";'],
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

  test("a folder without a floor is noticed; what stands beside the house and tests are not", () => {
    expect(["server/misc/a.ts", "lib/a.ts"].map(isHomeless)).toEqual([true, true]);
    const known = ["db/a.ts", "app/a.tsx", "scripts/a.ts", "next.config.ts", "server/misc/a.test.ts"];
    expect(known.some(isHomeless)).toBe(false);
  });

  test("the handle stays out of the browser, even behind a comment", () => {
    const code = 'import { runtime } from "@/server/handle.ts";';
    const takes = (source: string) => takesHandleToBrowser(source, importsOf("app/a.tsx", source));
    expect(takes(`// why\n"use client";\n${code}`)).toBe(true);
    expect(takes(code)).toBe(false);
    expect(takes(`"use client";\nimport type { Runtime } from "@/server/handle.ts";`)).toBe(false);
  });
});
