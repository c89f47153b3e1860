"use client";

import { useEffect, useState } from "react";
import { StaleBar } from "../ui/stale-bar.tsx";
import { useConnection } from "./live-provider.tsx";

/** A reconnect within this time is not worth a bar that pushes the page down and up again. */
const GRACE_MS = 1500;

/** The bar that says live values stopped, once they have been away for longer than a blink. */
export function LiveBar() {
  const { since } = useConnection();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!since) return setShown(false);
    const timer = setTimeout(() => setShown(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [since]);
  return since && isShown ? <StaleBar asOf={since} /> : null;
}
