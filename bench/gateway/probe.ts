/**
 * Loaded into a measured server with `--import`: says over the IPC channel what the process has used. The product itself
 * has no such door.
 */

export type ProbeOrder = { readonly kind: "measure" } | { readonly kind: "collectGarbage" };
export type ProbeReport = { readonly cpuMs: number; readonly residentBytes: number };

process.on("message", (order: ProbeOrder) => {
  if (order.kind === "collectGarbage") globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const answer: ProbeReport = { cpuMs: (user + system) / 1000, residentBytes: process.memoryUsage.rss() };
  process.send?.({ answer });
});
