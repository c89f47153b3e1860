import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

test("a body up to the limit is read whole, a longer one not at all", async () => {
  expect(Buffer.from((await readBody(new Response("äb"), 3)) ?? "").toString()).toBe("äb");
  expect(await readBody(new Response("äbc"), 3)).toBeNull();
  expect(await readBody(new Response(null), 3)).toEqual(new Uint8Array());
});

test("a body that never ends is left at the limit", async () => {
  let pulls = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulls += 1;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  expect(await readBody(new Response(endless), 5_000)).toBeNull();
  expect(pulls).toBeLessThan(10);
});

test("an announced length above the limit is enough", async () => {
  expect(await readBody(new Response("x", { headers: { "content-length": "4" } }), 3)).toBeNull();
});
