/** The keys, the rail and the bar on a phone open the same palette: they say so here, and its host listens. */
const wishes = new EventTarget();

export const openPalette = (): void => void wishes.dispatchEvent(new Event("open"));

/** Returns how to stop listening. */
export function onPaletteWanted(open: () => void): () => void {
  wishes.addEventListener("open", open);
  return () => wishes.removeEventListener("open", open);
}

/** Its code comes when it is about to be needed. */
export const loadPalette = () => import("./palette.tsx");
