"use client";

import { PageFailure } from "@/components/shell/page-failure.tsx";

/** Inside the frame: the navigation stays, only the page failed. */
export default function AdminError(props: { error: unknown; retry: () => void }) {
  return <PageFailure {...props} />;
}
