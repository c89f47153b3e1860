import { eq } from "drizzle-orm";
import { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import { NameText } from "../fields.ts";
import type { AccountContext } from "./context.ts";

export const RenameInput = z.strictObject({ name: NameText });

/** The name that colleagues and the audit read from now on. */
export async function renamePerson(ctx: AccountContext, { name }: z.output<typeof RenameInput>): Promise<void> {
  await ctx.db.orm.update(appUser).set({ name }).where(eq(appUser.id, ctx.person.userId));
  ctx.events.publish({ type: "userSessionsChanged", userId: ctx.person.userId });
}
