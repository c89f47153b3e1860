/** The first tenant with its owner's login and API key, for an installation without demo data. Writes `owner.json` into DATA_DIR. */
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { createApiKey } from "../../server/services/api-key/create.ts";
import { PERMISSIONS } from "../../server/services/permissions.ts";
import { localAuthority, openSeeding } from "./seeding.ts";

const seeding = openSeeding();
try {
  const slug = "main";
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const tenantId = await seeding.createTenant({ slug, name: "Main", timeZone, locale: "en", colour: "#1B5FD9" });
  const login = await seeding.createLogin(tenantId, slug, "owner", "Owner", "owner@localhost");
  const apiKey = await createApiKey(seeding.contextOf(tenantId), { name: "Owner", scopes: [...PERMISSIONS] });
  const dataDir = process.env.DATA_DIR ?? ".data";
  mkdirSync(dataDir, { recursive: true });
  const made = { url: `http://${localAuthority()}`, tenant: slug, apiKey: apiKey.key, logins: [login] };
  writeFileSync(path.join(dataDir, "owner.json"), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
} finally {
  await seeding.close();
}
