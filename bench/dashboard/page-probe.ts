/** What runs inside the page. Handed over as text, so it may use nothing from outside itself. */
export type PageProbe = {
  /** Counts frames from now on. */
  watchFrames(): void;
  /** The time between each two frames since, in ms. */
  frames(): number[];
  /** Does something to the page and waits until a list of other rows, all of them read, has been painted. */
  untilRows(change: { readonly label: string; readonly value: string }): Promise<number>;
  /** Rows that stand in the page now. */
  rowsInPage(): number;
};

/** Makes `window.probe`. */
export function installProbe(): void {
  const frames: number[] = [];
  let isWatching = false;
  const TIMEOUT_MS = 10_000;

  /** As a person does: React hears of a value only by the native setter and an event. */
  function enter(label: string, value: string): void {
    const field =
      document.querySelector<HTMLInputElement | HTMLSelectElement>(`[aria-label="${label}"]`) ??
      [...document.querySelectorAll("label")].find(({ textContent }) => textContent?.trim() === label)?.control;
    if (!field) throw new Error(`no field ${label}`);
    if (field instanceof HTMLInputElement && field.type === "checkbox") {
      field.click();
      return;
    }
    const prototype = field instanceof HTMLSelectElement ? HTMLSelectElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
    field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  }

  /** The rows in sight, as they are read; null while one of them is not. */
  function seenRows(): string | null {
    const table = document.querySelector('table[aria-busy="false"]');
    const region = table?.closest("section")?.getBoundingClientRect();
    if (!table || !region) return null;
    const ids: string[] = [];
    for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
      const box = row.getBoundingClientRect();
      if (box.bottom < region.top + 40 || box.top > region.bottom) continue;
      if (!row.dataset.session) return null;
      ids.push(row.dataset.session);
    }
    return ids.length > 0 ? ids.join(" ") : null;
  }

  const probe: PageProbe = {
    watchFrames() {
      frames.length = 0;
      if (isWatching) return;
      isWatching = true;
      let last = performance.now();
      const onFrame = (now: number) => {
        frames.push(now - last);
        last = now;
        requestAnimationFrame(onFrame);
      };
      requestAnimationFrame(onFrame);
    },
    frames: () => frames.slice(1),
    untilRows({ label, value }) {
      const before = seenRows();
      const begun = performance.now();
      enter(label, value);
      return new Promise((resolve, reject) => {
        const look = () => {
          if (performance.now() - begun > TIMEOUT_MS) return reject(new Error(`${label} ${value}: no other rows`));
          const now = seenRows();
          if (now === null || now === before) return requestAnimationFrame(look);
          // A task after the frame's callbacks runs once the frame has been painted.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
        };
        requestAnimationFrame(look);
      });
    },
    rowsInPage: () => document.querySelectorAll("tbody tr").length,
  };
  Object.assign(window, { probe });
}
