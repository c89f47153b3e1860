/**
 * How Node is told to start the server. One helper thread for V8: by its default of four, collecting garbage and compiling
 * take the cores from the main thread, from PostgreSQL and from each other, and a station waits for its answer meanwhile.
 */
export const SERVER_ARGS: readonly string[] = ["--v8-pool-size=1", "server/main.ts"];
