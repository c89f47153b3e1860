/** What paths begin with where the address names the company by its path: `/t/{slug}`, else nothing. For the browser. */
export const currentBase = (): string => /^\/t\/[^/]+/.exec(window.location.pathname)?.[0] ?? "";
