"use client";

import dynamic from "next/dynamic";

/** Pages that work do not carry it. */
const DrivePageError = dynamic(() =>
  import("@/components/drive/drive-page-error.tsx").then((module) => module.DrivePageError),
);

export default function DriverError(props: { error: unknown; retry: () => void }) {
  return <DrivePageError {...props} />;
}
