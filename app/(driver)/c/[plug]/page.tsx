import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { basePath, findFace, findPerson } from "@/components/auth/session.ts";
import { brandFile } from "@/components/brand/brand-files.ts";
import { GuestPage } from "@/components/drive/guest-page.tsx";
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
    findPerson(),
    headers(),
  ]);
  if (!face) notFound();
  const api = await runtime().api(null, askedOf(head));
  const one = await api.place.plug({ plug: decodeURIComponent(plug) }).catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw error;
  });
  if (!one) notFound();
  const value = {
    ...{ base, name: face.name, phone: face.supportPhone },
    ...{ personId: person?.user.userId ?? null, isDriver: person?.user.isDriver ?? false },
  };
  return <GuestPage value={value} slug={face.slug} one={one} logo={brandFile(face, "logo")} />;
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "cause" in error && isAppError(error.cause) && error.cause.code === "notFound";
