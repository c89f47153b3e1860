import { nearestOf } from "../../server/core/request-headers.ts";

type HeaderReader = { get(name: string): string | null };

/** Whether the browser came over https. Next fills the header from the socket unless a proxy in front has set it. */
export const isSecure = (headers: HeaderReader): boolean =>
  headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";

/** The session cookie's name: next-auth's own, so that its client and the server agree without more settings. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? "__Secure-next-auth.session-token" : "next-auth.session-token";

/** The caller's address as the nearest proxy saw it; empty when no one filled the header. */
export const clientIp = (headers: HeaderReader): string => nearestOf(headers.get("x-forwarded-for")) ?? "";
