import { findFace } from "@/components/auth/session.ts";
import { AccountPage } from "@/components/drive/account-page.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function OwnAccountPage() {
  await requireDriver();
  const face = await findFace();
  return <AccountPage languages={face?.languages ?? []} />;
}
