import { z } from "zod";

/** NIST SP 800-63B-4, 3.1.1.2: length counts, prescribed kinds of characters do not. */
export const PASSWORD_MIN_LENGTH = 12;
const MAX_LENGTH = 200;

/** A password somebody chooses. */
export const NewPassword = z
  .string()
  .min(PASSWORD_MIN_LENGTH)
  .max(MAX_LENGTH)
  .refine((text) => new Set(text).size >= 5, "The same few characters over and over are guessed first.");
