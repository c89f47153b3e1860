"use client";

import { useEffect } from "react";
import { claimLastSeen, onOtherPerson } from "./last-seen.ts";

/** What the browser keeps is of the person who is signed in, and of nobody before; a page of somebody before is loaded anew. */
export function OnePerson({ personId }: { personId: string | null }) {
  useEffect(() => {
    claimLastSeen(personId);
    return onOtherPerson(personId, () => window.location.reload());
  }, [personId]);
  return null;
}
