export type ActorKey = { readonly tenantId: string; readonly chargePointId: string };
