import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const isDev = process.env.NODE_ENV === "development";

/**
 * Inline scripts stay allowed: Next's own bootstrap and the theme script need them as long as pages carry no nonce.
 * HSTS is left to whoever terminates TLS: it binds every port of the host, which is not this app's to decide.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDev ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(self), geolocation=(self), microphone=(), payment=(self)" },
];

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The back office and the drivers' pages have root layouts of their own, so that neither carries the other's code.
  experimental: { globalNotFound: true },
  // next-auth builds its URLs from the request's host instead of one configured address: one server, many brands' hosts.
  env: { AUTH_TRUST_HOST: "true" },
  // Paths that people and browsers try by themselves.
  redirects: async () => [
    { source: "/", destination: "/admin", permanent: false },
    { source: "/favicon.ico", destination: "/icon.svg", permanent: false },
  ],
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default createNextIntlPlugin("./components/i18n/request.ts")(nextConfig);
