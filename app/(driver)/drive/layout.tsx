import { headers } from "next/headers";
import type { ReactNode } from "react";
import { basePath, findFace, findPerson } from "@/components/auth/session.ts";
import { brandFile } from "@/components/brand/brand-files.ts";
import { DriveFrame } from "@/components/drive/drive-frame.tsx";
import { LegalLinks } from "@/components/drive/legal-links.tsx";
import { OnePerson } from "@/components/drive/one-person.tsx";
import { DriveProviders } from "@/components/drive/providers.tsx";
import { PATH_HEADER } from "@/server/core/request-headers.ts";

export default async function DriveLayout({ children }: { children: ReactNode }) {
  const [face, base, person, head] = await Promise.all([
    findFace(),
    basePath(),
    // A page that needs to know who it is fails within this frame.
    findPerson().catch(() => undefined),
    headers(),
  ]);
  if (!face) return null; // the root layout has said that there is nothing here
  const personId = person?.user.userId ?? null;
  const isDriver = person?.user.isDriver ?? false;
  const value = { base, name: face.name, phone: face.supportPhone, personId, isDriver };
  return (
    <DriveProviders value={value} slug={face.slug}>
      {person !== undefined && !isForEverybody(head) && <OnePerson personId={personId} />}
      <DriveFrame logo={brandFile(face, "logo")} logoDark={brandFile(face, "logoDark")} footer={<LegalLinks />}>
        {children}
      </DriveFrame>
    </DriveProviders>
  );
}

/** The page for without a network is kept by the service worker: it is rendered for nobody, and says nothing of who is here. */
const isForEverybody = (head: Headers): boolean => /\/drive\/offline(\?|$)/.test(head.get(PATH_HEADER) ?? "");
