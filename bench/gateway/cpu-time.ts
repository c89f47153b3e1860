import * as fs from "node:fs";

/** What `getconf CLK_TCK` says on every Linux of today. */
const MS_PER_TICK = 10;
const hasProc = process.platform === "linux";

/** CPU time of a process and of its children, living and ended, in ms; null where the system has no /proc. */
export function familyCpuMs(pid: number): number | null {
  if (!hasProc) return null;
  const own = statOf(pid);
  if (!own) return null;
  let ticks = own.ticks + own.endedChildrenTicks;
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(Number(name));
    if (stat?.parent === pid) ticks += stat.ticks + stat.endedChildrenTicks;
  }
  return ticks * MS_PER_TICK;
}

/** CPU time that all processes of the machine have used, in ms; null where the system has no /proc. */
export function machineCpuMs(): number | null {
  if (!hasProc) return null;
  const [line = ""] = fs.readFileSync("/proc/stat", "utf8").split("\n", 1);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softIrq + steal) * MS_PER_TICK;
}

function statOf(pid: number): { parent: number; ticks: number; endedChildrenTicks: number } | null {
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // it ended while we looked
  }
  // The name in parentheses may hold anything; the numbers follow it (proc_pid_stat(5)).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  return { parent: field(4), ticks: field(14) + field(15), endedChildrenTicks: field(16) + field(17) };
}
