/** Carries the requested path to server components, which cannot see it. Set by proxy.ts. */
export const PATH_HEADER = "x-voltplane-path";
