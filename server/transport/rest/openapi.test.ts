import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { createOpenApiDocument } from "./openapi.ts";
import { PROBLEM_STATUSES } from "./problem.ts";
import { ROUTES } from "./routes.ts";

type Json = Record<string, unknown>;
type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Json }[];
  responses: Record<string, { description: string; headers?: Json; content: Record<string, { schema: Json }> }>;
};
const document = JSON.parse(JSON.stringify(createOpenApiDocument()));
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test("every route is described, once", () => {
  expect(document.openapi).toBe("3.1.0");
  expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
    ROUTES.map(({ path, method }) => `${method} ${path}`).sort(),
  );
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(ROUTES.length);
});

test("the parameters in a path are declared, and no others", () => {
  for (const { path, operation } of operations) {
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(declared.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(declared.every(({ required }) => required)).toBe(true);
  }
});

test("every operation names its answers and what can go wrong", () => {
  for (const { operation } of operations) {
    const statuses = Object.keys(operation.responses);
    expect(statuses).toEqual(expect.arrayContaining(["400", "401", "403", "405", "429", "500", "503"]));
    expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
    for (const [status, { description, content }] of Object.entries(operation.responses)) {
      expect(description).not.toBe("");
      expect(Object.keys(content)).toEqual([Number(status) < 400 ? "application/json" : "application/problem+json"]);
    }
  }
});

test("every status that a problem can have is described, and what comes with it", () => {
  const of = (path: string, method: string) => {
    const found = operations.find((one) => one.path === path && one.method === method);
    return Object.fromEntries(
      Object.entries(found?.operation.responses ?? {}).map(([status, { headers }]) => [
        status,
        Object.keys(headers ?? {}),
      ]),
    );
  };
  const post = of("/charge-points/{id}/commands/{action}", "post");
  expect(Object.keys(post).map(Number)).toEqual(expect.arrayContaining([...PROBLEM_STATUSES]));
  expect(of("/sites", "get")).toMatchObject({
    200: [],
    401: ["WWW-Authenticate"],
    405: ["Allow"],
    429: ["Retry-After"],
    500: [],
    503: ["Retry-After"],
  });
  expect(of("/sites", "post")[201]).toEqual(["Location", "Idempotency-Replayed"]);
});

test("a tariff and a price trace are described to the last field", () => {
  const schemas = document.components.schemas as Record<string, { properties: Record<string, Json> }>;
  expect(JSON.stringify(schemas.TariffVersion?.properties.ocpi)).toContain("OcpiTariff");
  expect(Object.keys(schemas.OcpiTariff?.properties ?? {})).toContain("elements");
  const trace = JSON.stringify(schemas.PriceTrace?.properties.trace);
  for (const word of ["unitPriceMicros", "stepSurplus", "mWh", "millionths"]) expect(trace).toContain(word);
});

test("every reference leads somewhere", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference]) => reference ?? "",
  );
  expect(references.length).toBeGreaterThan(20);
  for (const reference of new Set(references)) {
    const target = reference
      .slice(2)
      .split("/")
      .reduce<unknown>((at, part) => (at as Json | undefined)?.[part], document);
    expect(target, reference).toBeDefined();
  }
});

test("every schema is a JSON Schema of 2020-12, as OpenAPI 3.1 wants it", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const [name, schema] of Object.entries(document.components.schemas as Record<string, Json>)) {
    expect(ajv.validateSchema(schema), name).toBe(true);
  }
  for (const { operation } of operations) {
    for (const { schema } of operation.parameters ?? []) expect(ajv.validateSchema(schema)).toBe(true);
  }
});
