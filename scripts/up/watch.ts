import * as fs from "node:fs";
import * as path from "node:path";

const WATCHED = ["server", "actors", "db"];

/** Calls back a moment after server files changed; one call for many. Pages are Next's own business. */
export function watchServerFiles(root: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = WATCHED.map((name) => path.join(root, name))
    .filter((folder) => fs.existsSync(folder))
    .map((folder) =>
      fs.watch(folder, { recursive: true }, (_event, file) => {
        if (!file?.endsWith(".ts") || file.endsWith(".test.ts")) return;
        clearTimeout(timer);
        timer = setTimeout(onChange, 300);
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
