import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { basePath, findFace, findPerson } from "@/components/auth/session.ts";
import { brandFile } from "@/components/brand/brand-files.ts";
import { DeadEnd } from "@/components/drive/dead-end.tsx";
import { GuestPage } from "@/components/drive/guest-page.tsx";
import { LegalLinks } from "@/components/drive/legal-links.tsx";
import { isAppError } from "@/server/core/errors.ts";
import { askedOf } from "@/server/core/request-headers.ts";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ plug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("drive.guest");
  return { title: t("title", { plug: decodeURIComponent((await params).plug) }) };
}

/** Where the QR code on the station leads: state and price at once, without an account, an app or much of a network. */
export default async function GuestStationPage({ params }: Props) {
  const [{ plug }, face, base, person, head] = await Promise.all([
    params,
    findFace(),
    basePath(),
    findPerson().catch(() => null), // a guest, while that is not known
    headers(),
  ]);
  if (!face) notFound();
  const api = await runtime().api(null, askedOf(head));
  const one = await api.place.plug({ plug: decodeURIComponent(plug) }).catch((error: unknown) => {
    if (isNotFound(error)) return "notFound" as const;
    console.error(error);
    return "unavailable" as const;
  });
  if (one === "notFound") notFound();
  // Said here: a page for errors is a script, which every guest would load.
  if (one === "unavailable") return <DeadEnd problem="unavailable" code={new Date().toISOString()} />;
  const value = {
    ...{ base, name: face.name, phone: face.supportPhone },
    ...{ personId: person?.user.userId ?? null, isDriver: person?.user.isDriver ?? false },
  };
  const logo = brandFile(face, "logo");
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-xl flex-col gap-4 p-4 pb-8 font-brand">
      <header className="flex min-h-11 items-center text-section font-semibold">
        {/* biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already */}
        {logo ? <img src={logo} alt={face.name} className="max-h-9 max-w-56" /> : face.name}
      </header>
      <GuestPage value={value} slug={face.slug} one={one} />
      <LegalLinks />
    </div>
  );
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "cause" in error && isAppError(error.cause) && error.cause.code === "notFound";
