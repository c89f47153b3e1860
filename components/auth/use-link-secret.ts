"use client";

import { useEffect, useState } from "react";

/**
 * The secret behind the `#` of a link from a mail, taken out of the address: it is in no history and no picture of the screen. Null
 * until it is read; empty where the link was cut off or the page loaded anew.
 */
export function useLinkSecret(): string | null {
  const [secret, setSecret] = useState<string | null>(null);
  useEffect(() => {
    const text = window.location.hash.slice(1);
    setSecret(text);
    if (!text) return;
    // A task later: then the router listens, and does not put back the address that it knows.
    const timer = setTimeout(() => {
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
    });
    return () => clearTimeout(timer);
  }, []);
  return secret;
}
