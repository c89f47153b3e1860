import { z } from "zod";
import { isWeakPassword, PASSWORD_MIN_LENGTH } from "../../core/password-rule.ts";

/** A password somebody chooses. */
export const NewPassword = z
  .string()
  .max(1024)
  .refine((text) => !isWeakPassword(text), `At least ${PASSWORD_MIN_LENGTH} characters, five of them different.`);
