import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { PATH_HEADER } from "@/server/core/request-headers.ts";
import { signInPath } from "../auth/next-path.ts";
import { basePath, findPerson } from "../auth/session.ts";

/** For pages of a driver's own: signed in and a driver here, or sent to where one becomes it. */
export async function requireDriver(): Promise<void> {
  const [person, base] = await Promise.all([findPerson(), basePath()]);
  if (person?.user.isDriver) return;
  if (person) redirect(`${base}/drive/join`);
  const path = (await headers()).get(PATH_HEADER) ?? `${base}/drive`;
  redirect(`${base}${signInPath(path, "/drive/sign-in")}`);
}
