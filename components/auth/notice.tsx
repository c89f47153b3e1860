import type { ReactNode } from "react";

/** What the page has to say before anything else: what went wrong, or how things stand. */
export const Problem = ({ children }: { children: ReactNode }) => (
  <p role="alert" className="rounded-card border border-fault-text bg-fault-tint p-3 text-fault-text">
    {children}
  </p>
);

export const Notice = ({ children }: { children: ReactNode }) => (
  <p role="status" className="rounded-card border border-waiting-text bg-waiting-tint p-3 text-waiting-text">
    {children}
  </p>
);
