const HOME = "/admin";
/** Any origin will do: it only shows whether the path leads away from it. */
const BASE = "http://self.invalid";

/** Where to go after signing in: a path of this site, or the back office when `next` leads elsewhere or is missing. */
export function nextPath(next: string | string[] | undefined, home = HOME): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, BASE)) return home;
  const url = new URL(next, BASE);
  // Taken apart and put together, `/.//host` is `//host`: an address of somebody else's.
  if (url.origin !== BASE || url.pathname.startsWith("//") || url.pathname.endsWith("/sign-in")) return home;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path` afterwards. */
export const signInPath = (path: string, page = "/sign-in"): string => `${page}?${new URLSearchParams({ next: path })}`;
