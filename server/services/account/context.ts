import { createSealer, type Sealer } from "../../core/seal.ts";
import { createPasswordHasher, type PasswordHasher } from "../auth/hash-password.ts";
import { createMailLimit, type MailLimit } from "../auth/mail-limit.ts";
import type { Verified } from "../auth/verify-session.ts";
import type { Face, Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import { createRelyingParties, type FetchAbroad, type RelyingParties } from "../identity-provider/relying-party.ts";
import { type Ceremonies, createCeremonies } from "../passkey/ceremony.ts";
import { type AttemptLimit, createAttemptLimit } from "./attempt-limit.ts";

/** What the services of a person's own account are built with, once. */
export type AccountDeps = {
  readonly sealer: Sealer;
  readonly hasher: PasswordHasher;
  readonly faces: Faces;
  /** Wrong codes and passwords of one person. */
  readonly attempts: AttemptLimit;
  readonly ceremonies: Ceremonies;
  readonly limitMails: MailLimit;
  readonly clientSecrets: Sealer;
  readonly parties: RelyingParties;
  readonly journeys: Sealer;
};

type Abroad = { readonly fetchAbroad: FetchAbroad; readonly allowsNearby: boolean };

/** The real ones. What they seal opens with the installation's secret only. */
export function createAccountDeps(
  { clock }: Pick<Deps, "clock">,
  secret: string,
  faces: Faces,
  { fetchAbroad, allowsNearby }: Abroad = { fetchAbroad: fetch, allowsNearby: false },
): AccountDeps {
  const clientSecrets = createSealer(secret, "client secret");
  return {
    sealer: createSealer(secret, "authenticator app"),
    hasher: createPasswordHasher(),
    faces,
    attempts: createAttemptLimit(),
    ceremonies: createCeremonies(clock, createSealer(secret, "passkey ceremony")),
    limitMails: createMailLimit(),
    clientSecrets,
    parties: createRelyingParties({ clock, clientSecrets, fetchAbroad, allowsHttp: allowsNearby }),
    journeys: createSealer(secret, "company sign-in"),
  };
}

/** A signed-in person, about what is theirs in every company. */
export type AccountContext = Deps &
  AccountDeps & {
    readonly person: Verified;
    /** The company that the request named, if any: in whose name mails are sent. */
    readonly face: Face | null;
    /** Where the browser is: passkeys are bound to it. Null: not known, and no passkeys. */
    readonly origin: string | null;
  };
