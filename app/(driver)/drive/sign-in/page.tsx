import { redirect } from "next/navigation";
import { nextPath } from "@/components/auth/next-path.ts";
import { basePath, findPerson } from "@/components/auth/session.ts";
import { DriveSignIn } from "@/components/drive/drive-sign-in.tsx";

type Props = { searchParams: Promise<{ next?: string | string[]; ticket?: string | string[] }> };

export default async function DriverSignInPage({ searchParams }: Props) {
  const [{ next: asked, ticket }, base, person] = await Promise.all([searchParams, basePath(), findPerson()]);
  const next = nextPath(asked, `${base}/drive`);
  if (person) redirect(next);
  return <DriveSignIn next={next} ticketId={typeof ticket === "string" ? ticket : null} />;
}
