import { JUMP_KINDS, type JumpTarget } from "../../server/core/jump-target.ts";

const MOST = 6;
const KEY = "recent-targets";
/** Cards and people are not left lying about in a browser. */
const KEPT: readonly JumpTarget["kind"][] = ["chargePoint", "session", "site", "tariff"];

/** What was gone to last in this tab, the newest first, by one person in one company: another tab may have signed somebody else in. */
export function recentTargets(owner: string): readonly JumpTarget[] {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(`${KEY} ${owner}`) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isTarget) : [];
  } catch {
    return []; // somebody else wrote there
  }
}

export function keepRecent(owner: string, target: JumpTarget): void {
  if (!KEPT.includes(target.kind)) return;
  const others = recentTargets(owner).filter(({ id }) => id !== target.id);
  window.sessionStorage.setItem(`${KEY} ${owner}`, JSON.stringify([target, ...others].slice(0, MOST)));
}

const isTarget = (kept: Partial<JumpTarget> | null): kept is JumpTarget =>
  kept !== null &&
  (JUMP_KINDS as readonly unknown[]).includes(kept.kind) &&
  typeof kept.id === "string" &&
  typeof kept.title === "string" &&
  (kept.detail === null || typeof kept.detail === "string");
