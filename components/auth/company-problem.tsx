import { getTranslations } from "next-intl/server";
import { Problem } from "./notice.tsx";

const PROBLEMS = [
  "noEmail",
  "emailNotVerified",
  "noRole",
  "disabled",
  "invited",
  "denied",
  "failed",
  "lost",
  "unreachable",
] as const;
type ProblemName = (typeof PROBLEMS)[number];

/** Why a company's own sign-in led back here, from the address; nothing for what is no such reason. */
export async function CompanyProblem({ error }: { error: string | string[] | undefined }) {
  const t = await getTranslations("auth.company.problem");
  const name = PROBLEMS.find((one) => one === error) satisfies ProblemName | undefined;
  return name ? <Problem>{t(name)}</Problem> : null;
}
