import { defineConfig } from "@playwright/test";
import { E2E_PORT } from "./e2e/web/address.ts";

const executablePath = process.env.CHROMIUM_PATH;

/** The browser is the one that scripts/browser.ts finds; the server is the real one on a database of its own. */
export default defineConfig({
  testDir: process.env.E2E_FULL === "1" ? "./e2e/full" : "./e2e/web",
  testMatch: process.env.PICTURES === "1" ? "pictures.ts" : "*.spec.ts",
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  // A browser on a machine with other work loses a key now and then. What fails twice fails; what fails once is named as flaky.
  retries: 1,
  reporter: [["list"], ["json"]],
  outputDir: "test-results",
  use: {
    baseURL: `http://localhost:${E2E_PORT}`,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Pictures of every step cost more than the steps: only what failed is looked at again.
    trace: "on-first-retry",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node e2e/web/serve.ts",
    url: `http://localhost:${E2E_PORT}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "ignore",
    stderr: "pipe",
  },
});
