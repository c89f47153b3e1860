import type { AccountDeps } from "./account/context.ts";
import type { LinkRequester } from "./auth/request-sign-in-link.ts";
import type { Verified } from "./auth/verify-session.ts";
import type { Face } from "./brand/find-face.ts";
import type { Deps } from "./context.ts";

/** Who asks, and where: known before anything is allowed. */
export type Visit = {
  readonly deps: Deps;
  /** The company that host name or path name; null on the installation's own address. */
  readonly face: Face | null;
  readonly person: Verified | null;
  /** What limits count under: the caller's network. */
  readonly network: string;
  readonly userAgent: string | null;
  /** Where links in mails lead: never simply where the request says it came from. Null: not known. */
  readonly origin: string | null;
  /** The installation's own address: no company's host name. Null: not known. */
  readonly home: string | null;
  /** What paths begin with where the path named the company: `/t/{slug}`. */
  readonly base: string;
  readonly requestLink: LinkRequester;
  readonly account: AccountDeps;
};

/** Somebody, signed in or not, at one company. */
export type PlaceContext = Deps & { readonly tenantId: string; readonly face: Face };
