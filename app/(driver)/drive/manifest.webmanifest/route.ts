import { brandIcon } from "@/components/brand/brand-files.ts";
import { shortName } from "@/components/brand/short-name.ts";
import { derivePalette } from "@/server/brand/derive-palette.ts";
import { askedOf, BASE_HEADER } from "@/server/core/request-headers.ts";
import { runtime } from "@/server/handle.ts";

/** What a phone shows of the app once it is installed: the company's name, colour and icon. */
export async function GET(request: Request): Promise<Response> {
  const face = await runtime().faces.find(askedOf(request.headers));
  if (!face) return new Response("Not found\n", { status: 404 });
  const base = request.headers.get(BASE_HEADER) ?? "";
  const { light } = derivePalette(face.colour.toLowerCase());
  const icons = ([192, 512] as const).flatMap((pixels) => {
    const icon = { src: brandIcon(face, pixels), sizes: `${pixels}x${pixels}`, type: "image/png" };
    return [icon, { ...icon, purpose: "maskable" }];
  });
  const manifest = {
    id: `${base}/drive`,
    name: face.name,
    short_name: shortName(face.name),
    start_url: `${base}/drive`,
    scope: `${base}/drive`,
    display: "standalone",
    orientation: "portrait",
    background_color: "#fbfbfc",
    theme_color: light.brand,
    icons: face.assets.icon === undefined ? icons : icons.map((icon) => ({ ...icon, sizes: "512x512" })),
  };
  return new Response(JSON.stringify(manifest), {
    headers: { "content-type": "application/manifest+json", "cache-control": "no-cache" },
  });
}
