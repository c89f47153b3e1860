import { requireSession } from "@/components/auth/session.ts";
import { SessionList } from "@/components/sessions/session-list.tsx";

export default async function SessionsPage() {
  await requireSession();
  return <SessionList />;
}
