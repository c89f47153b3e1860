/** What is put away when a benchmark ends, in whatever way: the newest first. */
export const cleanUps: (() => unknown)[] = [];
let isEnding = false;

async function end(exitCode: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  process.exit(exitCode);
}

/** Runs a benchmark. PostgreSQL, servers and browsers are processes of their own: whatever happens here, none stays behind. */
export function runToEnd(main: () => Promise<number>): void {
  const fail = (error: unknown) => {
    console.error(error);
    return end(1);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(130));
  process.on("disconnect", () => void end(1));
  process.on("uncaughtException", (error) => void fail(error));
  main().then(end).catch(fail);
}
