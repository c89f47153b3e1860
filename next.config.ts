import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The back office and the drivers' pages have root layouts of their own, so that neither carries the other's code.
  experimental: { globalNotFound: true },
  // next-auth builds its URLs from the request's host instead of one configured address: one server, many brands' hosts.
  env: { AUTH_TRUST_HOST: "true" },
  // What browsers try by themselves.
  redirects: async () => [{ source: "/favicon.ico", destination: "/icon.svg", permanent: false }],
};

export default createNextIntlPlugin("./components/i18n/request.ts")(nextConfig);
