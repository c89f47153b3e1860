/** What is wrong, in words; all empty when nothing is. */
export type Findings = {
  /** Answered, and not there. */
  readonly lost: string[];
  /** There more often than it was sent. */
  readonly doubled: string[];
  /** Taken for something older that it is not. */
  readonly swallowed: string[];
  readonly energy: string[];
  readonly cost: string[];
};

export const noFindings = (): Findings => ({ lost: [], doubled: [], swallowed: [], energy: [], cost: [] });

export const isFlawless = (findings: Findings): boolean => Object.values(findings).every((list) => list.length === 0);

/** Rows by what they are called. */
export function groupBy<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
