import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { brandFile } from "../brand/brand-files.ts";
import { findFace } from "./session.ts";

/** The frame of every page in front of the office's door: whose door it is, and one column. */
export async function DoorPage({ title, children }: { title: string; children: ReactNode }) {
  const [app, face] = await Promise.all([getTranslations("app"), findFace()]);
  const logo = face && brandFile(face, "logo");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 p-6">
      <div>
        {logo ? (
          // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
          <img src={logo} alt={face.name} className="mb-4 max-h-10 max-w-60" />
        ) : (
          <p className="text-body font-medium text-muted">{face?.name ?? app("name")}</p>
        )}
        <h1 className="text-title font-semibold">{title}</h1>
      </div>
      {children}
    </main>
  );
}
