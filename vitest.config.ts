import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `db` needs the PostgreSQL that scripts/test.ts starts (DATABASE_URL). */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    // A small machine would get a single worker else: one fewer than it has cores.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Property tests try thousands of cases; a loaded machine must not make them fail.
          testTimeout: 60_000,
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.db.test.ts", "e2e/**", ".next/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: ["**/node_modules/**", ".next/**"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
