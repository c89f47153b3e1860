import { problem } from "./problem.ts";

/** The answer to an address whose path cannot be percent-decoded (RFC 3986, 2.1); null for one that can. */
export function refuseMalformedPath(path: string): Response | null {
  try {
    decodeURIComponent(path);
    return null;
  } catch {
    return problem("invalid", "The path is not percent-encoded as it should be."); // a lone percent sign, or no UTF-8
  }
}
