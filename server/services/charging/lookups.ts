import type { Database } from "../../../db/client.ts";
import { decideIdToken, type IdTokenDecision, type IdTokenRequest } from "./decide-id-token.ts";
import { type FoundTariff, findTariff, type TariffRequest } from "./find-tariff.ts";
import { type FoundTransaction, findTransaction, type TransactionRequest } from "./find-transaction.ts";

/** What the gateway looks up while it serves a CALL. */
export type Lookups = {
  decideIdToken(request: IdTokenRequest): Promise<IdTokenDecision>;
  findTariff(request: TariffRequest): Promise<FoundTariff | null>;
  findTransaction(request: TransactionRequest): Promise<FoundTransaction | null>;
};

/** Lookups in the database. */
export const createLookups = (db: Database): Lookups => ({
  decideIdToken: (request) => decideIdToken(db, request),
  findTariff: (request) => findTariff(db, request),
  findTransaction: (request) => findTransaction(db, request),
});
