import type { ServerResponse } from "node:http";

export type SecurityOptions = {
  /** The bundler of development evaluates what it sends. */
  readonly isDevelopment: boolean;
  /** Where a configured map style and its tiles come from: `https://tiles.example`. */
  readonly mapOrigins: readonly string[];
};

/**
 * What goes out with each answer that says nothing else. Inline scripts stay allowed: Next's own bootstrap and the theme script
 * need them as long as pages carry no nonce. HSTS is left to whoever terminates TLS: it binds every port of the host, which is
 * not this app's to decide.
 */
export function securityHeaders({ isDevelopment, mapOrigins }: SecurityOptions): Readonly<Record<string, string>> {
  const withMap = ["'self'", ...mapOrigins].join(" ");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src ${withMap} data: blob:`,
    "font-src 'self'",
    `connect-src ${withMap}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=(self)",
  };
}

/**
 * Adds headers at the last moment, where the answer has none of that name. Set any earlier they would win: Next does not put a
 * door's own header over one that is there, and a door that locks a file up would have locked nothing.
 */
export function addHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  const writeHead = response.writeHead;
  response.writeHead = function writeWithDefaults(this: ServerResponse, ...args: unknown[]) {
    for (const [name, value] of Object.entries(headers)) if (!this.hasHeader(name)) this.setHeader(name, value);
    return Reflect.apply(writeHead, this, args) as ServerResponse;
  } as typeof writeHead;
}
