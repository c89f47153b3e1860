"use client";

import { useEffect, useState } from "react";

/** The secret behind the `#` of a link from a mail, taken out of the address: it is in no history and no picture of the screen. */
export function useLinkSecret(): string {
  const [secret, setSecret] = useState("");
  useEffect(() => {
    const text = window.location.hash.slice(1);
    if (!text) return;
    setSecret(text);
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }, []);
  return secret;
}
