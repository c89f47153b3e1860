import type { Deps } from "../context.ts";
import type { Visit } from "../visit.ts";
import { isElsewhere } from "./is-elsewhere.ts";

/** The address of the pages that links of a mail lead to, and what their paths begin with. */
export type LinkRoot = { readonly origin: string; readonly base: string };

/**
 * What the links of a mail to somebody begin with; null where the installation does not know its own address. A company's own host
 * name is that company's to answer at, and such a link opens all that the person is: so who works for another company, or charges
 * at it, is led to the installation's own address.
 */
export async function linkRoot(
  deps: Pick<Deps, "db">,
  { face, origin, base, home }: Pick<Visit, "face" | "origin" | "base" | "home">,
  userId: string | null,
): Promise<LinkRoot | null> {
  if (origin === null) return null;
  const here = { origin, base };
  if (!face || origin === home || userId === null) return here;
  if (!(await isElsewhere(deps, userId, face.tenantId))) return here;
  return home === null ? null : { origin: home, base: `/t/${face.slug}` };
}
