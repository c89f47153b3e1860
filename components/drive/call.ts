import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";

type Calls = {
  "signIn.requestLink": {
    input: RouterInputs["signIn"]["requestLink"];
    output: RouterOutputs["signIn"]["requestLink"];
  };
  "drive.start": { input: RouterInputs["drive"]["start"]; output: RouterOutputs["drive"]["start"] };
  "drive.join": { input: null; output: RouterOutputs["drive"]["join"] };
};

/** A refusal, in the form that `errorKind` and `obstacleOf` read. */
export class CallError extends Error {
  override readonly name = "TRPCClientError";
  readonly data: unknown;

  constructor(data: unknown) {
    super("the server refused");
    this.data = data;
  }
}

type Questions = {
  "place.plug": { input: RouterInputs["place"]["plug"]; output: RouterOutputs["place"]["plug"] };
};

/** One query, as `call` is one mutation. */
export const ask = <Path extends keyof Questions>(
  base: string,
  path: Path,
  input: Questions[Path]["input"],
): Promise<Questions[Path]["output"]> =>
  send(`${base}/api/trpc/${path}?${new URLSearchParams({ input: JSON.stringify({ json: input }) })}`, {});

/**
 * One mutation over tRPC's own wire form without its client: guests' pages are to be light. Rejects with a `CallError`, without
 * `data` when no answer of ours came.
 */
export const call = <Path extends keyof Calls>(
  base: string,
  path: Path,
  input: Calls[Path]["input"],
): Promise<Calls[Path]["output"]> =>
  send(`${base}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: input ?? undefined }),
  });

type Answer<Output> = { result?: { data?: { json: Output } }; error?: { json?: { data?: unknown } } };

async function send<Output>(url: string, init: RequestInit): Promise<Output> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    console.error(cause);
    throw new CallError(undefined);
  });
  const answer: Answer<Output> = await response.json().catch(() => ({})); // a proxy's page in between: no answer of ours
  if (answer.result?.data) return answer.result.data.json;
  throw new CallError(answer.error?.json?.data);
}
