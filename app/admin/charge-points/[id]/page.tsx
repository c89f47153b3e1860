import { requireSession } from "@/components/auth/session.ts";
import { ChargePointPage } from "@/components/charge-points/charge-point-page.tsx";
import { runtime } from "@/server/handle.ts";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, { tenant }] = await Promise.all([params, requireSession()]);
  return <ChargePointPage id={id} permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
