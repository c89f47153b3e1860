/** Whether a mail address lies at one of these host names, or at a name below one: who owns the host speaks for it. */
export function isAtHost(email: string, hosts: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return hosts.some((host) => domain === host || domain.endsWith(`.${host}`));
}
