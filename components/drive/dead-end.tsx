import { getTranslations } from "next-intl/server";
import { basePath, findFace } from "../auth/session.ts";
import { LegalLinks } from "./legal-links.tsx";
import { PhoneLink } from "./phone-link.tsx";

type DeadEndProps = {
  problem: "notFound" | "unavailable";
  /** What support searches for. */
  code?: string;
};

/** A whole page that has nothing to show: what to do, and whom to call. Server markup alone, so that it weighs nothing on guests' pages. */
export async function DeadEnd({ problem, code }: DeadEndProps) {
  const [t, face, base] = await Promise.all([getTranslations("drive"), findFace(), basePath()]);
  const phone = face?.supportPhone;
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center gap-4 p-4 font-brand">
      <main className="flex flex-col gap-4">
        <p className="text-muted">{face?.name}</p>
        <h1 className="text-title font-semibold">{t(`problem.${problem}.title`)}</h1>
        <p>{t(`problem.${problem}.advice`)}</p>
        {phone && <PhoneLink phone={phone}>{t("call", { phone })}</PhoneLink>}
        {code && (
          <p className="text-body text-muted">
            {t("supportCode")} <code className="font-mono text-code text-fg">{code}</code>
          </p>
        )}
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
