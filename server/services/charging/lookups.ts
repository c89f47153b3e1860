import type { PlainSql } from "../../../db/client.ts";
import { createBatcher } from "../batcher.ts";
import { judgeFailure } from "../recording/judge-failure.ts";
import { decideIdTokens, type IdTokenDecision, type IdTokenRequest } from "./decide-id-token.ts";
import { type FoundTariff, findTariffs, type TariffRequest } from "./find-tariff.ts";
import { type FoundTransaction, findTransactions, type TransactionRequest } from "./find-transaction.ts";

/** What the gateway looks up while it serves a CALL. */
export type Lookups = {
  decideIdToken(request: IdTokenRequest): Promise<IdTokenDecision>;
  findTariff(request: TariffRequest): Promise<FoundTariff | null>;
  findTransaction(request: TransactionRequest): Promise<FoundTransaction | null>;
};

const isAway = (error: unknown): boolean => judgeFailure(error) === "away";

/** Lookups in the database; those of many stations share a query. */
export const createLookups = (sql: PlainSql): Lookups => ({
  decideIdToken: createBatcher({ isAway, load: (requests) => decideIdTokens(sql, requests) }),
  findTariff: createBatcher({ isAway, load: (requests) => findTariffs(sql, requests) }),
  findTransaction: createBatcher({ isAway, load: (requests) => findTransactions(sql, requests) }),
});
