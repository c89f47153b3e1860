import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { foldOnePlug } from "./fold-plugs.ts";
import { notePushed, withPushed } from "./pushed-meanwhile.ts";
import { watchSite } from "./watch-site.ts";

type OnePlug = RouterOutputs["place"]["plug"];
type Listener = Omit<Parameters<typeof watchSite>[1], "onEvents"> & {
  /** Something was pushed: what to make of the plug. */
  readonly onPushed: (fold: (before: OnePlug) => OnePlug) => void;
};

/** Hears what happens to a guest's plug, apart from the page, which is there before. Returns how to stop. */
export function watchPlug(watched: Parameters<typeof watchSite>[0], { onPushed, ...listener }: Listener): () => void {
  return watchSite(watched, {
    ...listener,
    onEvents: (events) => {
      notePushed(events);
      onPushed((before) => foldOnePlug(before, events));
    },
  });
}

/** The plug that was asked for with what was pushed of it meanwhile. */
export const withPushedPlug = (question: () => Promise<OnePlug>): Promise<OnePlug> => withPushed(question, foldOnePlug);
