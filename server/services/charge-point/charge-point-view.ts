import { z } from "zod";
import { type chargePoint, type connector, REFUSAL_REASONS, REGISTRATIONS } from "../../../db/schema/assets.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";
import { SessionView } from "../session/session-view.ts";

/** What runs on a connector now; the fields are those of a session and of its live events. */
export const RunningSessionView = SessionView.pick({
  id: true,
  transactionId: true,
  idToken: true,
  startedAt: true,
  energyWh: true,
  powerW: true,
  socPercent: true,
  lastReadingAt: true,
  currency: true,
  netMinor: true,
  vatMinor: true,
  grossMinor: true,
}).meta({ id: "RunningSession" });
export type RunningSessionView = z.infer<typeof RunningSessionView>;

/** A plug as it was last reported. */
export const ConnectorView = z
  .object({
    id: z.uuid(),
    number: z.int().meta({ description: "The station's own number of the connector, from 1." }),
    evseId: z.string().nullable(),
    standard: z.string().nullable().meta({ description: "OCPI ConnectorType." }),
    maxPowerW: z.int().nullable(),
    status: z.string().nullable().meta({ description: "The OCPP status as last reported; null: never." }),
    errorCode: z.string().nullable(),
    statusInfo: z.string().nullable(),
    vendorErrorCode: z.string().nullable(),
    statusAt: InstantText.nullable(),
    session: RunningSessionView.nullable().meta({
      description: "The running session, the newest if there are several; null: none, or no permission session.read.",
    }),
  })
  .meta({ id: "Connector" });
export type ConnectorView = z.infer<typeof ConnectorView>;

export const ChargePointView = z
  .object({
    id: z.uuid(),
    identity: z.string().meta({ description: "The last part of the station's address." }),
    name: z.string().nullable(),
    siteId: z.uuid().nullable(),
    siteName: z.string().nullable(),
    tariffId: z.uuid().nullable(),
    registration: z.enum(REGISTRATIONS),
    hasPassword: z.boolean(),
    protocol: z.string().nullable(),
    vendor: z.string().nullable(),
    model: z.string().nullable(),
    serialNumber: z.string().nullable(),
    firmwareVersion: z.string().nullable(),
    iccid: z.string().nullable(),
    imsi: z.string().nullable(),
    meterType: z.string().nullable(),
    meterSerialNumber: z.string().nullable(),
    isOnline: z.boolean(),
    connectedAt: InstantText.nullable(),
    disconnectedAt: InstantText.nullable(),
    lastSeenAt: InstantText.nullable(),
    lastRefusal: z
      .object({ at: InstantText, reason: z.enum(REFUSAL_REASONS), detail: z.string().nullable() })
      .nullable()
      .meta({
        description:
          "The last time that this identity was turned away at the OCPP door, noted at most once a minute for a reason. " +
          "Not proof that it was the station itself; of no concern once it is connected.",
      }),
    lastBootAt: InstantText.nullable(),
    firstBootAt: InstantText.nullable(),
    status: z.string().nullable().meta({ description: "Status of the whole box (connector 0)." }),
    errorCode: z.string().nullable(),
    statusInfo: z.string().nullable(),
    statusAt: InstantText.nullable(),
    heartbeatIntervalS: z.int(),
    configuration: z
      .record(z.string(), z.object({ value: z.string().nullable(), readonly: z.boolean() }))
      .nullable()
      .meta({ description: "The last GetConfiguration answer." }),
    configurationAt: InstantText.nullable(),
    retiredAt: InstantText.nullable(),
    createdAt: InstantText,
    updatedAt: InstantText,
    connectors: z.array(ConnectorView),
  })
  .meta({ id: "ChargePoint" });
export type ChargePointView = z.infer<typeof ChargePointView>;

export type ConnectorRow = typeof connector.$inferSelect & { readonly publicEvseId: string | null };

const toConnectorView = (row: ConnectorRow, running: RunningSessionView | undefined): ConnectorView => ({
  id: row.id,
  number: row.number,
  evseId: row.publicEvseId,
  standard: row.standard,
  maxPowerW: row.maxPowerW,
  status: row.status,
  errorCode: row.errorCode,
  statusInfo: row.statusInfo,
  vendorErrorCode: row.vendorErrorCode,
  statusAt: toInstantTextOrNull(row.statusAt),
  session: running ?? null,
});

export const toChargePointView = (
  row: typeof chargePoint.$inferSelect,
  around: {
    readonly siteName: string | null;
    readonly connectors: readonly ConnectorRow[];
    /** By connector number. */
    readonly running: ReadonlyMap<number, RunningSessionView>;
  },
): ChargePointView => ({
  id: row.id,
  identity: row.identity,
  name: row.name,
  siteId: row.siteId,
  siteName: around.siteName,
  tariffId: row.tariffId,
  registration: row.registration,
  hasPassword: row.passwordHash !== null,
  protocol: row.protocol,
  vendor: row.vendor,
  model: row.model,
  serialNumber: row.serialNumber,
  firmwareVersion: row.firmwareVersion,
  iccid: row.iccid,
  imsi: row.imsi,
  meterType: row.meterType,
  meterSerialNumber: row.meterSerialNumber,
  isOnline: row.isOnline,
  connectedAt: toInstantTextOrNull(row.connectedAt),
  disconnectedAt: toInstantTextOrNull(row.disconnectedAt),
  lastSeenAt: toInstantTextOrNull(row.lastSeenAt),
  lastRefusal:
    row.lastRefusedAt && row.lastRefusalReason
      ? { at: toInstantText(row.lastRefusedAt), reason: row.lastRefusalReason, detail: row.lastRefusalDetail }
      : null,
  lastBootAt: toInstantTextOrNull(row.lastBootAt),
  firstBootAt: toInstantTextOrNull(row.firstBootAt),
  status: row.status,
  errorCode: row.errorCode,
  statusInfo: row.statusInfo,
  statusAt: toInstantTextOrNull(row.statusAt),
  heartbeatIntervalS: row.heartbeatIntervalS,
  configuration: row.configuration,
  configurationAt: toInstantTextOrNull(row.configurationAt),
  retiredAt: toInstantTextOrNull(row.retiredAt),
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
  connectors: around.connectors.map((connector) => toConnectorView(connector, around.running.get(connector.number))),
});
