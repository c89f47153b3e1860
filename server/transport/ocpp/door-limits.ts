import type { Clock } from "../../core/clock.ts";
import { Gate } from "../../core/gate.ts";
import { KeyedBuckets } from "../../core/rate-limit.ts";
import type { Handshake } from "./handshake.ts";
import type { OcppLimits } from "./limits.ts";

/**
 * Counts failed handshakes by identity and by address. Being limited never refuses a right password: the password is still
 * checked, only in a narrower queue of its own, so that who guesses does not slow down who knows.
 */
export class FailureLimits {
  readonly #clock: Clock;
  readonly #byIdentity: KeyedBuckets;
  readonly #byAddress: KeyedBuckets;
  readonly #gate: Gate;
  readonly #suspectGate: Gate;

  constructor(limits: OcppLimits, clock: Clock) {
    this.#clock = clock;
    this.#byIdentity = new KeyedBuckets(limits.failuresPerIdentity);
    this.#byAddress = new KeyedBuckets(limits.failuresPerAddress);
    this.#gate = new Gate(limits.handshakes);
    this.#suspectGate = new Gate(limits.suspectHandshakes);
  }

  /** The queue in which this handshake waits for its check. */
  gateFor(address: string, handshake: Handshake): Gate {
    const nowMs = this.#clock.now().getTime();
    const isSuspect =
      this.#byAddress.isExhausted(address, nowMs) || this.#byIdentity.isExhausted(identityKey(handshake), nowMs);
    return isSuspect ? this.#suspectGate : this.#gate;
  }

  /** Counts a failure; false when there have been too many. */
  countFailure(address: string, handshake: Handshake): boolean {
    const nowMs = this.#clock.now().getTime();
    const byAddress = this.#byAddress.tryDraw(address, nowMs);
    const byIdentity = this.#byIdentity.tryDraw(identityKey(handshake), nowMs);
    return byAddress && byIdentity;
  }
}

const identityKey = ({ tenantSlug, identity }: Handshake): string => `${tenantSlug}/${identity}`.toLowerCase();
