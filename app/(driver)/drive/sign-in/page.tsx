import { redirect } from "next/navigation";
import { CompanyProblem } from "@/components/auth/company-problem.tsx";
import { CompanySignIns } from "@/components/auth/company-sign-ins.tsx";
import { nextPath } from "@/components/auth/next-path.ts";
import { basePath, findPerson } from "@/components/auth/session.ts";
import { DriveSignIn } from "@/components/drive/drive-sign-in.tsx";

type Asked = { next?: string | string[]; ticket?: string | string[]; error?: string | string[] };
type Props = { searchParams: Promise<Asked> };

export default async function DriverSignInPage({ searchParams }: Props) {
  const [{ next: asked, ticket: opened, error }, base, person] = await Promise.all([
    searchParams,
    basePath(),
    findPerson(),
  ]);
  const next = nextPath(asked, `${base}/drive`);
  const ticketId = typeof opened === "string" ? opened : null;
  // Who opens a link of a mail may be somebody else than who is signed in on this browser.
  if (person && ticketId === null) redirect(next);
  return (
    <>
      <CompanyProblem error={error} />
      <DriveSignIn next={next} ticketId={ticketId} signedInAs={person?.user.email ?? null} />
      <CompanySignIns audience="drivers" next={next} />
    </>
  );
}
