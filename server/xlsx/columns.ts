/** What a column's cells are. `money` and `energy` are exact decimals as text, so that no figure passes through a float. */
export const COLUMN_KINDS = ["text", "integer", "energy", "money", "instant", "duration"] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export type Column = {
  readonly head: string;
  readonly kind: ColumnKind;
  /** In characters. */
  readonly width: number;
};

/**
 * A cell: null is empty. `text` is any text; `integer` a whole number; `energy` and `money` decimal text ("12.34"); `instant` the
 * wall-clock time of the reader's zone as milliseconds since 1970 (Excel knows no zones); `duration` milliseconds.
 */
export type Cell = string | number | null;
export type Row = readonly Cell[];
