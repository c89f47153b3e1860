import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";

/** What a procedure, named `router.procedure`, takes or gives. */
type Of<Tree, Path extends string> = Path extends `${infer Router}.${infer Name}`
  ? Router extends keyof Tree
    ? Name extends keyof Tree[Router]
      ? Tree[Router][Name]
      : never
    : never
  : never;
type Input<Path extends string> = Of<RouterInputs, Path>;
/** JSON as it travels: an instant is a text here. */
type Output<Path extends string> = Of<RouterOutputs, Path>;

/** A refusal, in the form that `errorKind` and `obstacleOf` read. */
export class CallError extends Error {
  override readonly name = "TRPCClientError";
  readonly data: unknown;

  constructor(data: unknown) {
    super("the server refused");
    this.data = data;
  }
}

/** One query, as `call` is one mutation. */
export const ask = <Path extends string>(base: string, path: Path, input: Input<Path>): Promise<Output<Path>> =>
  send(`${base}/api/trpc/${path}?${new URLSearchParams({ input: JSON.stringify({ json: input }) })}`, {});

/**
 * One mutation over tRPC's own wire form without its client: guests' pages are to be light. Rejects with a `CallError`, without
 * `data` when no answer of ours came.
 */
export const call = <Path extends string>(base: string, path: Path, input: Input<Path>): Promise<Output<Path>> =>
  send(`${base}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: input ?? undefined }),
  });

type Answer<Told> = { result?: { data?: { json: Told } }; error?: { json?: { data?: unknown } } };

async function send<Told>(url: string, init: RequestInit): Promise<Told> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    console.error(cause);
    throw new CallError(undefined);
  });
  const answer: Answer<Told> = await response.json().catch(() => ({})); // a proxy's page in between: no answer of ours
  if (answer.result?.data) return answer.result.data.json;
  throw new CallError(answer.error?.json?.data);
}
