import { Resolver } from "node:dns/promises";
import { AppError } from "../../core/errors.ts";
import type { ReadTxt } from "../../services/ports.ts";

/** Answers that say that there is no such record; any other failure says nothing about it. */
const NONE = ["ENOTFOUND", "ENODATA"];

/** Asks the resolvers of this machine. @throws AppError `unavailable` when none of them answers. */
export const readTxt: ReadTxt = async (name) => {
  try {
    const records = await new Resolver({ timeout: 3_000, tries: 2 }).resolveTxt(name);
    return records.map((parts) => parts.join(""));
  } catch (cause) {
    if (NONE.includes(String((cause as { code?: string }).code))) return [];
    throw new AppError("unavailable", "The DNS does not answer. Try again.", { retryAfterS: 10 }, { cause });
  }
};
