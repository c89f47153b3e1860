import type { ReactNode } from "react";
import { basePath, findFace, findPerson } from "@/components/auth/session.ts";
import { brandFile } from "@/components/brand/brand-files.ts";
import { DriveFrame } from "@/components/drive/drive-frame.tsx";
import { DriveProviders } from "@/components/drive/providers.tsx";

export default async function DriveLayout({ children }: { children: ReactNode }) {
  const [face, base, person] = await Promise.all([findFace(), basePath(), findPerson()]);
  if (!face) return null; // the root layout has said that there is nothing here
  const isSignedIn = person !== null;
  const isDriver = person?.user.isDriver ?? false;
  const value = { base, name: face.name, phone: face.supportPhone, isSignedIn, isDriver };
  return (
    <DriveProviders value={value} slug={face.slug}>
      <DriveFrame logo={brandFile(face, "logo")} logoDark={brandFile(face, "logoDark")}>
        {children}
      </DriveFrame>
    </DriveProviders>
  );
}
