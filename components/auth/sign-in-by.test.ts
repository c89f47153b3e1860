import { afterEach, describe, expect, it, vi } from "vitest";
import { signInBy } from "./sign-in-by.ts";

afterEach(() => vi.unstubAllGlobals());

/** The server: gives a CSRF token, then answers so. */
function answers(answer: () => Response) {
  const fetched = vi.fn(async (path: string, _init?: RequestInit) =>
    path === "/api/auth/csrf" ? Response.json({ csrfToken: "t" }) : answer(),
  );
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("console", { ...console, error: () => {} });
  return fetched;
}
const refused = (error: string) => () =>
  Response.json({ url: `https://a.example/api/auth/error?error=${error}` }, { status: 401 });
const proof = { ticketId: "1", secret: "s" };

describe("a sign-in", () => {
  it("sends the proof with the token", async () => {
    const fetched = answers(() => Response.json({ url: "https://a.example/" }));
    expect(await signInBy("ticket", proof)).toBeNull();
    const [path, init] = fetched.mock.calls[1] ?? [];
    expect(path).toBe("/api/auth/callback/ticket");
    expect(Object.fromEntries(init?.body as URLSearchParams)).toMatchObject({ ...proof, csrfToken: "t" });
  });

  it("tells a proof that is worth nothing from a server that could not look at it", async () => {
    answers(refused("CredentialsSignin"));
    expect(await signInBy("ticket", proof)).toEqual({ kind: "wrong" });
    answers(refused("locked:60"));
    expect(await signInBy("credentials", {})).toEqual({ kind: "locked", retryAfterS: 60 });
    answers(refused("unavailable"));
    expect(await signInBy("ticket", proof)).toEqual({ kind: "unavailable" });
    answers(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(await signInBy("ticket", proof)).toEqual({ kind: "unavailable" });
    answers(() => {
      throw new TypeError("Failed to fetch");
    });
    expect(await signInBy("ticket", proof)).toEqual({ kind: "unavailable" });
  });

  it("says so where nothing answers at all", async () => {
    answers(() => Response.json({}));
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await signInBy("ticket", proof)).toEqual({ kind: "unavailable" });
  });
});
