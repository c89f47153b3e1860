"use client";

import { PageFailure } from "@/components/shell/page-failure.tsx";

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col justify-center p-6">
      <PageFailure {...props} />
    </main>
  );
}
