import { getCsrfToken } from "next-auth/react";

/**
 * Puts the session into another tenant and loads a page of the back office anew, so that nothing of the old tenant stays on
 * screen. Throws when the server could not be reached or refused.
 */
export async function switchTenant(tenantId: string, path = "/admin"): Promise<void> {
  const csrfToken = await getCsrfToken();
  const response = await fetch("/api/auth/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ csrfToken, data: { tenantId } }),
  });
  if (!response.ok) throw new Error(`switching the tenant failed with status ${response.status}`);
  const session: { tenantId?: string } = await response.json();
  if (session.tenantId !== tenantId) throw new Error("the server kept the session in its tenant");
  window.location.assign(path);
}
