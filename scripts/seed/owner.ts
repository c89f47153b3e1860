/** The first tenant with its owner's login and API key, for an installation without demo data. Writes `owner.json` into DATA_DIR. */
import { createApiKey } from "../../server/services/api-key/create.ts";
import { PERMISSIONS } from "../../server/services/permissions.ts";
import { localAuthority, runSeed, writePrivately } from "./seeding.ts";

await runSeed(async (seeding) => {
  const slug = "main";
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const tenantId = await seeding.createTenant({ slug, name: "Main", timeZone, locale: "en", colour: "#1B5FD9" });
  const login = await seeding.createLogin(tenantId, slug, "owner", "Owner", "owner@localhost");
  const apiKey = await createApiKey(seeding.contextOf(tenantId), { name: "Owner", scopes: [...PERMISSIONS] });
  writePrivately("owner.json", {
    url: `http://${localAuthority()}`,
    tenant: slug,
    apiKey: apiKey.key,
    logins: [login],
  });
});
