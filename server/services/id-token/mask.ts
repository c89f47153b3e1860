/** An id token as it is shown to who may see the plant but not the cards: its last two characters, if it is long enough. */
export const maskIdToken = (token: string): string => (token.length >= 8 ? `••••${token.slice(-2)}` : "••••");
