import { z } from "zod";
import type { driver } from "../../../db/schema/people.ts";
import { InstantText, NameText, StorableText, toInstantText, toInstantTextOrNull } from "../fields.ts";

/** What the office says of a driver. */
export const DriverFields = z.strictObject({
  name: NameText,
  email: z.email().max(254).nullish(),
  phone: StorableText.trim()
    .regex(/^\+?[0-9 ()/.-]{3,40}$/, "digits, with + before the country")
    .nullish(),
});

export const DriverView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    hasSignIn: z.boolean().meta({ description: "The person uses the drivers' app." }),
    blockedAt: InstantText.nullable().meta({
      description: "From then on none of the driver's tokens starts anything.",
    }),
    createdAt: InstantText,
    updatedAt: InstantText,
  })
  .meta({ id: "Driver" });
export type DriverView = z.infer<typeof DriverView>;

export const toDriverView = (row: typeof driver.$inferSelect): DriverView => ({
  ...{ id: row.id, name: row.name, email: row.email, phone: row.phone, hasSignIn: row.userId !== null },
  blockedAt: toInstantTextOrNull(row.blockedAt),
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
});
