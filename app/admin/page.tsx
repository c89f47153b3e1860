import { requireSession } from "@/components/auth/session.ts";
import { Overview } from "@/components/charge-points/overview.tsx";

export default async function OverviewPage() {
  await requireSession();
  return <Overview />;
}
