/** Passwords that were just made, for as long as the tab lives: the server keeps only their hashes. */
const passwords = new Map<string, string>();

export const keepPassword = (chargePointId: string, password: string): void =>
  void passwords.set(chargePointId, password);
export const passwordOf = (chargePointId: string): string | null => passwords.get(chargePointId) ?? null;
