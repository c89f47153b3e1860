import { requireSession } from "@/components/auth/session.ts";
import { SessionPage } from "@/components/sessions/session-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }] = await Promise.all([params, requireSession()]);
  return <SessionPage id={id} />;
}
