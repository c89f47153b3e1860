import { requireSession } from "@/components/auth/session.ts";
import { Overview } from "@/components/charge-points/overview.tsx";
import { runtime } from "@/server/handle.ts";

export default async function OverviewPage() {
  const { tenant } = await requireSession();
  return <Overview permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
