import { redirect } from "next/navigation";
import { basePath, findPerson } from "@/components/auth/session.ts";
import { JoinPage } from "@/components/drive/join-page.tsx";

export default async function JoiningPage() {
  const [person, base] = await Promise.all([findPerson(), basePath()]);
  if (!person) redirect(`${base}/drive/sign-in`);
  if (person.user.isDriver) redirect(`${base}/drive`);
  return <JoinPage email={person.user.email} />;
}
