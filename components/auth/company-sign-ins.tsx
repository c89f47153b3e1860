import { getTranslations } from "next-intl/server";
import { runtime } from "../../server/handle.ts";
import { basePath, findFace } from "./session.ts";

type CompanySignInsProps = { audience: "staff" | "drivers"; next: string };

/** The company's own ways to sign in: plain links, since they lead away from here. */
export async function CompanySignIns({ audience, next }: CompanySignInsProps) {
  const [face, base, t] = await Promise.all([findFace(), basePath(), getTranslations("auth.company")]);
  const choices = face ? await runtime().auth.companySignIns(face.tenantId, audience) : [];
  if (choices.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {choices.map(({ id, name }) => (
        <li key={id}>
          <a
            href={`${base}/api/oidc/${id}/start?${new URLSearchParams({ next })}`}
            className="flex min-h-11 items-center justify-center rounded-control border border-line-strong bg-card px-3 text-center font-medium hover:bg-hover"
          >
            {t("with", { name })}
          </a>
        </li>
      ))}
    </ul>
  );
}
