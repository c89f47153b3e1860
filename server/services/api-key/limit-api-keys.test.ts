import { expect, test } from "vitest";
import { AppError } from "../../core/errors.ts";
import { testClock } from "../../testing/fakes.ts";
import { limitApiKeys } from "./limit-api-keys.ts";

/** Keys that begin with "right" are right. */
async function authenticate(keyText: string) {
  if (!keyText.startsWith("right")) throw new AppError("unauthenticated", "wrong");
  return { tenantId: "t", actor: { kind: "apiKey", id: keyText, name: keyText, scopes: [] } } as const;
}
const LIMITS = {
  failuresPerNetwork: { burst: 2, perSecond: 0.2 },
  requestsPerKey: { burst: 3, perSecond: 1 },
  suspectChecks: { concurrent: 1, waiting: 1 },
};
const refusedAs = (code: string, retryAfterS?: number) => ({
  code,
  ...(retryAfterS === undefined ? {} : { details: { retryAfterS } }),
});

test("wrong keys are counted per network, forgiven with time, and cost nobody else", async () => {
  const clock = testClock();
  const admit = limitApiKeys(clock, authenticate, LIMITS);
  for (const _ of [1, 2]) await expect(admit("wrong", "a")).rejects.toMatchObject(refusedAs("unauthenticated"));
  await expect(admit("wrong", "a")).rejects.toMatchObject(refusedAs("tooMany", 5));
  await expect(admit("wrong", "b")).rejects.toMatchObject(refusedAs("unauthenticated"));
  await expect(admit("right", "a")).resolves.toMatchObject({ tenantId: "t" });
  clock.advance(5_000);
  await expect(admit("wrong", "a")).rejects.toMatchObject(refusedAs("unauthenticated"));
});

test("a key that was right passes those that wait for their check", async () => {
  const never = Promise.withResolvers<never>();
  const admit = limitApiKeys(testClock(), (key) => (key === "slow" ? never.promise : authenticate(key)), LIMITS);
  await admit("right", "a");
  for (const _ of [1, 2]) await expect(admit("wrong", "a")).rejects.toThrow();
  const slow = admit("slow", "a");
  const waiting = admit("right-too", "a");
  await expect(admit("other", "a")).rejects.toMatchObject(refusedAs("tooMany", 1));
  await expect(admit("right", "a")).resolves.toMatchObject({ tenantId: "t" });
  never.reject(new AppError("unauthenticated", "wrong"));
  await expect(slow).rejects.toMatchObject(refusedAs("tooMany"));
  await expect(waiting).resolves.toMatchObject({ tenantId: "t" });
});

test("a key may ask so often, and no other pays for it", async () => {
  const clock = testClock();
  const admit = limitApiKeys(clock, authenticate, LIMITS);
  for (const _ of [1, 2, 3]) await admit("right", "a");
  await expect(admit("right", "b")).rejects.toMatchObject(refusedAs("tooMany", 1));
  await expect(admit("right-too", "a")).resolves.toMatchObject({ tenantId: "t" });
  clock.advance(1_000);
  await expect(admit("right", "a")).resolves.toMatchObject({ tenantId: "t" });
});

test("calls that come together count each", async () => {
  const admit = limitApiKeys(testClock(), authenticate, LIMITS);
  await admit("right", "a", 2);
  await expect(admit("right", "a", 2)).rejects.toMatchObject(refusedAs("tooMany", 1));
  await expect(admit("right-too", "a", 3)).resolves.toMatchObject({ tenantId: "t" });
});

test("a failure of the check itself is nobody's wrong key", async () => {
  const broken = () => Promise.reject(new Error("no database"));
  const admit = limitApiKeys(testClock(), broken, LIMITS);
  for (const _ of [1, 2, 3, 4]) await expect(admit("right", "a")).rejects.toThrow("no database");
});
