import { z } from "zod";
import { chargePoint, REGISTRATIONS } from "../../../db/schema/assets.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { NameText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { requireSite } from "../site/require.ts";
import { requireTariffChange, TariffChoice } from "../tariff/require.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { ChargePointView } from "./charge-point-view.ts";
import { loadView } from "./load-views.ts";
import { generatePassword, hashPassword } from "./password.ts";

/** What OCPP 2.0.1 allows (identifierString, 48): it needs no escaping in an address, nor does a colon in a Basic header hurt. */
export const IdentityText = z
  .string()
  .regex(/^[A-Za-z0-9*+=:|@._-]{1,48}$/, "letters, digits and *+=:|@._- only, at most 48 characters")
  .refine((text) => !/^\.+$/.test(text), "not only dots");

/** 16 to 20 printable bytes (OCPP 1.6 security whitepaper, AuthorizationKey). */
export const StationPasswordText = z.string().regex(/^[\x21-\x7e]{16,20}$/, "16 to 20 printable ASCII characters");

export const CreateChargePointInput = z.strictObject({
  identity: IdentityText,
  name: NameText.nullish(),
  siteId: z.uuid().nullish(),
  tariffId: TariffChoice,
  registration: z.enum(REGISTRATIONS).default("accepted"),
  heartbeatIntervalS: z.int().min(10).max(86_400).default(300),
  password: StationPasswordText.optional().meta({
    description: "Only for a station that already has one; left out, a random one is made.",
  }),
});

export const CreatedChargePoint = ChargePointView.extend({
  password: z.string().meta({ description: "The station's OCPP password. Shown this once, kept only as a hash." }),
}).meta({ id: "CreatedChargePoint" });

/**
 * Takes a charge point into service and gives it a password.
 * @throws AppError `conflict` when the identity is taken (also by a retired one), `invalid` for an unknown site or tariff.
 */
export async function createChargePoint(
  ctx: ServiceContext,
  input: z.output<typeof CreateChargePointInput>,
): Promise<z.infer<typeof CreatedChargePoint>> {
  requirePermission(ctx, "chargePoint.write");
  const password = input.password ?? generatePassword();
  const id = ctx.newId ?? uuidv7();
  const now = ctx.clock.now();
  const view = await transact(ctx, async (tx) => {
    if (input.siteId) await requireSite(tx, ctx.tenantId, input.siteId);
    await requireTariffChange(ctx, tx, null, input.tariffId);
    const [row] = await tx
      .insert(chargePoint)
      .values({
        tenantId: ctx.tenantId,
        id,
        identity: input.identity,
        name: input.name ?? null,
        siteId: input.siteId ?? null,
        tariffId: input.tariffId ?? null,
        passwordHash: hashPassword(Buffer.from(password, "latin1")),
        registration: input.registration,
        heartbeatIntervalS: input.heartbeatIntervalS,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new AppError("internal", "The charge point was not stored.");
    await recordAudit(ctx, tx, {
      action: "chargePoint.create",
      subjectType: "chargePoint",
      subjectId: id,
      detail: { identity: input.identity, siteId: row.siteId, tariffId: row.tariffId, registration: row.registration },
    });
    return loadView(tx, ctx, row);
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error, "charge_point_identity")) throw error;
    throw conflict("identityTaken", "A charge point with this identity exists already.", {
      issues: [{ path: "identity", message: "is taken" }],
    });
  });
  ctx.events.publish({
    type: "chargePointChanged",
    cause: "created",
    tenantId: ctx.tenantId,
    siteId: view.siteId,
    chargePointId: id,
  });
  return { ...view, password };
}
