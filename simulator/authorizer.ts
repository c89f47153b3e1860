import type { Configuration } from "./configuration.ts";
import type { Payload } from "./events.ts";
import type { CachedTag, Flash } from "./flash.ts";
import type { CallOutcome } from "./rpc.ts";
import type { Scheduler } from "./scheduler.ts";

export type Verdict = { readonly isAccepted: boolean; readonly parentIdTag: string | undefined };

export type AuthorizerDeps = {
  readonly configuration: Configuration;
  readonly flash: Flash;
  readonly scheduler: Scheduler;
  readonly isOnline: () => boolean;
  readonly call: (action: string, payload: Payload) => Promise<CallOutcome>;
};

const MAX_CACHED_TAGS = 500;
const REFUSED: Verdict = { isAccepted: false, parentIdTag: undefined };

/** Decides about cards: the authorization cache and Authorize.req (OCPP 1.6 sections 3.4 and 3.5). */
export class Authorizer {
  readonly #deps: AuthorizerDeps;

  constructor(deps: AuthorizerDeps) {
    this.#deps = deps;
  }

  /**
   * With LocalPreAuthorize a cached Accepted is enough; otherwise the CSMS is asked, and only when it cannot be reached do
   * LocalAuthorizeOffline and AllowOfflineTxForUnknownId decide.
   */
  async check(idTag: string): Promise<Verdict> {
    const { configuration, call, isOnline } = this.#deps;
    const cached = this.#find(idTag);
    const isCached = cached !== undefined && this.#isGood(cached);
    if (isCached && configuration.isTrue("LocalPreAuthorize")) return toVerdict(cached);
    const outcome = isOnline() ? await call("Authorize", { idTag }) : ({ kind: "lost" } as const);
    if (outcome.kind === "answered") {
      const info = this.learn(idTag, outcome.answer.idTagInfo);
      return info?.status === "Accepted" ? toVerdict(info) : REFUSED;
    }
    if (outcome.kind === "refused") return REFUSED;
    if (cached !== undefined)
      return isCached && configuration.isTrue("LocalAuthorizeOffline") ? toVerdict(cached) : REFUSED;
    return { isAccepted: configuration.isTrue("AllowOfflineTxForUnknownId"), parentIdTag: undefined };
  }

  /** Keeps an idTagInfo from any answer; undefined when it is none. ConcurrentTx says nothing about the card itself. */
  learn(idTag: string, idTagInfo: unknown): CachedTag | undefined {
    if (typeof idTagInfo !== "object" || idTagInfo === null || !("status" in idTagInfo)) return undefined;
    const { status, expiryDate, parentIdTag } = idTagInfo as Record<string, unknown>;
    const info: CachedTag = {
      status: String(status),
      ...(typeof expiryDate === "string" && { expiryDate }),
      ...(typeof parentIdTag === "string" && { parentIdTag }),
    };
    const { cache } = this.#deps.flash;
    if (info.status === "ConcurrentTx" || !this.#deps.configuration.isTrue("AuthorizationCacheEnabled")) return info;
    delete cache[idTag.toLowerCase()];
    const oldest = Object.keys(cache)[0];
    if (oldest !== undefined && Object.keys(cache).length >= MAX_CACHED_TAGS) delete cache[oldest];
    cache[idTag.toLowerCase()] = info; // id tags are compared without regard to case
    return info;
  }

  /** ClearCache.req; false when there is no cache to clear. */
  clear(): boolean {
    if (!this.#deps.configuration.isTrue("AuthorizationCacheEnabled")) return false;
    this.#deps.flash.cache = {};
    return true;
  }

  #find(idTag: string): CachedTag | undefined {
    if (!this.#deps.configuration.isTrue("AuthorizationCacheEnabled")) return undefined;
    return this.#deps.flash.cache[idTag.toLowerCase()];
  }

  #isGood(cached: CachedTag): boolean {
    if (cached.status !== "Accepted") return false;
    return cached.expiryDate === undefined || Date.parse(cached.expiryDate) > this.#deps.scheduler.now();
  }
}

const toVerdict = (tag: CachedTag): Verdict => ({ isAccepted: true, parentIdTag: tag.parentIdTag });
