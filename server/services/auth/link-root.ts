import type { Deps } from "../context.ts";
import type { Visit } from "../visit.ts";
import { isElsewhere } from "./is-elsewhere.ts";

/** The address of the pages that links of a mail lead to, and what their paths begin with. */
export type LinkRoot = {
  readonly origin: string;
  readonly base: string;
  /** It is the installation's own address, and not a company's host name. */
  readonly isHome: boolean;
};

/**
 * What the links of a mail to somebody begin with; null where the installation does not know its own address. A company's own host
 * name is that company's to answer at, and such a link opens all that the person is: so who works for another company, or charges
 * at it, is led to the installation's own address. Who becomes so later finds the link worth nothing (`isAstray`).
 */
export async function linkRoot(
  deps: Pick<Deps, "db">,
  { face, origin, base, home }: Pick<Visit, "face" | "origin" | "base" | "home">,
  userId: string | null,
): Promise<LinkRoot | null> {
  if (origin === null) return null;
  const isHome = face === null || origin === home;
  if (isHome || userId === null || !(await isElsewhere(deps, userId, face.tenantId))) return { origin, base, isHome };
  return home === null ? null : { origin: home, base: `/t/${face.slug}`, isHome: true };
}
