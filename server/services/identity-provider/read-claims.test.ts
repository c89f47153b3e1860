import { describe, expect, test } from "vitest";
import { readProviderClaims, roleOfClaims, textsAt } from "./read-claims.ts";

describe("claims", () => {
  test("the ID token outweighs the user info, and what neither says is not made up", () => {
    const claims = readProviderClaims({ sub: "7", email: "a@example.com" }, { email: "b@example.com", name: "A B" });
    expect(claims).toMatchObject({ subject: "7", email: "a@example.com", name: "A B", isEmailVerified: undefined });
  });

  test.each([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
    [null, false],
    [1, false],
  ])("email_verified %j means %j", (said, isVerified) => {
    expect(readProviderClaims({ sub: "7", email_verified: said }).isEmailVerified).toBe(isVerified);
  });

  test("a name is put together where there is none", () => {
    expect(readProviderClaims({ sub: "7", given_name: "Ada", family_name: "L" }).name).toBe("Ada L");
    expect(readProviderClaims({ sub: "7", preferred_username: "ada" }).name).toBe("ada");
    expect(readProviderClaims({ sub: "7", name: " " }).name).toBeNull();
  });
});

describe("roles", () => {
  const rule = {
    roleClaim: "realm_access.roles",
    roleMap: { boss: "owner", ops: "operator" } as const,
    defaultRole: null,
  };
  const claims = (raw: Record<string, unknown>) => readProviderClaims({ sub: "7", ...raw });

  test.each([
    [{ realm_access: { roles: ["ops", "boss", "other"] } }, "owner"],
    [{ realm_access: { roles: ["ops"] } }, "operator"],
    [{ realm_access: { roles: ["Ops", "owner"] } }, null],
    [{ realm_access: "ops" }, null],
    [{ realm_access: { roles: { ops: true } } }, null],
    [{}, null],
  ])("%j becomes %j", (raw, role) => {
    expect(roleOfClaims(rule, claims(raw))).toBe(role);
  });

  test("the default is for who has none of the mapped ones", () => {
    const withDefault = { ...rule, defaultRole: "viewer" as const };
    expect(roleOfClaims(withDefault, claims({}))).toBe("viewer");
    expect(roleOfClaims(withDefault, claims({ realm_access: { roles: ["boss"] } }))).toBe("owner");
    expect(roleOfClaims({ ...withDefault, roleClaim: null }, claims({ roles: ["boss"] }))).toBe("viewer");
  });

  test("a claim may be a list, words, or have a name with dots; what only objects have by birth is no role", () => {
    expect(textsAt({ groups: "a b,c" }, "groups")).toEqual(["a", "b", "c"]);
    expect(textsAt({ "https://x.example/roles": ["a", 1] }, "https://x.example/roles")).toEqual(["a"]);
    expect(textsAt({}, "constructor.name")).toEqual([]);
    expect(roleOfClaims({ ...rule, roleClaim: "groups" }, claims({ groups: ["constructor", "__proto__"] }))).toBeNull();
  });
});
