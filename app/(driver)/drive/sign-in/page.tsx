import { redirect } from "next/navigation";
import { CompanyProblem } from "@/components/auth/company-problem.tsx";
import { CompanySignIns } from "@/components/auth/company-sign-ins.tsx";
import { nextPath } from "@/components/auth/next-path.ts";
import { basePath, findPerson } from "@/components/auth/session.ts";
import { DriveSignIn } from "@/components/drive/drive-sign-in.tsx";

type Asked = { next?: string | string[]; ticket?: string | string[]; error?: string | string[] };
type Props = { searchParams: Promise<Asked> };

export default async function DriverSignInPage({ searchParams }: Props) {
  const [{ next: asked, ticket, error }, base, person] = await Promise.all([searchParams, basePath(), findPerson()]);
  const next = nextPath(asked, `${base}/drive`);
  if (person) redirect(next);
  return (
    <>
      <CompanyProblem error={error} />
      <DriveSignIn next={next} ticketId={typeof ticket === "string" ? ticket : null} />
      <CompanySignIns audience="drivers" next={next} />
    </>
  );
}
