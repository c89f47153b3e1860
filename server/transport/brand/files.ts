import { z } from "zod";
import { BRAND_ASSET_KINDS } from "../../../db/schema/tenants.ts";
import { drawIcon } from "../../brand/draw-icon.ts";
import { readBrandFile, readBrandPalette } from "../../services/brand/read-file.ts";
import { toCallerError } from "../../services/caller-error.ts";
import type { Deps } from "../../services/context.ts";

/** `/brand-files/{tenant}/{brand}/{file}`, where a file is `logo-{hash}`, or `icon-{pixels}.png` for the drawn one. */
const Path = z.tuple([z.uuid(), z.uuid(), z.string()]);
const UPLOADED = new RegExp(`^(${BRAND_ASSET_KINDS.join("|")})-([0-9a-f]{64})$`);
const DRAWN = /^icon-(180|192|512)-([0-9a-f]{6})\.png$/;

/** A picture opened by itself is a document: it may run nothing and load nothing, whatever is in it. */
const HARMLESS = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox" } as const;
/** The address changes with the content. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** Pictures and fonts of brands, for everybody: uploaded ones, and icons drawn for brands without one. */
export function createBrandFileDoor(deps: Pick<Deps, "db" | "log">): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = Path.safeParse(new URL(request.url).pathname.split("/").slice(-3));
    if (!path.success) return notThere();
    const [tenantId, brandId, file] = path.data;
    try {
      return (
        (await uploaded(deps, { tenantId, brandId }, file)) ??
        (await drawn(deps, { tenantId, brandId }, file)) ??
        notThere()
      );
    } catch (error) {
      const known = toCallerError(error);
      deps.log.error({ err: error }, "brand file not served");
      return new Response(null, known ? { status: 503, headers: { "retry-after": "5" } } : { status: 500 });
    }
  };
}

type OfBrand = { readonly tenantId: string; readonly brandId: string };
const notThere = () => new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
const answer = (bytes: Uint8Array, contentType: string) =>
  new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": contentType,
      "cache-control": FOR_EVER,
      "x-content-type-options": "nosniff",
      // Where it is asked for as a page it is saved, not shown; pictures and fonts of a page do not mind.
      "content-disposition": "attachment",
      ...HARMLESS,
    },
  });

async function uploaded(deps: Pick<Deps, "db">, of: OfBrand, name: string): Promise<Response | null> {
  const [, kind, hash] = UPLOADED.exec(name) ?? [];
  if (kind === undefined) return null;
  const file = await readBrandFile(deps, { ...of, kind: kind as (typeof BRAND_ASSET_KINDS)[number] });
  return file && file.hash === hash ? answer(file.bytes, file.contentType) : null;
}

/** The colour in the name only makes the address change with it; what is drawn is what the brand has now. */
async function drawn(deps: Pick<Deps, "db">, of: OfBrand, name: string): Promise<Response | null> {
  const [, pixels] = DRAWN.exec(name) ?? [];
  if (pixels === undefined) return null;
  const palette = await readBrandPalette(deps, of);
  if (!palette) return null;
  const { brand, onBrand } = palette.light;
  return answer(drawIcon(Number(pixels), { ground: brand, ink: onBrand }), "image/png");
}
