"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { createScrollMap, mostTop, rowsInPage, stepTo, toScrollTop } from "./scroll-map.ts";

type Options = {
  readonly region: RefObject<HTMLElement | null>;
  /** An element as high as one row: density, width and zoom change it. */
  readonly probe: RefObject<HTMLElement | null>;
  /** Sticks to the region's top and hides what is under it. */
  readonly head: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Whether the region is in the page. */
  readonly isShown: boolean;
  /** Told once scrolling rests, with the number of the topmost row. */
  readonly onRest: (row: number) => void;
};

type Range = { readonly first: number; readonly end: number; readonly shiftPx: number };
type Sizes = { readonly rowPx: number; readonly viewportPx: number };

const NO_RANGE: Range = { first: 0, end: 0, shiftPx: 0 };
const REST_MS = 120;

/** Which rows of a list with rows of one height stand in the page, while its region scrolls over all of them. */
export function useVirtualRows({ region, probe, head, count, isShown, onRest }: Options) {
  const sizes = useSizes({ region, probe, head, isShown });
  const [range, setRange] = useState(NO_RANGE);
  const [isFlying, setFlying] = useState(false);
  const map = createScrollMap(count * sizes.rowPx, sizes.viewportPx);
  const now = useRef({ map, rowPx: sizes.rowPx, count, scrollTop: 0, listTop: 0, onRest });
  Object.assign(now.current, { map, onRest, count });

  /** Takes the list to a pixel of it; what is seen follows before the browser paints. */
  const settle = useCallback(
    (listTop: number, scrollTop: number) => {
      const state = now.current;
      Object.assign(state, { listTop, scrollTop });
      const element = region.current;
      if (element && Math.round(element.scrollTop) !== Math.round(scrollTop)) {
        element.scrollTop = scrollTop;
        // Browsers round to whole pixels of the screen: a step is counted from where they are.
        state.scrollTop = element.scrollTop;
      }
      const { first, end } = rowsInPage(state.map, listTop, state.rowPx, state.count);
      const shiftPx = listTop - state.scrollTop;
      setRange((before) => {
        const isSame = before.first === first && before.end === end && Math.abs(before.shiftPx - shiftPx) < 0.5;
        return isSame ? before : { first, end, shiftPx };
      });
    },
    [region],
  );
  const goTo = useCallback(
    (listTop: number) => {
      const { map: current } = now.current;
      const top = Math.min(Math.max(0, listTop), mostTop(current));
      settle(top, toScrollTop(current, top));
    },
    [settle],
  );
  const goToRow = useCallback((row: number) => goTo(row * now.current.rowPx), [goTo]);

  useEffect(() => {
    const element = region.current;
    if (!element || !isShown) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const state = now.current;
      const { scrollTop } = element;
      if (Math.abs(scrollTop - state.scrollTop) < 0.5) return;
      const listTop = stepTo(state.map, state, scrollTop);
      // Rows that fly past are not asked for.
      const isFast = Math.abs(listTop - state.listTop) > state.map.viewportPx;
      // The rows stand there in the frame that shows the new place.
      flushSync(() => {
        if (isFast) setFlying(true);
        settle(listTop, scrollTop);
      });
      clearTimeout(rest);
      rest = setTimeout(() => {
        setFlying(false);
        goTo(state.listTop);
        state.onRest(Math.floor(state.listTop / state.rowPx));
      }, REST_MS);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      element.removeEventListener("scroll", onScroll);
      clearTimeout(rest);
    };
  }, [region, isShown, settle, goTo]);

  // Another height of rows or another number of them: the same row stays at the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is made anew in each render
  useLayoutEffect(() => {
    const state = now.current;
    const row = state.rowPx > 0 ? state.listTop / state.rowPx : 0;
    state.rowPx = sizes.rowPx;
    goTo(row * sizes.rowPx);
  }, [goTo, sizes.rowPx, sizes.viewportPx, count, isShown]);

  /** The row at the top, and how much of it is out of sight: 12.5 is the middle of the thirteenth. */
  const topRow = useCallback(() => (now.current.rowPx > 0 ? now.current.listTop / now.current.rowPx : 0), []);
  return { range, rowPx: sizes.rowPx, scrollPx: map.scrollPx, isFlying, goToRow, topRow };
}
export type VirtualRows = ReturnType<typeof useVirtualRows>;

function useSizes({ region, probe, head, isShown }: Pick<Options, "region" | "probe" | "head" | "isShown">): Sizes {
  const [sizes, setSizes] = useState<Sizes>({ rowPx: 0, viewportPx: 0 });
  useLayoutEffect(() => {
    if (!isShown) return;
    const measure = () => {
      const rowPx = probe.current?.getBoundingClientRect().height ?? 0;
      const viewportPx = (region.current?.clientHeight ?? 0) - (head.current?.offsetHeight ?? 0);
      setSizes((before) =>
        before.rowPx === rowPx && before.viewportPx === viewportPx ? before : { rowPx, viewportPx },
      );
    };
    const observer = new ResizeObserver(measure);
    for (const { current } of [region, probe, head]) if (current) observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [region, probe, head, isShown]);
  return sizes;
}
