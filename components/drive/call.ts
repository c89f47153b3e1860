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

/**
 * One mutation over tRPC's own wire form without its client: guests' pages are to be light. Rejects with a `CallError`, without
 * `data` when no answer of ours came.
 */
export async function call<Path extends keyof Calls>(
  base: string,
  path: Path,
  input: Calls[Path]["input"],
): Promise<Calls[Path]["output"]> {
  const response = await fetch(`${base}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: input ?? undefined }),
  }).catch((cause: unknown) => {
    console.error(cause);
    throw new CallError(undefined);
  });
  const answer: { result?: { data?: { json: Calls[Path]["output"] } }; error?: { json?: { data?: unknown } } } =
    await response.json().catch(() => ({})); // a proxy's page in between: no answer of ours
  if (answer.result?.data) return answer.result.data.json;
  throw new CallError(answer.error?.json?.data);
}
