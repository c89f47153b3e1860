"use client";

import { lazy, Suspense } from "react";

/** Pages that work do not carry it. */
const DrivePageError = lazy(() => import("@/components/drive/drive-page-error.tsx"));

export default function DriveError(props: { error: unknown; retry: () => void }) {
  return (
    <Suspense fallback={null}>
      <DrivePageError {...props} />
    </Suspense>
  );
}
