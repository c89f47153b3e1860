/** NIST SP 800-63B-4, 3.1.1.2: length counts, prescribed kinds of characters do not. */
export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 200;
/** The same few characters over and over are guessed first. */
const MIN_DIFFERENT = 5;

/** Whether a password is one that nobody may choose. */
export const isWeakPassword = (text: string): boolean =>
  text.length < PASSWORD_MIN_LENGTH || text.length > PASSWORD_MAX_LENGTH || new Set(text).size < MIN_DIFFERENT;
