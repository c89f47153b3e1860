"use client";

import { type ReactNode, Suspense, useState } from "react";

type LazyMenuProps = {
  /** Looks as the trigger of the menu does, which takes its place. */
  readonly className: string;
  readonly label: string;
  readonly children: ReactNode;
  /** Fetches the menu's code, ahead of the click. */
  readonly load: () => Promise<unknown>;
  /** The menu, made by `lazy`, open from the start. */
  readonly menu: ReactNode;
};

/** A menu whose code comes when somebody reaches for it: until it is opened, its trigger is a plain button. */
export function LazyMenu({ className, label, children, load, menu }: LazyMenuProps) {
  const [isOpened, setOpened] = useState(false);
  const trigger = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={label}
      className={className}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setOpened(true)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        setOpened(true);
      }}
    >
      {children}
    </button>
  );
  return isOpened ? <Suspense fallback={trigger}>{menu}</Suspense> : trigger;
}
