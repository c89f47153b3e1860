/** What runs inside the page. Handed over as text, so it may use nothing from outside itself. */
export type Pixel = {
  readonly key: string;
  readonly text: string;
  /** When the document changed, and when a frame with it had been painted: ms since 1970, with fractions. */
  readonly changedMs: number;
  readonly paintedMs: number;
};

declare global {
  interface Window {
    /** Told of each change; put there by the benchmark. */
    onPixel(pixel: Pixel): void;
  }
}

/** Tells of every change of the last word but one ("12.3 kW") in the elements that carry the attribute. */
export function watchPixels(attribute: string): void {
  const now = () => performance.timeOrigin + performance.now();
  const shown = new Map<string, string>();
  const read = (element: Element) => /([\d.,]+)\s*kW/.exec(element.textContent ?? "")?.[1] ?? "";
  const look = () => {
    const changedMs = now();
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const key = element.getAttribute(attribute) ?? "";
      const text = read(element);
      if (shown.get(key) === text) continue;
      shown.set(key, text);
      // A task after the frame's callbacks runs once the frame has been painted.
      requestAnimationFrame(() => setTimeout(() => window.onPixel({ key, text, changedMs, paintedMs: now() })));
    }
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** The least that can be done: a bare socket's message becomes the text of a bare page. */
export function showBareMessages(address: string): void {
  const element = document.createElement("p");
  element.setAttribute("data-bare", "bare");
  document.body.append(element);
  const socket = new WebSocket(address);
  socket.onmessage = ({ data }) => {
    element.textContent = `${data} kW`;
  };
}
