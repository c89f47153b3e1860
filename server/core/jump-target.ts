export const JUMP_KINDS = ["chargePoint", "session", "site", "driver", "idToken", "tariff"] as const;

/** Something that is gone to by its name or number. */
export type JumpTarget = {
  readonly kind: (typeof JUMP_KINDS)[number];
  readonly id: string;
  readonly title: string;
  /** What tells it from others of that name; null: nothing more is known. */
  readonly detail: string | null;
};
