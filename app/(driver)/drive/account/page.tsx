import { findFace } from "@/components/auth/session.ts";
import { AccountPage } from "@/components/drive/account-page.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function OwnAccountPage() {
  await requireDriver();
  const face = await findFace();
  const links = [
    { key: "imprint", href: face?.imprintUrl },
    { key: "privacy", href: face?.privacyUrl },
    { key: "terms", href: face?.termsUrl },
  ] as const;
  return (
    <AccountPage
      languages={face?.languages ?? []}
      links={links.flatMap(({ key, href }) => (href ? [{ key, href }] : []))}
    />
  );
}
