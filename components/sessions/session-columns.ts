/**
 * One grid for head and rows, with widths that no row changes. On a phone a row has two lines and three columns: what
 * stands in the others is on the second line.
 */
export const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_4.25rem_5.25rem] md:min-w-[64rem] md:grid-cols-[12rem_minmax(11rem,1fr)_minmax(13rem,1.3fr)_10rem_6rem_6.5rem_7rem_7rem]";
export const ROW_HEIGHT = "h-14 md:h-row";
/** Contained: what changes in one row is laid out in it alone. */
export const ROW = `group absolute inset-x-0 top-0 contain-strict ${ROW_HEIGHT} border-b hover:bg-hover`;
export const CELL = "block min-w-0 self-center truncate px-3 max-md:px-2";
export const NUMERIC = "text-right";
/** Stays at the left while the rest scrolls sideways. */
export const PINNED =
  "sticky left-0 z-1 flex h-full flex-col justify-center bg-card group-hover:bg-hover max-md:bg-transparent";
export const WIDE = "max-md:hidden";

/** Laid out as a grid, the elements of a table mean a table to every browser only when that is said. */
export const AS_TABLE = { role: "table" } as const;
export const AS_GROUP = { role: "rowgroup" } as const;
export const AS_ROW = { role: "row" } as const;
export const AS_HEADER = { role: "columnheader", scope: "col" } as const;
export const AS_CELL = { role: "cell" } as const;
