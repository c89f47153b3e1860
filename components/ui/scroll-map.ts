/**
 * Browsers cap the height of what scrolls (Chromium at 33,554,430 px, others earlier) and hide what is beyond without a
 * word. So a long list has a scrollbar of this many pixels at most, which maps onto its whole height.
 */
const MOST_PX = 8_000_000;
/** Near both ends a pixel of the scrollbar is a pixel of the list, so that the ends are reached without a jump. */
const END_PX = 200_000;

export type ScrollMap = {
  /** Height of what scrolls, and of the list. The same unless the list is longer than a browser can scroll. */
  readonly scrollPx: number;
  readonly listPx: number;
  readonly viewportPx: number;
};

export const createScrollMap = (listPx: number, viewportPx: number): ScrollMap => ({
  scrollPx: Math.min(listPx, MOST_PX),
  listPx,
  viewportPx,
});

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), Math.max(most, 0));
export const mostTop = ({ listPx, viewportPx }: ScrollMap): number => Math.max(0, listPx - viewportPx);
export const mostScrollTop = ({ scrollPx, viewportPx }: ScrollMap): number => Math.max(0, scrollPx - viewportPx);

/** Which pixel of the list is at the top when the scrollbar is moved there. */
export function toListTop(map: ScrollMap, scrollTop: number): number {
  const at = clamp(scrollTop, mostScrollTop(map));
  return mapMiddle(at, mostScrollTop(map), mostTop(map));
}

/** Where the scrollbar is for that pixel of the list. */
export function toScrollTop(map: ScrollMap, listTop: number): number {
  const at = clamp(listTop, mostTop(map));
  return mapMiddle(at, mostTop(map), mostScrollTop(map));
}

/** From one length to another: the ends as they are, the middle in proportion. */
function mapMiddle(at: number, length: number, onto: number): number {
  if (length === onto || at <= END_PX) return at;
  const fromEnd = length - at;
  if (fromEnd <= END_PX) return onto - fromEnd;
  return END_PX + ((at - END_PX) * (onto - 2 * END_PX)) / (length - 2 * END_PX);
}

/**
 * Where the list is after the scrollbar moved. A small step (a wheel, a key) moves the list by as many pixels; a large one
 * is a jump to where the scrollbar now stands, and so is one that ends at an end of it.
 */
export function stepTo(map: ScrollMap, before: { scrollTop: number; listTop: number }, scrollTop: number): number {
  if (map.scrollPx === map.listPx) return clamp(scrollTop, mostTop(map));
  const step = scrollTop - before.scrollTop;
  const isAtEnd = scrollTop <= 0 || scrollTop >= mostScrollTop(map) - 1;
  if (isAtEnd || Math.abs(step) > 3 * map.viewportPx) return toListTop(map, scrollTop);
  return clamp(before.listTop + step, mostTop(map));
}

/** More rows than this in the page would make it slow, whatever the window. */
export const MOST_ROWS = 80;
const AHEAD_ROWS = 12;
/** The range moves by as many rows at once, so that not each pixel asks for a new one. */
const STRIDE = 4;

/** The rows that stand in the page: those seen, and some before and after. `end` is excluded. */
export function rowsInPage(map: ScrollMap, listTop: number, rowPx: number, count: number) {
  if (rowPx <= 0) return { first: 0, end: 0 }; // not measured yet
  const seen = Math.ceil(map.viewportPx / rowPx) + 1;
  const ahead = Math.max(0, Math.min(AHEAD_ROWS, Math.floor((MOST_ROWS - seen - STRIDE) / 2)));
  const firstSeen = Math.floor(listTop / rowPx);
  const first = Math.max(0, Math.floor((firstSeen - ahead) / STRIDE) * STRIDE);
  return { first, end: Math.min(count, first + Math.min(MOST_ROWS, seen + 2 * ahead + STRIDE)) };
}
