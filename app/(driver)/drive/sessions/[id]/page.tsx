import { OwnSessionPage } from "@/components/drive/own-session-page.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function SessionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireDriver();
  return <OwnSessionPage sessionId={(await params).id} />;
}
