/** Writes a line. A reader that went away (a closed pipe) is no reason to stop. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a step; tells when it takes longer than a second, and how long it took. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  const first = setTimeout(() => say(`  ${name} …`), 1000);
  const more = setInterval(() => say(`  ${name} … ${seconds()} s`), 10_000);
  try {
    const result = await work();
    if (Date.now() - startedAt > 1000) say(`  ${name}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(more);
  }
}
