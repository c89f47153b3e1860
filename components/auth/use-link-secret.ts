"use client";

import { useEffect, useState } from "react";

/** The secret behind the `#` of a link from a mail, taken out of the address: it is in no history and no picture of the screen. */
export function useLinkSecret(): string {
  const [secret, setSecret] = useState("");
  useEffect(() => {
    const text = window.location.hash.slice(1);
    if (!text) return;
    setSecret(text);
    // A task later: then the router listens, and does not put back the address that it knows.
    const timer = setTimeout(() => {
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
    });
    return () => clearTimeout(timer);
  }, []);
  return secret;
}
