"use client";

import { lazy, Suspense } from "react";
import type { ConfirmDialogProps } from "./open-confirm-dialog.tsx";

const OpenConfirmDialog = lazy(() => import("./open-confirm-dialog.tsx"));

/**
 * Asks before a dangerous act. The focus starts on the harmless button, or in the field to type in. Its code comes when it is
 * first needed.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  if (!props.open) return null;
  return (
    <Suspense fallback={null}>
      <OpenConfirmDialog {...props} />
    </Suspense>
  );
}
