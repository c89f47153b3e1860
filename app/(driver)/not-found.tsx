import { getTranslations } from "next-intl/server";
import { basePath, findFace } from "@/components/auth/session.ts";
import { LegalLinks } from "@/components/drive/legal-links.tsx";
import { PhoneLink } from "@/components/drive/phone-link.tsx";

/** A sticker of a station that is gone, a mistyped address: what to do, and whom to call. Server markup alone: each page carries it. */
export default async function DriverNotFound() {
  const [t, face, base] = await Promise.all([getTranslations("drive"), findFace(), basePath()]);
  const phone = face?.supportPhone;
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center gap-4 p-4 font-brand">
      <main className="flex flex-col gap-4">
        <p className="text-muted">{face?.name}</p>
        <h1 className="text-title font-semibold">{t("problem.notFound.title")}</h1>
        <p>{t("problem.notFound.advice")}</p>
        {phone && <PhoneLink phone={phone}>{t("call", { phone })}</PhoneLink>}
        <a
          href={`${base}/drive`}
          className="flex min-h-14 items-center justify-center rounded-card bg-brand px-6 text-center font-semibold text-on-brand hover:bg-brand-hover"
        >
          {t("guest.toApp")}
        </a>
      </main>
      <LegalLinks />
    </div>
  );
}
